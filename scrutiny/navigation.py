"""What stands around every page: the council, the tabs that a person may open, who is signed in."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url

from council.addresses import address
from council.amounts import written
from council.models import Committee, Council
from council.roles import Roles
from council.written_days import read_day
from recommendations.models import Review
from recommendations.readings import REVIEW, first_review
from recommendations.slim import made
from recommendations.viewing import Viewing


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Template context of the page frame. Where no published review is at hand, the public sees the product's name."""
    roles: Roles | None = getattr(request, "roles", None)
    if roles is None:
        return {"council_name": "", "nav": [], "illustrative_notice": demonstration_notice()}
    # What the page is about, where a view has found it already; else the first review that this person may see.
    about: Review | Committee | None = getattr(request, "review", None) or getattr(request, "committee", None)
    if not request.user.is_authenticated:
        return frame(request, roles, about) | {"sign_in_url": sign_in_url(request)}
    about = about or next(iter(made(first_review(roles), REVIEW)), None)
    signed_in = {"user_label": str(request.user), "sign_out_url": address("accounts:sign_out")}
    return frame(request, roles, about) | signed_in


def frame(request: HttpRequest, roles: Roles, about: Review | Committee | None) -> dict[str, Any]:
    """What stands around a page, whoever looks at it."""
    committee = about.committee if isinstance(about, Review) else about
    council = committee.council if committee else None
    return {
        "council_name": council.name if council else "",
        "committee_name": committee.name if committee else "",
        "nav": [kept_as_at(request, tab) for tab in tabs(request.path, roles, about)],
        "nav_of": named(request, about) if about else None,
        **look(council),
        "illustrative_notice": council.illustrative_notice if council else demonstration_notice(roles),
        "footer_links": footer_links(roles),
        "search_url": search_url(request),
        **day_shown(request, about),
    }


def day_shown(request: HttpRequest, about: Review | Committee | None) -> dict[str, Any]:
    """What a page says of the day that its address asks for: that it looks at that day, why it cannot, or, where the
    page knows no other day, that it shows today."""
    view: Viewing | None = getattr(request, "viewing", None)
    if view:
        return {"as_at_banner": view.banner, "as_at_refused": view.refused}
    if "as_at" not in request.GET:
        return {}
    left = request.GET.copy()
    del left["as_at"]
    today_only = {"today_url": f"?{left.urlencode()}"}
    if about and (day := past_day(request)):
        _, dashboard = next(review_tabs(about) if isinstance(about, Review) else committee_tabs(about))
        today_only |= {"day_words": written(day), "back_url": f"{dashboard}?{urlencode({'as_at': day.isoformat()})}"}
    return {"today_only": today_only}


def past_day(request: HttpRequest) -> date | None:
    """The past day that an address asks for; None where it asks for none."""
    try:
        day = read_day(request.GET.get("as_at", ""))
    except ValueError:
        return None
    return day if hasattr(request, "day") and day < request.day else None


def look(council: Council | None) -> dict[str, str]:
    """The council's own colour and logo; nothing where it has none."""
    if council is None:
        return {}
    which: tuple[str, str | int] = (council.slug, council.look_version)
    return {
        "theme_url": address("council:style", *which) if council.colour else "",
        "logo_url": address("council:logo", *which) if council.has_logo else "",
    }


def sign_in_url(request: HttpRequest) -> str:
    """The sign-in page, which comes back to this page; empty on the pages of signing in themselves."""
    url = resolve_url(settings.LOGIN_URL)
    return "" if request.path.startswith(url) else f"{url}?{urlencode({'next': request.get_full_path()})}"


def search_url(request: HttpRequest) -> str:
    """The search; empty on its own page, which has a box already, and on the pages of signing in."""
    url = address("evidence:search")
    return "" if request.path.startswith((url, resolve_url(settings.LOGIN_URL))) else url


def demonstration_notice(roles: Roles | None = None) -> str:
    """The notice for pages of nobody's council, such as the sign-in page."""
    if not settings.DEMONSTRATION or (roles and roles.is_signed_in):
        return ""
    council = Council.objects.exclude(illustrative_notice="").first()
    return council.illustrative_notice if council else ""


