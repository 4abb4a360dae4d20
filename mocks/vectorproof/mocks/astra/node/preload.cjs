'use strict';
// Astra's host names lead to a simulator on this machine, for this process only: node --require THIS program.js
// VECTORPROOF_ASTRA says where the simulator's TLS port is, as 127.0.0.1:8443. fetch, https, http2 and tls all open
// their connections through the one method that is replaced here; names that are not Astra's are left alone.

const net = require('node:net');

const [, host, port] = /^(.+):(\d+)$/.exec(process.env.VECTORPROOF_ASTRA || '') || [];
const NAMES = /^(?:api|[0-9a-z-]+\.apps)\.astra\.datastax\.com\.?$/i;
const connect = net.Socket.prototype.connect;

const led = (options) =>
  options && typeof options === 'object' && NAMES.test(options.host || options.hostname || '')
    ? { ...options, host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
    : options;

if (host) {
  net.Socket.prototype.connect = function (...given) {
    // Node's own callers pass one list of options and listener, which it has marked; others pass what they were given.
    if (Array.isArray(given[0])) {
      given[0][0] = led(given[0][0]);
    } else if (typeof given[0] === 'object') {
      given[0] = led(given[0]);
    } else if (NAMES.test(typeof given[1] === 'string' ? given[1] : '')) {
      given.splice(0, 2, led({ port: given[0], host: given[1] }));
    }
    return connect.apply(this, given);
  };
}
