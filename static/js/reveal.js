// Shows a part of a form only while a choice asks for it:
// <div data-reveal-field="status" data-reveal-values="delayed,paused">. A checkbox has the value "on".
// Without this script the part is always there, and the server says what is missing.

function chosen(form, name) {
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((control) => control.checked || !["radio", "checkbox"].includes(control.type))
    .map((control) => control.value);
}

function refresh(part) {
  const wanted = part.dataset.revealValues.split(",");
  part.hidden = !chosen(part.closest("form"), part.dataset.revealField).some((value) => wanted.includes(value));
}

export function reveal() {
  document.querySelectorAll("[data-reveal-field]").forEach(refresh);
}

document.addEventListener("change", (event) => {
  event.target.form?.querySelectorAll(`[data-reveal-field="${CSS.escape(event.target.name)}"]`).forEach(refresh);
});