def footer_links(roles: Roles) -> list[dict[str, str]]:
    """Pages that stand beside the work."""
    links = [{"label": "Help", "url": address("guides:index")}]
    links += [{"label": "What the words mean", "url": address("recommendations:words")}]
    links += [{"label": "Check a copy of a report", "url": address("reports:check")}]
    links += [{"label": "API, calendars and feeds", "url": address("api:help")}]
    if roles.council_ids:
        links.append({"label": "Plain language", "url": address("council:plain_words")})
    if roles.is_signed_in:
        links.append({"label": "Your reminders", "url": address("reminders:mine")})
    if settings.DEMONSTRATION and roles.is_signed_in:
        links.append({"label": "Outbox", "url": address("reminders:outbox")})
    links.append({"label": "Accessibility statement", "url": address("guides:accessibility")})
    return links


def tabs(path: str, roles: Roles, about: Review | Committee | None) -> list[dict[str, Any]]:
    """The main navigation: an officer's own pages first, then those of what is at hand, then the council's."""
    at_hand = review_tabs(about) if isinstance(about, Review) else committee_tabs(about)
    found = [*own_tabs(roles), *at_hand, *council_tabs(roles)]
    path = belongs_to(path, roles, about)
    here = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return [{"label": label, "url": url, "current": url == here} for label, url in found]


def named(request: HttpRequest, about: Review | Committee) -> dict[str, str]:
    """Which review the tabs belong to, if to one, and the committee whose reviews are looked at together."""
    committee = about.committee if isinstance(about, Review) else about
    url = address("recommendations:committee_dashboard", committee.pk)
    together = {"committee_url": kept_as_at(request, {"label": committee.name, "url": url})["url"]}
    if not isinstance(about, Review):
        return together
    own = kept_as_at(request, {"label": about.title, "url": about.get_absolute_url()})
    return together | {"review": about.title, "review_url": own["url"]}


def kept_as_at(request: HttpRequest, tab: dict[str, Any]) -> dict[str, Any]:
    """A link of the menu with the past day that is looked at. A page that knows today alone says so."""
    if not past_day(request):
        return tab
    return tab | {"url": f"{tab['url']}?{urlencode({'as_at': request.GET['as_at']})}"}


def own_tabs(roles: Roles) -> Iterator[tuple[str, str]]:
    """What waits for this person."""
    if roles.is_officer:
        yield "My actions", address("recommendations:my_actions")
    if roles.headed_service_ids:
        yield "My service", address("recommendations:my_service")
    elif roles.scrutiny_officer_of:
        yield "Requests for more time", address("recommendations:my_service")


def review_tabs(review: Review) -> Iterator[tuple[str, str]]:
    """The pages of the review at hand."""
    yield "Dashboard", review.get_absolute_url()
    yield "Recommendations", address("recommendations:recommendation_list", review.slug)
    yield "Evidence", address("evidence:evidence", review.slug)
    yield "Meetings", address("recommendations:meetings", review.committee_id)
    yield "Reports", address("reports:report_list", review.slug)


def committee_tabs(committee: Committee | None) -> Iterator[tuple[str, str]]:
    """The pages of the committee at hand: those of all its reviews."""
    if committee is None:
        return
    yield "Dashboard", address("recommendations:committee_dashboard", committee.pk)
    yield "Recommendations", address("recommendations:committee_recommendation_list", committee.pk)
    yield "Meetings", address("recommendations:meetings", committee.pk)
    yield "Reports", address("reports:committee_report_list", committee.pk)


def council_tabs(roles: Roles) -> Iterator[tuple[str, str]]:
    """The pages of the person's council."""
    if roles.council_ids:
        yield "Services", address("recommendations:services")
    if roles.sets_up_council_ids:
        yield "Exempt items", address("evidence:exemptions")
        yield "Set-up", address("council:index")
    if roles.scrutiny_officer_of:
        yield "Import", address("intake:imports")


def belongs_to(path: str, roles: Roles, about: Review | Committee | None) -> str:
    """The address of the tab that a page hangs under, where its own address does not say so."""
    # An action's own pages belong to the officer's desk, a request's to the head's, a report's to its review's.
    homes = {"/requests-for-more-time/": address("recommendations:my_service")}
    if roles.is_officer:
        homes["/actions/"] = address("recommendations:my_actions")
    if about:
        at_hand = review_tabs(about) if isinstance(about, Review) else committee_tabs(about)
        tab = dict(at_hand)
        homes |= {"/meetings/": tab["Meetings"], "/reports/": tab["Reports"], "/check-a-copy/": tab["Reports"]}
    if roles.sets_up_council_ids:
        homes["/hand-over/"] = address("council:index")
    return next((home for start, home in homes.items() if path.startswith(start)), path)
