"""What somebody typed into a form after their session had ended: kept until they have signed in again.

Kept in the session that leads to the sign-in page, for an hour, and offered to nobody but the person who typed it.
Only words: a browser sends files once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict

View = TypeVar("View", bound=Callable[..., Any])

PARKED = "kept_words"
TYPED_BY = "typed_by"
FOR = timedelta(hours=1)
# More than any form of ours takes; a longer one was not typed by hand.
MOST_CHARACTERS = 60_000
NEVER_KEPT = ("csrfmiddlewaretoken", TYPED_BY)


def keeps_words(view: View) -> View:
    """Marks a view whose form is kept where it is sent by somebody who was signed out."""
    view.keeps_words = True  # type: ignore[attr-defined]
    return view


def signature(user_id: int) -> str:
    """Who typed a form, in a hidden box of it that nobody can write for somebody else."""
    return Signer(salt=PARKED).sign(str(user_id))


def typed_by(request: HttpRequest) -> str:
    """The id of whoever a posted form was given to; nothing where no signature of ours says so."""
    try:
        return Signer(salt=PARKED).unsign(request.POST.get(TYPED_BY, ""))
    except BadSignature:
        return ""


def is_of_another(request: HttpRequest) -> bool:
    """Whether a form was opened by somebody else than who is signed in now: in another tab, people may change."""
    by = typed_by(request)
    return bool(by) and by != str(request.user.pk)


def park(request: HttpRequest, at: datetime) -> bool:
    """Keep what was posted, for the same address. Whether it was: not where it is too long, or nobody's."""
    by = typed_by(request)
    words = {name: request.POST.getlist(name) for name in request.POST if name not in NEVER_KEPT}
    if not by or sum(len(value) for values in words.values() for value in values) > MOST_CHARACTERS:
        return False
    request.session[PARKED] = {"path": request.path, "words": words, "by": by, "until": (at + FOR).isoformat()}
    return True


def kept(request: HttpRequest, at: datetime) -> QueryDict | None:
    """What was kept for this address and this person, where an hour has not passed; None where nothing was."""
    parked: Any = request.session.get(PARKED)
    if not parked or parked["path"] != request.path or datetime.fromisoformat(parked["until"]) < at:
        return None
    if parked["by"] != str(request.user.pk):
        return None
    found = QueryDict(mutable=True)
    for name, values in parked["words"].items():
        found.setlist(name, values)
    return found


def forget(request: HttpRequest) -> None:
    """Drop what was kept for this address: it was saved, or thrown away."""
    parked: Any = request.session.get(PARKED)
    if parked and parked["path"] == request.path:
        del request.session[PARKED]
