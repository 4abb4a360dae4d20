"""Whatever the processes of a trial need and no mutant changes, loaded once: each process is forked from here.

Of the simulator nothing may be among it, so that it is loaded around the changed module.
"""

import aiohttp.web
import numpy as np
import uvloop

from vectorproof.harness.case import catalogue

LOADED = (aiohttp.web, np, uvloop)

catalogue()
