// Keys for those who have them; every page reads without this file.
"use strict";
(() => {
  const stops = () => [...document.querySelectorAll(".paper, .today, [data-stop]")];
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
  const move = (step) => {
    const all = stops();
    const from = all.indexOf(document.activeElement.closest(".paper, .today, [data-stop]"));
    const next = all[from < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(from + step, 0), all.length - 1)];
    if (!next) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  };
  const open = (target) => {
    const link = target.matches(".paper, .today, [data-stop]") && (target.querySelector("[data-open]") ?? target.querySelector("h1 a, h3 a, .title a, a"));
    if (link) link.click();
  };
  const search = () => document.getElementById("q")?.focus();
  const help = () => {
    let box = document.getElementById("keys");
    if (!box) {
      box = document.createElement("dialog");
      box.id = "keys";
      box.append(document.getElementById("keys-text").content.cloneNode(true));
      box.setAttribute("aria-label", box.querySelector("h2").textContent);
      document.body.append(box);
    }
    if (box.open) box.close(); else box.showModal();
  };
  // with a Korean keyboard on, j is ㅓ; some systems tell the place of the key alone
  const named = ({ key, code }) => (/^([ㄱ-ㅣ]|Process)$/.test(key) ? { KeyJ: "j", KeyK: "k" }[code] : key);
  const keys = { j: () => move(1), k: () => move(-1), "/": search, "?": help };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (event.key === "Enter") return open(event.target);
    const act = keys[named(event)];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
