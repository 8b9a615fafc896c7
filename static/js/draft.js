// Keeps what somebody types into a form with data-draft as a draft on the server, and on this device alone while the
// server cannot be reached. The server offers its draft when the form is opened again; what stayed here is sent on.

import { freshest } from "./failure.js";

const WAIT = 700;
// Somebody who types without a pause is sent too, after as long as this.
const LONGEST_WAIT = 2500;
const waiting = new WeakMap();
const since = new WeakMap();
const under_way = new WeakMap();

const key = (form) => `draft:${form.dataset.person}:${form.dataset.draft}`;

function words(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  // Signing in again, in another tab too, changes the token.
  const token = freshest();
  if (token) data.set("csrfmiddlewaretoken", token);
  return new URLSearchParams(data);
}

function note(form, text) {
  const place = form.querySelector("[data-draft-note]");
  if (place && place.textContent !== text) place.textContent = text;
}

// localStorage may be full or forbidden. Then the words stay on the page, and the page says so.
function store(form, body) {
  const kept = new URLSearchParams(body);
  for (const secret of ["csrfmiddlewaretoken", "typed_by"]) kept.delete(secret);
  localStorage.setItem(key(form), kept.toString());
}

function keepHere(form, body) {
  try {
    store(form, body);
    note(form, "No connection: your words are kept on this device, and sent on when it is back.");
  } catch {
    note(form, "No connection, and nothing can be kept here. Copy your words before you leave this page.");
  }
}

async function send(form, leaving = false) {
  stopWaiting(form);
  const body = words(form);
  const control = new AbortController();
  under_way.set(form, control);
  const { signal } = control;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body, keepalive: leaving, redirect: "error", signal });
    if (answer.ok) {
      localStorage.removeItem(key(form));
      note(form, await answer.text());
    } else if (answer.status === 409) {
      // What another window kept must not be written over when the page is opened again.
      localStorage.removeItem(key(form));
      note(form, await answer.text());
    } else if (answer.status === 413) note(form, await answer.text());
    else keepHere(form, body);
  } catch {
    if (!signal.aborted) keepHere(form, body);
  }
}

function stopWaiting(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  since.delete(form);
}

// Puts words that stayed on this device into the form, where it is still as it was opened.
function restore(form) {
  const kept = localStorage.getItem(key(form));
  if (!kept || form.dataset.restored) return;
  form.dataset.restored = "yes";
  const values = new URLSearchParams(kept);
  for (const control of form.elements) {
    if (!control.name || ["hidden", "file", "submit", "button"].includes(control.type)) continue;
    if (["radio", "checkbox"].includes(control.type)) control.checked = values.getAll(control.name).includes(control.value);
    else if (values.has(control.name)) control.value = values.get(control.name);
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  note(form, "Your words were kept on this device, and are back.");
  send(form);
}

// Of somebody else who used this browser, and of updates that were given since, nothing stays.
function tidy() {
  const done = [...document.querySelectorAll("[data-draft-done]")].map((place) => `:${place.dataset.draftDone}`);
  const person = document.body.dataset.person;
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith("draft:")) continue;
    const ofAnother = person !== undefined && !name.startsWith(`draft:${person}:`);
    if (ofAnother || done.some((end) => name.endsWith(end))) localStorage.removeItem(name);
  }
}

export function drafts() {
  try {
    tidy();
    document.querySelectorAll("form[data-draft]").forEach(restore);
  } catch {
    // Storage is forbidden in this browser. The server keeps drafts all the same.
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.draft) return;
  try {
    store(form, words(form));
  } catch {
    // Without storage the server alone keeps the words.
  }
  clearTimeout(waiting.get(form));
  if (!since.has(form)) since.set(form, Date.now());
  const left = Math.min(WAIT, Math.max(0, since.get(form) + LONGEST_WAIT - Date.now()));
  waiting.set(form, setTimeout(() => send(form), left));
});

// Given: what is still waiting or under way must not come back as a draft. Signed out: nothing stays on the device.
document.addEventListener("submit", (event) => {
  const form = event.target;
  stopWaiting(form);
  under_way.get(form)?.abort();
  if (form.getAttribute("action")?.includes("/sign-out/")) {
    for (const name of Object.keys(localStorage)) if (name.startsWith("draft:")) localStorage.removeItem(name);
  }
});

window.addEventListener("pagehide", () => {
  document.querySelectorAll("form[data-draft]").forEach((form) => waiting.has(form) && send(form, true));
});

window.addEventListener("online", () => {
  document.querySelectorAll("form[data-draft]").forEach((form) => localStorage.getItem(key(form)) && send(form));
});
