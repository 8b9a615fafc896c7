// Keys for somebody who confirms many proposals: j, k, a, e, s, m, o, d. Every one presses what stands on the page, or
// puts the cursor into it. They are off while somebody types; Escape goes back from what is typed to the proposal.
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

// The box for why it is left out has the cursor as long as it is open, so that no letter of it is taken for a key.
function press(control) {
  if (isTyping(control)) {
    control.focus();
    return;
  }
  control.click();
  control.closest(".proposal__why[open]")?.querySelector("input").focus();
}

function leave(proposal) {
  for (const box of proposal.querySelectorAll(".proposal__why[open]")) box.open = false;
  proposal.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const open = current()?.querySelector(".proposal__why[open]");
  if (event.key === "Escape" && (open || isTyping(event.target))) {
    if (current()) leave(current());
    return;
  }
  if (open || isTyping(event.target)) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    step(event.key === "j" ? 1 : -1);
    return;
  }
  const pressed = current()?.querySelector(`[data-key="${event.key}"]`);
  if (pressed) {
    event.preventDefault();
    press(pressed);
  }
});

for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;
const landed = location.hash.startsWith("#item-") ? document.querySelector(location.hash) : null;
if (landed) landed.focus();
else if (proposals().length && location.hash === "") proposals()[0].focus({ preventScroll: true });
