"""Every figure opens the list that it counts, and that list has as many rows."""

import csv
import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from api.keys import make_key
from api.models import Key
from council.models import Post
from council.roles import roles_of
from recommendations.figures import HAVING, QUESTIONS, TIMELINESS, Position
from recommendations.models import Review
from recommendations.sentences import headline
from recommendations.views.reviews import PARTS
from tests import factories as f
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
    "?claim=delayed",
    "?verdict=unacceptable",
    "?having=call_in",
    "?having=unanswered&as_at=2026-03-31",
]
COMMITTEE_VIEWINGS = ["", "?as_at=2026-03-31", "?review=prevent-duty&having=overdue"]


@pytest.fixture
def member(demonstration: Review) -> Client:
    client = Client()
    client.force_login(User.objects.get(demonstration__kind="Scrutiny member"))
    return client


def figures(position: Position) -> Iterator[tuple[str, int, str]]:
    """What is counted, how many, and the address of the list; nought is printed as plain text and opens nothing."""
    named = [*of_recommendations(position), *of_claims_and_dates(position), *of_actions_and_questions(position)]
    yield from (row for row in named if row[1] and row[2])


def of_recommendations(position: Position) -> Iterator[tuple[str, int, str]]:
    """Figures of recommendations."""
    yield "all", position.count, position.link()
    yield "late responses", position.late_response_figure.count, position.late_response_figure.url
    yield "disagreements", position.disagreement_figure.count, position.disagreement_figure.url
    for group in position.groups:
        yield f"strip: {group.word}", group.count, group.url
    for row in (*position.sections, *position.by_service, *position.by_response):
        yield f"table: {row.label}", row.count, row.url
        yield from ((f"table: {row.label}: {group.word}", group.count, group.url) for group in row.groups)
    for fragment in (piece for piece in headline(position) if piece.url):
        yield f"sentence: {fragment.text}", int(fragment.text.split()[0]), fragment.url
    for figure in map(position.having_figure, HAVING):
        yield f"having: {figure.url}", figure.count, figure.url


def of_claims_and_dates(position: Position) -> Iterator[tuple[str, int, str]]:
    """The table of claims and verdicts, slippage, and the reliability of dates."""
    for row in position.claims_and_verdicts:
        yield from ((f"grid: {row.label}", cell.figure.count, cell.figure.url) for cell in row.cells)
    yield "moved", position.slippage.moved.count, position.slippage.moved.url
    for line in position.slippage.by_reason:
        yield f"moved for: {line.label}", line.figure.count, line.figure.url
    for dates in position.reliability:
        yield f"first dates come: {dates.label}", dates.come.count, dates.come.url
        yield f"first dates kept: {dates.label}", dates.kept.count, dates.kept.url


def of_actions_and_questions(position: Position) -> Iterator[tuple[str, int, str]]:
    """Figures of actions and of questions."""
    yield "actions", len(position.actions), position.link("action_list")
    for figure in map(position.timely_figure, TIMELINESS):
        yield f"timely: {figure.url}", figure.count, figure.url
    for pile in position.pressing:
        yield f"agenda: {pile.title}", pile.count, pile.url
    for figure in map(position.question_figure, QUESTIONS):
        yield f"questions: {figure.url}", figure.count, figure.url


NEXT_PAGE = re.compile(r'<a rel="next" href="([^"]+)"')


def rows_of(client: Client, url: str, seen: dict[str, Any]) -> tuple[int, str]:
    """How many rows a list has on all its pages, and the words of the first."""
    if url not in seen:
        response = client.get(url)
        assert response.status_code == 200, url
        page = Page(response)
        rows = response.content.count(b'id="question-') if "/questions/" in url else page.rows
        further = NEXT_PAGE.search(response.content.decode())
        if further:
            rows += rows_of(client, url.partition("?")[0] + unescape(further[1]), seen)[0]
        seen[url] = (rows, page.text)
    found: tuple[int, str] = seen[url]
    return found


@pytest.mark.parametrize("viewing", VIEWINGS)
def test_each_figure_opens_a_list_of_as_many_rows(member: Client, viewing: str) -> None:
    position = member.get(DASHBOARD + viewing).context["position"]
    seen: dict[str, Any] = {}
    for name, count, url in figures(position):
        rows, text = rows_of(member, url, seen)
        assert rows == count, f"{name} says {count}, {url} lists {rows}"
        assert re.search(rf"\b{count} (recommendation|action|question)", text), name


@pytest.mark.parametrize("viewing", COMMITTEE_VIEWINGS)
def test_so_does_each_figure_of_the_committee(member: Client, demonstration: Review, viewing: str) -> None:
    position = member.get(f"/committees/{demonstration.committee_id}/{viewing}").context["position"]
    seen: dict[str, Any] = {}
    for name, count, url in figures(position):
        assert rows_of(member, url, seen)[0] == count, f"{name} says {count}, {url}"


