// Keys for somebody who confirms many proposals: j, k, a, e, s, m, d. Every one presses what stands on the page.
const proposals = () => [...document.querySelectorAll("[data-proposal]")];

function current() {
  return document.activeElement?.closest("[data-proposal]");
}

function step(by) {
  const all = proposals();
  const at = all.indexOf(current());
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "start" });
}

function isTyping(target) {
  return ["INPUT", "SELECT", "TEXTAREA"].includes(target.tagName);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    step(event.key === "j" ? 1 : -1);
    return;
  }
  const pressed = current()?.querySelector(`[data-key="${event.key}"]`);
  if (pressed) {
    event.preventDefault();
    pressed.click();
  }
});

for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;
const landed = location.hash.startsWith("#item-") ? document.querySelector(location.hash) : null;
if (landed) landed.focus();
else if (proposals().length && location.hash === "") proposals()[0].focus({ preventScroll: true });
