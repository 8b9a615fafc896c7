"""One report: as a draft to be read, written and issued; once issued, as it was sealed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from council.middleware import Request
from council.public import open_to_the_public
from council.rules import must
from council.views.pages import FormPage, answered, done, form_view, of_its_author, over
from recommendations import rules
from recommendations.models import Recommendation
from reports import drafting, issuing, making
from reports.contents import Contents
from reports.drafting import NOT_ALLOWED, NOT_THE_CHAIR
from reports.forms import DropForm, IssueForm, SupersedeForm, words_form, words_forms
from reports.freezing import contents_of, last_issued, scope_of, thawed, words_of
from reports.frozen import as_json, sha256
from reports.lines import Names
from reports.models import Copy, Downloads, Frozen, Notice, Report
from reports.reading import digest
from reports.scripts import unprintable
from reports.states import Version

# In the session: which draft was opened, as what it read, and which versions of it.
OPENED = "opened_draft"
CHANGED_ELSEWHERE = "Changed in another window, so not saved here. “Keep these words” shows you both."


@dataclass(frozen=True)
class IssuePage(FormPage):
    """The page on which a report is sealed."""

    about: Report | None = None
    unprintable: str = ""
    has_foreword: bool = True
    unopened: tuple[tuple[str, str], ...] = ()


def report_or_404(request: Request, pk: int) -> Report:
    """The report, where this person may see it: drafts are for the committee."""
    report = get_object_or_404(Report.objects.visible_to(request.roles).for_page(), pk=pk)
    request.review = report.review
    return report


def version_asked(request: Request, report: Report) -> Version:
    """Which version is looked at: the one with exempt items is for the committee alone."""
    asked = request.GET.get("version") == Version.EXEMPT and report.committee_id in request.roles.committee_ids
    return Version.EXEMPT if asked else Version.PUBLIC


@open_to_the_public
@require_safe
@never_cache
def report(request: Request, pk: int) -> HttpResponse:
    """The whole report, with what can be done with it beside it."""
    found = report_or_404(request, pk)
    on_committee = found.committee_id in request.roles.committee_ids
    version = version_asked(request, found)
    may_make = rules.may_make_reports_of(request.roles, found.committee_id)
    context: dict[str, Any] = {
        "report": found,
        "review": found.review,
        "version": version.value,
        "on_committee": on_committee,
        "may_make": may_make,
        "list_url": list_url(found),
    }
    context |= sealed(found, version) if found.is_issued else drafted(request, found, version)
    if may_make and (read := context.get("read")):
        note_opened(request, found, version, read)
        context["unopened"] = unopened(request, found, read)
    if on_committee:
        context["copies"] = latest_copies(found)
        context["as_now"] = as_now(context["copies"], context.get("said", {}))
    elif text := context.get("frozen"):
        context["copies"] = [(Version.PUBLIC, text, latest(text))]
    return render(request, "reports/report.html", context)


def note_opened(request: Request, report: Report, version: Version, read: str) -> None:
    """Remember until sign-out that this person opened a version of a draft as it reads now; of one draft at a time."""
    before = opened_by(request, report, read)
    if version not in before:
        request.session[OPENED] = [report.pk, sha256(read), [*before, version.value]]


def opened_by(request: Request, report: Report, read: str) -> list[str]:
    """The versions of a draft that this person opened as it reads now."""
    of, said, versions = request.session.get(OPENED, (None, "", []))
    return list(versions) if (of, said) == (report.pk, sha256(read)) else []


def unopened(request: Request, report: Report, read: str) -> tuple[tuple[str, str], ...]:
    """The versions that this person has not opened as they read now, each with its page."""
    seen = opened_by(request, report, read)
    url = report.get_absolute_url()
    return tuple((of.label, f"{url}?version={of.value}") for of in Version if of.value not in seen)


def list_url(report: Report) -> str:
    """The list that it stands in."""
    if report.review:
        return reverse("reports:report_list", args=[report.review.slug])
    return reverse("reports:committee_report_list", args=[report.committee_id])


def sealed(report: Report, version: Version) -> dict[str, Any]:
    """What the page of an issued report prints: what was frozen, and nothing that is read anew."""
    frozen = report.frozen.select_related("report__review", "report__committee").get(version=version, is_issued=True)
    counts = Downloads.objects.filter(frozen__report=report).values_list("frozen__version", "count")
    return {
        "contents": thawed(frozen),
        "frozen": frozen,
        "downloads": sum(count for of, count in counts if of == version or version == Version.EXEMPT),
        "notices": notices_in_words(report),
    }


def notices_in_words(report: Report) -> str:
    """How many of the committee were told: 11 of 11 people on the committee were told by e-mail."""
    rows = list(Notice.objects.filter(report=report).values_list("sent_at", "reason"))
    sent = sum(1 for at, _ in rows if at)
    faults = sorted({reason for at, reason in rows if not at and reason})
    said = f"{sent} of {len(rows)} people on the committee were told by e-mail."
    return " ".join([said, *faults])


def drafted(request: Request, report: Report, version: Version) -> dict[str, Any]:
    """What the page of a draft prints: the report as it is now, and the chair's own boxes in their places."""
    at = timezone.localtime(timezone.now())
    if report.dropped_on or not scope_of(report, at.date()).reviews:
        return {"contents": None}
    found = contents_of(report, version, at)
    writes = rules.may_write_chairs_words(request.roles, report.committee_id)
    context: dict[str, Any] = {"contents": found, "last": last_issued(report), "writes": writes}
    # Not among exempt items: what is written stands in the public version too.
    if writes and version == Version.PUBLIC:
        context["forms"] = words_forms(found, said_in(report, found))
    return context | checks(report, found, version, at)


