// Starts what the page holds, on load and after each htmx swap. Every page works without it.
import { CharacterCount, ErrorSummary } from "../vendor/govuk-frontend/govuk-frontend.min.js";
import { drafts } from "./draft.js";
import "./plain.js";
import "./reveal.js";
import { freshToken, reportFailure } from "./failure.js";

const parts = { "govuk-character-count": CharacterCount, "govuk-error-summary": ErrorSummary };

function startParts() {
  for (const [name, Part] of Object.entries(parts)) {
    for (const root of document.querySelectorAll(`[data-module="${name}"]:not([data-${name}-init])`)) new Part(root);
  }
}

// A message takes the focus once, so that it is read out and seen.
function focusMessage() {
  const fresh = document.querySelector("[data-focus]");
  if (!fresh) return;
  fresh.removeAttribute("data-focus");
  fresh.focus();
}

function start() {
  startParts();
  drafts();
  focusMessage();
}

// The policy of the site forbids evaluated code; this says so to htmx as well, so that no attribute can ask for it.
function refuse() {
  throw new Error("Evaluated code is switched off");
}
window.htmx?.registerExtension("no-eval", { init: (api) => api.initSecurity(null, refuse, refuse) });

// What was sent with a mistake, or to be read once more, is not sent again by the browser's Back or Reload: the page is
// then asked for anew.
if (document.querySelector(".govuk-error-summary, [data-answer]")) history.replaceState(null, "", location.href);

document.body.classList.add("govuk-frontend-supported");
document.addEventListener("submit", freshToken, true);
document.addEventListener("htmx:after:settle", start);
document.addEventListener("htmx:response:error", reportFailure);
document.addEventListener("htmx:error", reportFailure);
start();
