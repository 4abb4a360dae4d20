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
    if (!target || !target.classList.contains("row")) return;
    if (target.hidden) { form.reset(); filter(); }
    target.open = true;
    target.scrollIntoView({ block: "start", behavior: "instant" });
  };

  const copied = (button, done) => {
    button.textContent = done ? "Copied" : "Press Ctrl+C";
    setTimeout(() => { button.textContent = "Copy"; }, 1600);
  };

  const copy = (button) => {
    const command = button.nextElementSibling;
    const bySelection = () => {
      const range = document.createRange();
      range.selectNodeContents(command);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      copied(button, document.execCommand("copy"));
    };
    if (!navigator.clipboard) { bySelection(); return; }
    navigator.clipboard.writeText(command.textContent).then(() => copied(button, true), bySelection);
  };

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = false;
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
    if (event.key === "Escape" && document.activeElement === form.words) { form.reset(); filter(); }
  });
  addEventListener("hashchange", open);
  filter();
  open();
})();