def said_in(report: Report, contents: Contents) -> dict[str, str]:
    """What the chair has said, by its place in the report."""
    said = {block.of.anchor: block.comment for block in contents.blocks}
    return said | {"foreword": words_of(report).foreword}


def checks(report: Report, found: Contents, version: Version, at: Any) -> dict[str, Any]:
    """What to know before it is issued."""
    both = {of: found if of == version else contents_of(report, of, at) for of in Version}
    later = at.date() > report.as_at
    texts = {of: as_json(contents) for of, contents in both.items()}
    return {
        "exempt_count": exempt_items(both[Version.EXEMPT]),
        "later": later,
        "read": digest(*both.values()),
        "said": {of: sha256(text) for of, text in texts.items()},
        "unprintable": unprintable("".join(texts.values())),
    }


def exempt_items(contents: Contents) -> int:
    """Exempt updates, proofs and questions that the version for the committee marks."""
    marks = [line.exempt for block in contents.blocks for line in block.actions]
    marks += [proof.exempt for block in contents.blocks for proof in block.proofs]
    marks += [question.exempt for question in (contents.questions.rows if contents.questions else ())]
    return sum(map(bool, marks))


def latest(frozen: Frozen) -> Copy | None:
    """The copy of a text that is made, else the last that was asked for."""
    copy = frozen.copies.for_page().best_first().first()
    return making.looked_at(copy, timezone.now()) if copy else None


def latest_copies(report: Report) -> list[tuple[Version, Frozen | None, Copy | None]]:
    """Of each version the last text that was frozen, and its last copy."""
    rows = []
    for version in Version:
        text = report.frozen.filter(version=version).select_related("report").order_by("-is_issued", "-pk").first()
        rows.append((version, text, latest(text) if text else None))
    return rows


def as_now(copies: list[tuple[Version, Frozen | None, Copy | None]], said: dict[Version, str]) -> list[Version]:
    """The versions of a draft whose last PDF says what the draft says now; ``said`` is the SHA-256 of that."""
    return [of for of, text, copy in copies if text and copy and copy.is_done and text.sha256 == said.get(of)]


def committee_report(request: Request, pk: int) -> Report:
    """A report of a committee on which this person has a role."""
    found = report_or_404(request, pk)
    if found.committee_id not in request.roles.committee_ids:
        raise PermissionDenied(NOT_ALLOWED)
    return found


@form_view
def issue(request: Request, pk: int) -> HttpResponse:
    """Confirm that a report is sealed, with what follows from it."""
    found = committee_report(request, pk)
    must(rules.may_make_reports_of(request.roles, found.committee_id), NOT_ALLOWED)
    if not found.is_draft:
        return redirect(found)
    read = request.POST.get("read", "") if request.method == "POST" else read_of(request, found)
    form = IssueForm(request.POST if request.method == "POST" else None, initial={"read": read})
    title = f"Issue report {issuing.next_number(found.committee_id)}"
    said = words_of(found)
    lacking = unprintable("".join((said.foreword, *said.comments.values())))
    back = (str(found), found.get_absolute_url())
    left = unopened(request, found, read)
    page = IssuePage(title, back, about=found, unprintable=lacking, has_foreword=bool(said.foreword), unopened=left)

    def seal() -> HttpResponse:
        try:
            seen = [Version(of) for of in opened_by(request, found, read)]
            read_now = form.cleaned_data["read"]
            issued = issuing.issue(found, by=request.roles, at=timezone.now(), read=read_now, opened=seen)
        except issuing.ReadAnother as other:
            return changed_meanwhile(request, str(found), found.get_absolute_url(), other.what)
        except ValidationError:
            # Pressed twice: the first of them issued it.
            if Report.objects.get(pk=found.pk).is_issued:
                return redirect(found)
            raise
        words = f"Report {issued.number} is issued and sealed. Its PDFs are being made, then the committee is told."
        return done(request, words, issued.get_absolute_url())

    return answered(request, page, form, seal, "reports/issue.html")


def read_of(request: Request, found: Report) -> str:
    """The digest of the draft that was read before this page was opened; of the draft as it is now without one."""
    if asked := request.GET.get("read", ""):
        return asked
    at = timezone.localtime(timezone.now())
    if request.method == "POST" or not scope_of(found, at.date()).reviews:
        return ""
    return digest(*(contents_of(found, version, at) for version in Version))


