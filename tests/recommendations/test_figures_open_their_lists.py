"""Every figure opens the list that it counts, and that list has as many rows."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from recommendations.figures import TIMELINESS, Position
from recommendations.models import Review
from recommendations.sentences import headline
from tests.pages import Page

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("day")]

DASHBOARD = "/reviews/prevent-duty/"
VIEWINGS = [
    "",
    "?as_at=2026-03-31",
    "?as_at=2025-12-31&since=2025-09-30",
    "?as_at=2025-04-01",
    "?theme=1",
    "?service=none",
    "?state=overdue",
    "?state=on_track&since=2025-09-30",
    "?response=accepted&agreement=disagree",
    "?agreement=no_verdict",
    "?q=young+people",
    "?theme=2&as_at=2026-03-31&q=community",
    "?theme=99",
]


@pytest.fixture
def member(demonstration: Review) -> Client:
    client = Client()
    client.force_login(User.objects.get(demonstration__kind="Scrutiny member"))
    return client


def figures(position: Position) -> Iterator[tuple[str, int, str]]:
    """What is counted, how many, and the address of the list."""
    yield "all", position.count, position.link()
    yield "actions", len(position.actions), position.link("action_list")
    yield "late responses", position.late_response_figure.count, position.late_response_figure.url
    yield "late responses", position.late_response_figure.count, position.late_response_figure.url
    yield "disagreements", position.disagreement_figure.count, position.disagreement_figure.url
    for group in position.groups:
        yield f"strip: {group.word}", group.count, group.url
    for row in (*position.by_theme, *position.by_service):
        yield f"table: {row.label}", row.count, row.url
        yield from ((f"table: {row.label}: {group.word}", group.count, group.url) for group in row.groups)
    for figure in map(position.timely_figure, TIMELINESS):
        yield f"timely: {figure.url}", figure.count, figure.url
    for pile in position.pressing:
        yield f"agenda: {pile.title}", pile.count, pile.url
    for fragment in (f for f in headline(position) if f.url):
        yield f"sentence: {fragment.text}", int(fragment.text.split()[0]), fragment.url


def rows_of(client: Client, url: str, seen: dict[str, Any]) -> tuple[int, str]:
    """How many rows a list has, and its words."""
    if url not in seen:
        response = client.get(url)
        assert response.status_code == 200, url
        page = Page(response)
        seen[url] = (page.rows, page.text)
    rows, text = seen[url]
    return rows, text


@pytest.mark.parametrize("viewing", VIEWINGS)
def test_each_figure_opens_a_list_of_as_many_rows(member: Client, viewing: str) -> None:
    position = member.get(DASHBOARD + viewing).context["position"]
    seen: dict[str, Any] = {}
    for name, count, url in figures(position):
        if not count:
            continue  # nought is printed as plain text
        rows, text = rows_of(member, url, seen)
        assert rows == count, f"{name} says {count}, {url} lists {rows}"
        assert f"{count} recommendation" in text or f"{count} action" in text, name


@pytest.mark.parametrize("viewing", VIEWINGS)
def test_every_link_with_a_number_on_the_dashboard_is_one_of_the_figures(member: Client, viewing: str) -> None:
    response = member.get(DASHBOARD + viewing)
    known = {url for _, count, url in figures(response.context["position"]) if count}
    lists = {link for link in Page(response).links if link.partition("?")[0].endswith(("recommendations/", "actions/"))}
    filtered = {link for link in lists if "?" in link}
    assert filtered <= known
    assert filtered or viewing in ("?theme=99",)


def test_the_groups_of_the_strip_add_up_to_thirteen(member: Client) -> None:
    position = member.get(DASHBOARD).context["position"]
    assert sum(group.count for group in position.groups) == 13
    assert sum(row.count for row in position.by_theme) == 13
    assert sum(row.count for row in position.by_service) == 13
    assert len(position.actions) == 50


def test_the_list_of_actions_without_a_filter_is_the_whole(member: Client) -> None:
    page = Page(member.get("/reviews/prevent-duty/actions/"))
    assert page.rows == 50
    assert "50 actions" in page.text
