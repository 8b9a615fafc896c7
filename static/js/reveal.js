// What a choice hides is not sent, nor kept in a draft: whoever changes their mind answers only for what they see.
// The stylesheet alone knows which choice shows which part. The words stay in the page, should the mind change back.

function isHidden(control, form) {
  for (let part = control.closest(".reveal"); part && form.contains(part); part = part.parentElement.closest(".reveal")) {
    if (getComputedStyle(part).display === "none") return true;
  }
  return false;
}

document.addEventListener("formdata", ({ target: form, formData }) => {
  for (const control of form.elements) {
    if (control.name && isHidden(control, form)) formData.delete(control.name);
  }
});