def changed_meanwhile(request: Request, about: str, url: str, what: tuple[str, ...]) -> HttpResponse:
    """Nothing was issued, because it says something else than what was read, or nothing was; what that is."""
    context = {"about": about, "url": url, "what": what}
    return render(request, "reports/changed_meanwhile.html", context, status=409)


@form_view
def drop(request: Request, pk: int) -> HttpResponse:
    """Throw a draft away, once that is confirmed."""
    found = committee_report(request, pk)
    must(rules.may_make_reports_of(request.roles, found.committee_id), NOT_ALLOWED)
    if not found.is_draft:
        return redirect(found)
    page = FormPage(
        "Throw this draft away?",
        (str(found), found.get_absolute_url()),
        "The chair’s words in it are thrown away too. A new draft of the same period can be begun at any time.",
        "Throw the draft away",
    )
    form = DropForm(request.POST if request.method == "POST" else None)

    def throw() -> HttpResponse:
        drafting.drop(found, by=request.roles)
        return done(request, "The draft was thrown away.", list_url(found))

    return answered(request, page, form, throw)


@form_view
def supersede(request: Request, pk: int) -> HttpResponse:
    """Begin the report that puts an issued one right."""
    found = committee_report(request, pk)
    must(rules.may_make_reports_of(request.roles, found.committee_id), NOT_ALLOWED)
    if back := over(request, drafting.cannot_be_superseded(found), found.get_absolute_url()):
        return back
    page = FormPage(
        f"Put {str(found).lower()} right",
        (str(found), found.get_absolute_url()),
        "An issued report is never changed. A further one is issued in its place, which says so and why; the old one "
        "stays where it is, marked as superseded.",
        "Begin the superseding report",
    )
    form = SupersedeForm(request.POST if request.method == "POST" else None)

    def begin() -> HttpResponse:
        because = form.cleaned_data["because"]
        draft = drafting.supersede(found, by=request.roles, because=because, at=timezone.now())
        return done(request, "The superseding report is begun. Issue it when it is right.", draft.get_absolute_url())

    return answered(request, page, form, begin)


def place_or_404(request: Request, pk: int, place: str) -> tuple[Report, Recommendation | None]:
    """A draft, and the recommendation on which the chair comments there; None for the foreword."""
    found = committee_report(request, pk)
    must(rules.may_write_chairs_words(request.roles, found.committee_id), NOT_THE_CHAIR)
    if place == "foreword":
        return found, None
    reviews = scope_of(found, request.day).reviews
    names = Names(found.review_id is None)
    rows = {
        names.anchor(row): row
        for row in Recommendation.objects.filter(review__in=[r.pk for r in reviews]).select_related("review")
    }
    if place not in rows:
        raise Http404("The report has no such recommendation.")
    return found, rows[place]


@require_POST
@of_its_author
def keep_words(request: Request, pk: int, place: str) -> HttpResponseBase:
    """Keep the chair's words as they are typed."""
    found, row = place_or_404(request, pk, place)
    form = words_form(place, "", request.POST)
    at = timezone.now()
    try:
        if not form.is_valid():
            raise ValidationError([str(error) for error in form.errors["words"]])
        drafting.write(found, row, by=request.roles, at=at, **form.cleaned_data)
    except drafting.OtherWindow:
        return HttpResponse(CHANGED_ELSEWHERE, status=409, content_type="text/plain")
    except ValidationError as refusal:
        return HttpResponse(" ".join(refusal.messages), status=413, content_type="text/plain")
    words = len(form.cleaned_data["words"].split())
    saved = f"Saved at {timezone.localtime(at):%H:%M}. {words} word{'' if words == 1 else 's'}."
    return HttpResponse(saved, content_type="text/plain")


@form_view
def words(request: Request, pk: int, place: str) -> HttpResponse:
    """The chair's words in one place, on a page of their own: where they are sent without JavaScript."""
    found, row = place_or_404(request, pk, place)
    if request.method != "POST" and not found.is_draft:
        return redirect(found)
    said = words_of(found)
    before = said.comments.get(row.pk, "") if row else said.foreword
    form = words_form(place, before, request.POST if request.method == "POST" else None)
    about = f"Your comment on {row.reference}" if row else "The chair’s foreword"
    form.fields["words"].label = about
    page = FormPage(about, (str(found), f"{found.get_absolute_url()}#{place}"), button="Keep these words")

    def keep() -> HttpResponse:
        try:
            drafting.write(found, row, by=request.roles, at=timezone.now(), **form.cleaned_data)
        except drafting.OtherWindow as other:
            # Both are on the page now, so keeping these again is meant.
            form.opened_on(other.words)
            stop = "" if other.words.endswith((".", "!", "?")) else "."
            both = f"{other.messages[0]}{stop} Keep these again to put yours in their place"
            raise ValidationError({"words": both}) from other
        kept = reverse("reports:keep_words", args=[found.pk, place])
        messages.success(request, "Your words are in the draft.", extra_tags=kept)
        return redirect(f"{found.get_absolute_url()}#{place}")

    return answered(request, page, form, keep)
