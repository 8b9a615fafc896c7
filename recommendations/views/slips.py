"""What an address asks a page for and cannot have: said above the page, each linked to the box that it belongs to."""

from collections.abc import Iterator

from django.forms import BaseForm

from recommendations.viewing import Viewing

# Every filter that some page has, in words. One that is not on the page that is asked for is said, and not ignored.
FILTERS = {
    "review": "a review",
    "theme": "a theme",
    "service": "a lead service",
    "state": "a status",
    "response": "a response",
    "claim": "what officers say",
    "verdict": "what the committee says",
    "agreement": "claim and verdict",
    "post": "a post",
    "having": "something to look for",
    "q": "words",
    "timeliness": "timeliness",
    "moved_for": "why a target moved",
    "acting": "the service that acts",
}

Slip = dict[str, str]


def slips(view: Viewing, *forms: BaseForm, has_boxes: bool = True) -> list[Slip]:
    """What is wrong with an address: the words, and the id of the box, empty where the page has none for it."""
    found = [*of_days(view), *(slip for form in forms for slip in of_form(form))]
    if not has_boxes:
        found = [slip | {"place": ""} for slip in found]
    return [*found, *not_here(view, forms)]


def of_days(view: Viewing) -> Iterator[Slip]:
    """A day that cannot be looked at or compared with."""
    for name, words in view.errors.items():
        shown = " You see today." if name == "as_at" else ""
        yield {"words": words + shown, "place": f"view-{name.replace('_', '-')}"}


def of_form(form: BaseForm) -> Iterator[Slip]:
    """A filter whose value nobody offered."""
    for name, errors in form.errors.items():
        field = form[name]
        place = "" if field.is_hidden else field.id_for_label or ""
        yield from ({"words": f"{field.label}: {error}", "place": place} for error in errors)


def not_here(view: Viewing, forms: tuple[BaseForm, ...]) -> Iterator[Slip]:
    """A filter that other pages have, as a theme is asked for where all reviews of a committee are looked at."""
    for name, what in FILTERS.items():
        if (asked := view.asked.get(name, "").strip()) and not any(name in form.fields for form in forms):
            yield {"words": f"This page has no filter for {what}, so “{asked[:40]}” is left out.", "place": ""}
