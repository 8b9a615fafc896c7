"""What the set-up pages share: who may open them, and how a form is answered."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import kept_words
from accounts import workflow as accounts
from accounts.models import User
from council import workflow
from council.fields import Refusing, VerbForm
from council.forms import WhoForm
from council.middleware import Request
from council.models import Council
from council.people import welcome_of
from council.rules import must
from council.workflow import ChangedMeanwhile

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class FormPage:
    """What stands around a form: its heading, a sentence, where it leads back to, and what its button says."""

    title: str
    back: tuple[str, str]
    lead: str = ""
    button: str = "Save"
    note: str = ""
    danger: bool = False
    # The row that stands above the form, where its template shows one.
    about: Any = None


def form_view(view: View) -> View:
    """A page with a form: opened and posted to; its words outlive the end of a session, and stay their author's."""
    return kept_words.keeps_words(require_http_methods(["GET", "HEAD", "POST"])(of_its_author(view)))


def of_its_author(view: View) -> View:
    """Refuse a form that somebody else opened before this person signed in, so that nobody's words become another's."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and kept_words.is_of_another(request):
            raise PermissionDenied("Somebody else signed in since this form was opened, so nothing was recorded.")
        return view(request, *args, **kwargs)

    return cast("View", checked)


def must_set_up(request: Request) -> None:
    """Raise PermissionDenied for somebody who sets up no council."""
    must(bool(request.roles.sets_up_council_ids))


def answered(
    request: Request,
    page: FormPage,
    form: Any,
    save: Callable[[], HttpResponse],
    template: str = "council/form.html",
) -> HttpResponse:
    """The form, or what saving it leads to. A refusal stands beside its field, and nothing typed is lost."""
    assert isinstance(form, Refusing)
    status = 200
    fill_with_kept(request, form)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = save()
                kept_words.forget(request)
                return saved
            except ValidationError as refusal:
                form.refuse(refusal)
            except ChangedMeanwhile as change:
                return changed_meanwhile(request, page, form, change, template)
        if isinstance(form, VerbForm):
            form.ask_for_files_again()
    return render(request, template, {"page": page, "form": form}, status=status)


def fill_with_kept(request: Request, form: Refusing) -> None:
    """Show again what its person sent after they were signed out."""
    if request.method != "POST" and (typed := kept_words.kept(request, timezone.now())):
        form.fill(typed)


def changed_meanwhile(
    request: Request, page: FormPage, form: Any, change: ChangedMeanwhile, template: str
) -> HttpResponse:
    """Somebody saved first: what is stored now is shown, what was typed is kept, and saving again is one press away."""
    form.data = form.data.copy()
    form.data["version"] = str(change.row.version)
    stored = [name for name in form.fields if name != "version" and hasattr(change.row, name)]
    now = [(form.fields[name].label, getattr(change.row, name)) for name in stored]
    return render(request, template, {"page": page, "form": form, "now": now}, status=409)


def done(request: Request, words: str, to: str) -> HttpResponse:
    """Back to a page, which says what was done."""
    messages.success(request, words)
    return redirect(to)


def removed(
    request: Request,
    row: Any,
    kind: str,
    back: str,
    remove: Callable[[Any], None],
    *,
    change: str,
    then: str = "",
    with_it: str = "",
) -> HttpResponse:
    """Ask before a row is removed, and remove it; where it cannot be, the page says why and offers no button for it.

    ``change`` is where it is changed instead; ``then`` where its removal leads, where that is not back; ``with_it``
    says what goes with it.
    """
    words, status = str(row), 200
    if request.method != "POST":
        # A copy, because a row that was deleted has lost its key.
        refusal = workflow.refusal_of(lambda: remove(copy(row)))
    else:
        try:
            remove(row)
        except ValidationError as error:
            refusal, status = error.messages[0], 422
        else:
            return done(request, f"{words} is removed.", then or back)
    context = {"row": words, "kind": kind, "back": back, "refusal": refusal, "with_it": with_it, "change": change}
    return render(request, "council/remove.html", context, status=status)


def over(request: Request, why: str, to: str) -> HttpResponse | None:
    """Back to a page, which says why there is nothing left to do, where somebody opens a form for what is done already.

    None where there is: ``why`` is empty. Likewise where somebody sends the form, or left words in it as their session
    ended: those are shown again, with the verb's refusal.
    """
    if not why or request.method == "POST" or kept_words.kept(request, timezone.now()):
        return None
    messages.info(request, why)
    return redirect(to)


def person_of(request: Request, form: WhoForm) -> tuple[User | None, bool]:
    """The person that a form names, invited where they have no account yet; whether they are new."""
    if not form.cleaned_data["email"]:
        return None, False
    if known := form.existing():
        return known, False
    email, name = form.cleaned_data["email"], form.cleaned_data["name"]
    return accounts.invite(email=email, name=name, by=request.user, on=request.day), True


def council_of(request: Request) -> Council | None:
    """The council that this person sets up; None where they are several."""
    councils = Council.objects.filter(pk__in=request.roles.sets_up_council_ids)[:2]
    return councils[0] if len(councils) == 1 else None


def tell_of_invitation(request: Request, user: User | None, is_new: bool, at: Any) -> None:
    """Send the invitation of somebody new, after what they were invited for is stored; say so if it cannot be sent."""
    if user is None or not is_new:
        return
    try:
        accounts.send_invitation(user, at=at, of=council_of(request), welcome=welcome_of(user, request.day))
    except accounts.MailNotSent as failure:
        messages.error(request, f"{failure} You find “Send again” on the page of {user}.")
