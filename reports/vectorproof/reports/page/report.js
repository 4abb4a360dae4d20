"use strict";
(() => {
  const form = document.getElementById("filter");
  const found = document.getElementById("found");
  const rows = [...document.querySelectorAll(".row")].map((element) => ({
    element, text: element.textContent.toLowerCase(), status: element.dataset.status, area: element.dataset.area,
  }));

  const filter = () => {
    const words = form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const status = form.status.value;
    const area = form.area.value;
    let shown = 0;
    for (const row of rows) {
      const fits = (!status || row.status === status) && (!area || row.area === area)
        && words.every((word) => row.text.includes(word));
      row.element.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    found.textContent = shown === rows.length ? `${shown} requirements` : `${shown} of ${rows.length} requirements`;
  };

  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) { form.reset(); filter(); show(""); }
    if (target.matches(".finding")) for (const steps of target.querySelectorAll(".shows")) steps.open = true;
    for (let above = target; above; above = above.parentElement) {
      if (above.tagName === "DETAILS") above.open = true;
    }
    target.scrollIntoView({ block: "start", behavior: "instant" });
  };

  const findings = [...document.querySelectorAll(".finding")];
  const owners = [...document.querySelectorAll("[data-show-owner]")];
  const show = (owner) => {
    for (const finding of findings) finding.hidden = Boolean(owner) && finding.dataset.owner !== owner;
    for (const button of owners) button.setAttribute("aria-pressed", String(button.dataset.showOwner === owner));
  };

  const step = (direction) => {
    const seen = findings.filter((finding) => !finding.hidden);
    const top = 80;
    const place = seen.findIndex((finding) => finding.getBoundingClientRect().top > top);
    const at = place < 0 ? seen.length : place;
    const here = seen[at - 1] && seen[at - 1].getBoundingClientRect().top > top - 40 ? at - 1 : at;
    const next = direction > 0 ? seen[here < at ? at : here] : seen[(here < at ? here : at) - 1];
    if (next) { history.replaceState(null, "", `#${next.id}`); open(); }
  };

  // A command and an answer share one grammar: JSON, with options and variables of a shell in between.
  const TOKEN = /(?<variable>"?\$[A-Z][A-Z0-9_]*"?)|(?<option>(?<=\s)--?[A-Za-z][\w-]*)|(?<text>"(?:[^"\\]|\\.)*")(?<key>\s*:)?|(?<word>\b(?:true|false|null)\b|(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))/g;
  const coloured = (element) => {
    const code = element.textContent;
    const parts = document.createDocumentFragment();
    let end = 0;
    for (const found of code.matchAll(TOKEN)) {
      const { variable, option, text, key, word } = found.groups;
      const length = found[0].length - (key ? key.length : 0);
      const kind = variable ? "v" : option ? "o" : text ? (key ? "k" : "s") : word ? "n" : "";
      const span = document.createElement("span");
      span.className = kind;
      span.textContent = code.slice(found.index, found.index + length);
      parts.append(code.slice(end, found.index), span);
      end = found.index + length;
    }
    parts.append(code.slice(end));
    element.replaceChildren(parts);
  };
  const watch = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (isIntersecting) { watch.unobserve(target); coloured(target); }
    }
  }, { rootMargin: "600px" });
  for (const element of document.querySelectorAll(".code")) watch.observe(element);

  const copied = (button, done) => {
    button.dataset.label ??= button.textContent;
    button.textContent = done ? "Copied" : "Press Ctrl+C";
    setTimeout(() => { button.textContent = button.dataset.label; }, 1600);
  };

  const source = (button) => button.dataset.copy === "curl"
    ? button.nextElementSibling
    : button.closest(".finding").querySelector(`[data-source=${button.dataset.copy}]`);

  const copy = (button) => {
    const element = source(button);
    const bySelection = () => {
      const hidden = element.hidden;
      element.hidden = false;
      const range = document.createRange();
      range.selectNodeContents(element);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      copied(button, document.execCommand("copy"));
      element.hidden = hidden;
    };
    if (!navigator.clipboard) { bySelection(); return; }
    navigator.clipboard.writeText(element.textContent).then(() => copied(button, true), bySelection);
  };

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const element of document.querySelectorAll(".copy, .again, .owners")) element.hidden = false;
  for (const button of owners) {
    button.addEventListener("click", () => show(button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.showOwner));
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copy(button));
  }
  for (const link of document.querySelectorAll("[data-show-status]")) {
    link.addEventListener("click", () => { form.reset(); form.status.value = link.dataset.showStatus; filter(); });
  }
  for (const link of document.querySelectorAll("[data-show-area]")) {
    link.addEventListener("click", () => { form.reset(); form.area.value = link.dataset.showArea; filter(); });
  }
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing) { event.preventDefault(); form.words.focus(); }
    if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (event.key === "j") step(1);
      if (event.key === "k") step(-1);
    }
    if (event.key === "Escape" && document.activeElement === form.words) { form.reset(); filter(); }
  });
  addEventListener("hashchange", open);
  filter();
  open();
})();
