// When a request of htmx fails the words stay in the form, and a message above it says why and what to do.
// Answers that htmx puts into the page (a form with its errors: 409, 422) need no message.

const SHOWN_ANYWAY = [409, 422];
const TEMPLATES = { 401: "request-signed-out", 403: "request-refused" };

export function reportFailure(event) {
  const context = event.detail?.ctx;
  const status = context?.response?.status;
  if (SHOWN_ANYWAY.includes(status)) return;
  const source = context?.sourceElement;
  const place = source?.closest("form") ?? (source?.matches("[hx-trigger*='every']") ? null : source);
  const template = document.getElementById(TEMPLATES[status] ?? "request-failed");
  if (!place || !template) return;
  place.querySelector(":scope > .message--failure")?.remove();
  place.prepend(template.content.cloneNode(true));
  const message = place.querySelector(":scope > .message--failure");
  message.removeAttribute("data-focus");
  message.focus();
}

// Signing in again, in another tab too, changes the token that guards forms. A form opened before takes the new one.
export function freshToken(event) {
  const box = event.target.querySelector?.("input[name=csrfmiddlewaretoken]");
  const token = freshest();
  if (box && token) box.value = token;
}

export function freshest() {
  const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length);
}
