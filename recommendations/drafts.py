"""Drafts of updates: kept as somebody types, offered again, dropped when the update is given or thrown away.

A draft says nothing to anybody else, so it is no part of the history.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict

from council.roles import Roles
from recommendations import rules
from recommendations.models import Action, Draft

NEVER_KEPT = ("csrfmiddlewaretoken", "typed_by", "corrects")
FILLED_IN = ("version", "review_on")
MOST_CHARACTERS = 60_000
# An update that was not given in three months will not be.
KEPT_FOR = timedelta(days=90)


def keep(action: Action, *, by: Roles, at: datetime, typed: QueryDict) -> Draft | None:
    """Keep what somebody has typed into the form of an action, in place of what was kept before.

    A form that was emptied again is no draft, nor are words that were given meanwhile: then there is none afterwards.
    Raises PermissionDenied for somebody who does not answer for the action, ValidationError for too much.
    """
    if by.user_id is None or not rules.answers_for(by, action):
        raise PermissionDenied("You do not hold or deputise for the post of this action.")
    # No database takes a NUL, and nobody types one.
    words = {
        name: [value.replace("\0", "") for value in values] for name, values in typed.lists() if name not in NEVER_KEPT
    }
    if sum(len(value) for values in words.values() for value in values) > MOST_CHARACTERS:
        raise ValidationError("This is too long to be kept as a draft")
    if says_nothing(words) or was_given(action, by, words):
        drop(action, by)
        return None
    kept = {"words": words, "saved_at": at}
    return Draft.objects.update_or_create(person_id=by.user_id, action=action, defaults=kept)[0]


def says_nothing(words: dict[str, list[str]]) -> bool:
    """Whether nothing was typed or chosen; some boxes are filled in from the start."""
    return not any(
        value.strip() for name, values in words.items() if not name.startswith(FILLED_IN) for value in values
    )


def was_given(action: Action, by: Roles, words: dict[str, list[str]]) -> bool:
    """Whether this person's last update says just this: what they typed last may arrive after what they sent."""
    last = action.updates.order_by("given_on", "pk").last()
    said = "".join(words.get("words", [])).replace("\r\n", "\n").strip()
    return last is not None and last.given_by_id == by.user_id and bool(said) and last.words == said


def draft_of(action: Action, roles: Roles) -> Draft | None:
    """What this person has typed for an action and not given yet."""
    return Draft.objects.filter(person=roles.user_id, action=action).first()


def typed_in(draft: Draft) -> QueryDict:
    """The words of a draft as a form posts them."""
    typed = QueryDict(mutable=True)
    for name, values in draft.words.items():
        typed.setlist(name, values)
    return typed


def drop(action: Action, roles: Roles) -> None:
    """Forget what this person has typed for an action."""
    Draft.objects.filter(person=roles.user_id, action=action).delete()


def drop_old(at: datetime) -> int:
    """Forget drafts that nobody came back to; how many there were."""
    return Draft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()[0]
