"""What stands around every page: the council, the tabs that a person may open, who is signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from council.models import Council
from council.roles import Roles
from recommendations.models import Review


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Template context of the page frame. For somebody not signed in it holds the product's name only."""
    roles: Roles | None = getattr(request, "roles", None)
    if roles is None or not request.user.is_authenticated:
        return {"council_name": "", "nav": [], "illustrative_notice": demonstration_notice()}
    # The review of the page, where a view has found it already; else the first one that this person may see.
    review = getattr(request, "review", None) or Review.objects.visible_to(roles).for_page().first()
    council = review.committee.council if review else None
    return {
        "council_name": council.name if council else "",
        "committee_name": review.committee.name if review else "",
        "user_label": str(request.user),
        "sign_out_url": reverse("accounts:sign_out"),
        "nav": tabs(request.path, roles, review),
        "illustrative_notice": council.illustrative_notice if council else "",
        "footer_links": footer_links(),
    }


def demonstration_notice() -> str:
    """The notice for the sign-in page, where nobody's council is known yet."""
    if not settings.DEMONSTRATION:
        return ""
    council = Council.objects.exclude(illustrative_notice="").first()
    return council.illustrative_notice if council else ""


def footer_links() -> list[dict[str, str]]:
    """Pages that stand beside the work."""
    links = [{"label": "What the words mean", "url": reverse("recommendations:words")}]
    if settings.DEMONSTRATION:
        links.append({"label": "Outbox of the demonstration", "url": reverse("reminders:outbox")})
    return links


def tabs(path: str, roles: Roles, review: Review | None) -> list[dict[str, Any]]:
    """The main navigation: an officer's own pages first, then those of the review at hand."""
    found = []
    if roles.is_officer:
        found.append(("My actions", reverse("recommendations:my_actions")))
    if roles.headed_service_ids:
        found.append(("My service", reverse("recommendations:my_service")))
    elif roles.scrutiny_officer_of:
        found.append(("Requests for more time", reverse("recommendations:my_service")))
    if review:
        found += [
            ("Dashboard", review.get_absolute_url()),
            ("Recommendations", reverse("recommendations:recommendation_list", args=[review.slug])),
            ("Evidence", reverse("evidence:evidence", args=[review.slug])),
        ]
        if review.committee_id in roles.committee_ids:
            found.append(("Reports", reverse("reports:report_list", args=[review.slug])))
    # An action's own pages belong to the officer's desk, a request's to the head's.
    if path.startswith("/requests-for-more-time/"):
        path = reverse("recommendations:my_service")
    if roles.is_officer and path.startswith("/actions/"):
        path = reverse("recommendations:my_actions")
    # A report's own page belongs to the reports of its review.
    if review and path.startswith("/reports/"):
        path = reverse("reports:report_list", args=[review.slug])
    here = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return [{"label": label, "url": url, "current": url == here} for label, url in found]