def test_a_post_narrows_actions_and_figures_alike(member: Client, demonstration: Review) -> None:
    post = Post.objects.get(title="Youth Service Manager").pk
    position = member.get(f"{DASHBOARD}?post={post}").context["position"]
    assert {a.action.post_id for a in position.actions} == {post}
    seen: dict[str, Any] = {}
    for name, count, url in figures(position):
        assert rows_of(member, url, seen)[0] == count, f"{name} says {count}, {url}"


@pytest.mark.parametrize("viewing", ["", "?as_at=2026-03-31", "?having=stale", "?q=young+people"])
def test_a_file_has_the_rows_of_its_list(member: Client, viewing: str) -> None:
    for page in ("recommendations", "actions"):
        listed = rows_of(member, f"{DASHBOARD}{page}/{viewing}", {})[0]
        sheet = member.get(f"{DASHBOARD}{page}.csv{viewing}").content.decode("utf-8-sig")
        assert len(list(csv.reader(StringIO(sheet)))) == listed + 1
        book = load_workbook(BytesIO(member.get(f"{DASHBOARD}{page}.xlsx{viewing}").content))
        assert book["Rows"].max_row == listed + 1


@pytest.mark.parametrize("viewing", VIEWINGS)
def test_every_link_with_a_number_on_the_dashboard_is_one_of_the_figures(member: Client, viewing: str) -> None:
    response = member.get(DASHBOARD + viewing)
    position = response.context["position"]
    known = {url for _, _, url in figures(position)}
    lists = ("recommendations/", "actions/", "questions/")
    counted = {link for link in Page(response).links if link.partition("?")[0].endswith(lists)}
    # The menu leads to the same day's list, and counts nothing.
    menu = f"{DASHBOARD}recommendations/?as_at={position.query.get('as_at')}"
    filtered = {link for link in counted if "?" in link} - {menu}
    assert filtered <= known
    assert filtered or not position.count


def test_the_groups_of_the_strip_add_up_to_thirteen(member: Client) -> None:
    position = member.get(DASHBOARD).context["position"]
    assert sum(group.count for group in position.groups) == 13
    assert sum(row.count for row in position.by_theme) == 13
    assert sum(row.count for row in position.by_service) == 13
    assert len(position.actions) == 50


def test_the_list_of_actions_without_a_filter_is_the_whole(member: Client) -> None:
    page = Page(member.get("/reviews/prevent-duty/actions/"))
    assert rows_of(member, "/reviews/prevent-duty/actions/", {})[0] == 50
    assert "50 actions" in page.text


@pytest.mark.parametrize("part", ["services", "reliability", "timeline", "changes"])
def test_a_long_part_of_a_dashboard_has_pages_with_all_of_it(member: Client, part: str) -> None:
    position = member.get(DASHBOARD).context["position"]
    whole = {
        "services": position.by_service,
        "reliability": position.reliability,
        "timeline": position.actions,
        "changes": position.all_changes,
    }[part]
    answer = member.get(f"{DASHBOARD}?list={part}")
    assert answer.context["page"].paginator.count == len(whole)
    if part != "changes":
        assert rows_of(member, f"{DASHBOARD}?list={part}", {})[0] == len(whole)
    assert f"<h1>{PARTS[part][0]}</h1>" in answer.content.decode()


def counted(told: Any) -> Iterator[tuple[str, int]]:
    """Every figure of an answer of the API: the address of its list, and how many rows it has."""
    if isinstance(told, dict):
        if told.get("url") and "count" in told:
            yield told["url"], told["count"]
        told = list(told.values())
    if isinstance(told, list):
        for part in told:
            yield from counted(part)


@pytest.mark.parametrize("asked", ["review=prevent-duty&as_at=2026-03-31", "committee={}&having=overdue"])
def test_every_figure_of_the_api_opens_its_list(demonstration: Review, asked: str) -> None:
    person = User.objects.get(demonstration__kind="Scrutiny member")
    _, token = make_key(by=roles_of(person, f.DAY), opens=Key.Opens.READ, name="Figures")
    client, headers = Client(), {"Authorization": f"Bearer {token}"}
    told = client.get(f"/api/v1/figures?{asked.format(demonstration.committee_id)}", headers=headers).json()
    figures_told = dict(counted(told))
    assert len(figures_told) > 20
    for address, count in figures_told.items():
        opened = client.get(f"{address}&per_page=1", headers=headers)
        assert (opened.status_code, opened.json()["count"]) == (200, count), address
