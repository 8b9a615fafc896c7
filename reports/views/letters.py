"""Letters to a witness, “You said, we did”: begun on the witness's page, read, issued, and said to be sent."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from council.middleware import Request
from council.rules import must
from council.views.pages import FormPage, answered, done, form_view
from evidence.models import Witness
from recommendations import rules
from recommendations.querysets import reviews_seen_by
from reports import letters as verbs
from reports.drafting import NOT_ALLOWED
from reports.forms import DropForm, IssueLetterForm, LetterSentForm, LetterWordsForm
from reports.freezing import thawed_letter
from reports.issuing import ReadAnother
from reports.letter_contents import LetterContents, left_out_of
from reports.models import Letter, LetterSent
from reports.views.lists import NOT_ON_COMMITTEE
from reports.views.report import changed_meanwhile, latest

WITH_REVIEW = "witness__group__review__committee__council"


def witness_or_404(request: Request, pk: int) -> Witness:
    """The witness, where this person may see the review; letters are for its committee."""
    seen = Witness.objects.filter(reviews_seen_by(request.roles, "group__review__"))
    row = get_object_or_404(seen.select_related("group__review__committee__council"), pk=pk)
    request.review = row.group.review
    if row.group.review.committee_id not in request.roles.committee_ids:
        raise PermissionDenied(NOT_ON_COMMITTEE)
    return row


def letter_or_404(request: Request, pk: int) -> Letter:
    """The letter, for its committee."""
    seen = Letter.objects.filter(
        reviews_seen_by(request.roles, "review__"), review__committee__in=list(request.roles.committee_ids)
    )
    row = get_object_or_404(seen.select_related(WITH_REVIEW, "review", "sent"), pk=pk)
    request.review = row.witness.group.review
    return row


def letter_to_write(request: Request, pk: int) -> Letter:
    """The letter, for the chair or the scrutiny officer."""
    row = letter_or_404(request, pk)
    must(rules.may_make_reports_of(request.roles, row.committee_id), NOT_ALLOWED)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: Request, pk: int) -> HttpResponse:
    """The letters to a witness; posted to, a draft is begun."""
    witness = witness_or_404(request, pk)
    refused: list[str] = []
    if request.method == "POST":
        try:
            return redirect(verbs.begin(witness, by=request.roles, at=timezone.now()))
        except ValidationError as refusal:
            refused = refusal.messages
    context = {
        "review": witness.group.review,
        "witness": witness,
        "letters": list(witness.letters.filter(dropped_on=None).select_related("sent", "begun_by")),
        "may_make": rules.may_make_reports_of(request.roles, witness.group.review.committee_id),
        "may_run": rules.runs(request.roles, witness.group.review),
        "why_not": "" if verbs.may_be_written_to(witness) else verbs.NO_CONSENT,
    }
    return render(request, "reports/letters.html", context, status=422 if refused else 200)


def said_in(letter: Letter) -> LetterContents:
    """What it says: what was frozen, or what it would say now."""
    if letter.is_issued:
        return thawed_letter(letter.frozen.get(is_issued=True))
    return verbs.contents_of(letter, timezone.localtime(timezone.now()))


@require_safe
@never_cache
def letter(request: Request, pk: int) -> HttpResponse:
    """The letter, with what can be done with it beside it."""
    row = letter_or_404(request, pk)
    contents = said_in(row)
    context: dict[str, Any] = {
        "review": row.witness.group.review,
        "letter": contents,
        "row": row,
        "sent": LetterSent.objects.filter(letter=row).first(),
        "may_make": rules.may_make_reports_of(request.roles, row.committee_id),
        "plain": render_to_string("reports/letter.txt", {"letter": contents}),
    }
    if row.dropped_on:
        return render(request, "reports/letter.html", context)
    if row.is_issued:
        context["copy"] = latest(row.frozen.get(is_issued=True))
    else:
        context["read"] = verbs.digest(contents)
        context["agreed"] = verbs.may_be_written_to(row.witness)
        context["missing"] = verbs.missing(row, contents, contents.as_at)
        context["left_out"] = left_out_of(row.witness, contents.as_at)
        context["may_run"] = rules.runs(request.roles, row.witness.group.review)
    return render(request, "reports/letter.html", context)


@require_safe
def as_text(request: Request, pk: int) -> HttpResponse:
    """The letter as plain text, to be put into an e-mail."""
    row = letter_or_404(request, pk)
    name = f'attachment; filename="{row.file_name}.txt"'
    text = render_to_string("reports/letter.txt", {"letter": said_in(row)})
    return HttpResponse(text, headers={"Content-Type": "text/plain; charset=utf-8", "Content-Disposition": name})


@form_view
def drop(request: Request, pk: int) -> HttpResponse:
    """Throw a draft away, once that is confirmed."""
    row = letter_to_write(request, pk)
    if not row.is_draft:
        return redirect(row)
    form = DropForm(request.POST if request.method == "POST" else None)

    def throw() -> HttpResponse:
        verbs.drop(row, by=request.roles)
        return done(request, "The draft was thrown away.", reverse("reports:letters", args=[row.witness_id]))

    page = FormPage(
        "Throw this draft away?",
        about(row),
        "What was written in it is thrown away too. A new draft can be begun at any time.",
        "Throw the draft away",
    )
    return answered(request, page, form, throw)


def about(row: Letter) -> tuple[str, str]:
    """Where a form about a letter leads back to."""
    return (str(row), row.get_absolute_url())


@form_view
def words(request: Request, pk: int) -> HttpResponse:
    """What the letter says first."""
    row = letter_to_write(request, pk)
    if not row.is_draft:
        return redirect(row)
    form = LetterWordsForm(request.POST if request.method == "POST" else None, initial={"words": row.words})

    def keep() -> HttpResponse:
        verbs.write(row, by=request.roles, words=form.cleaned_data["words"])
        return done(request, "Your words are in the letter.", row.get_absolute_url())

    page = FormPage("What the letter says first", about(row), button="Keep these words")
    return answered(request, page, form, keep)


@form_view
def issue(request: Request, pk: int) -> HttpResponse:
    """Confirm that a letter is sealed."""
    row = letter_to_write(request, pk)
    if not row.is_draft:
        return redirect(row)
    asked = request.GET.get("read", "") or verbs.digest(said_in(row))
    form = IssueLetterForm(request.POST if request.method == "POST" else None, initial={"read": asked})

    def seal() -> HttpResponse:
        try:
            verbs.issue(row, by=request.roles, at=timezone.now(), read=form.cleaned_data["read"])
        except ReadAnother as other:
            return changed_meanwhile(request, *about(row), other.what)
        except ValidationError:
            # Pressed twice: the first of them issued it.
            if Letter.objects.get(pk=row.pk).is_issued:
                return redirect(row)
            raise
        return done(request, "The letter is issued. Its PDF is being made.", row.get_absolute_url())

    page = FormPage(
        f"Issue the letter to {row.witness}",
        about(row),
        "Its words freeze as they are today and are never changed. The PDF is made, to be printed or sent. Nobody is "
        "written to by the tracker: you send it.",
        "Issue the letter",
    )
    return answered(request, page, form, seal, "reports/issue_letter.html")


@form_view
def sent(request: Request, pk: int) -> HttpResponse:
    """Say how the letter went out."""
    row = letter_to_write(request, pk)
    form = LetterSentForm(request.POST if request.method == "POST" else None)

    def say() -> HttpResponse:
        verbs.say_sent(row, by=request.roles, how=form.cleaned_data["how"])
        return done(request, "It is noted that the letter was sent.", row.get_absolute_url())

    lead = "It is noted with today’s date, and cannot be changed."
    if not verbs.may_be_written_to(row.witness):
        lead = f"They no longer agree to be written to. Say this only of a letter that went out before. {lead}"
    return answered(request, FormPage("Say that the letter was sent", about(row), lead, "It was sent"), form, say)
