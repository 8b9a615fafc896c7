// The plain-language check: a box with data-plain-check shows, when it is left, which of its words are on the council's
// list, with buttons that write something else or keep the word. It never stops anybody, and is silent when it fails.

const kept = new WeakMap();
// What each box said when it was checked last: words of a draft that nobody touched are checked too, once they are left.
const checked = new WeakMap();

function place(box) {
  const after = box.parentElement;
  let found = after.querySelector(":scope > [data-plain]");
  if (!found) {
    found = document.createElement("div");
    found.dataset.plain = "";
    found.setAttribute("aria-live", "polite");
    after.append(found);
  }
  return found;
}

function hideKept(box) {
  const words = kept.get(box) ?? new Set();
  const advice = place(box);
  for (const item of advice.querySelectorAll("[data-plain-term]")) item.hidden = words.has(item.dataset.plainTerm);
  const left = advice.querySelector("[data-plain-term]:not([hidden])");
  if (advice.firstElementChild) advice.firstElementChild.hidden = !left;
}

async function check(box) {
  checked.set(box, box.value);
  const token = box.form?.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const body = new URLSearchParams({ text: box.value, csrfmiddlewaretoken: token });
  try {
    const answer = await fetch(box.dataset.plainCheck, { method: "POST", body, redirect: "error" });
    if (!answer.ok) return;
    place(box).innerHTML = await answer.text();
    hideKept(box);
  } catch {
    // Advice can wait.
  }
}

function write(box, button) {
  const { plainStart, plainEnd, plainWas, plainWith } = button.dataset;
  const start = Number(plainStart);
  const end = Number(plainEnd);
  // The text may have changed since it was checked: then it is checked again, and nothing is written over.
  if (box.value.slice(start, end) === plainWas) {
    box.setRangeText(plainWith, start, end, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.focus();
  check(box);
}

for (const left of ["change", "focusout"]) {
  document.addEventListener(left, ({ target: box }) => {
    if (box.dataset?.plainCheck && box.value !== (checked.get(box) ?? "")) check(box);
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-plain-with], [data-plain-keep]");
  const box = button?.closest("[data-plain]")?.parentElement.querySelector("[data-plain-check]");
  if (!box) return;
  if (button.dataset.plainWith !== undefined) write(box, button);
  else {
    if (!kept.has(box)) kept.set(box, new Set());
    kept.get(box).add(button.dataset.plainKeep);
    hideKept(box);
    box.focus();
  }
});
