"""What a table of responses says, as the tracker keeps it; and what of it goes along with the review."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from intake import workflow
from intake.answers import adopted_in, answer_in, day_in, post_called, reason_in
from intake.models import ImportedReport
from recommendations.models import Action, Response, Review
from recommendations.states import ResponseKind
from tests import factories as f
from tests.conftest import Cast
from tests.intake.deciding import confirm_all

NOON = f.noon(f.DAY)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Accepted", "accepted"),
        ("Agreed. Work has begun.", "accepted"),
        ("The Executive accepts this", None),
        ("Cabinet agreed", "accepted"),
        ("Yes", "accepted"),
        ("Accepted in part: by text message", "accepted_in_part"),
        ("Partially accept", "accepted_in_part"),
        ("Agreed in principle, subject to cost", "accepted_in_principle"),
        ("Accepted, subject to funding", None),
        ("Not accepted. The cost is too high.", "rejected"),
        ("No", "rejected"),
        ("Noted", "noted_only"),
        ("Note that work began", None),
        ("Nobody has looked at it", None),
        ("Referred to the Integrated Care Board", "referred"),
        ("The park opened in May.", None),
    ],
)
def test_which_answer_words_give(words: str, kind: str | None) -> None:
    assert answer_in(words) == kind


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("31 March 2027", date(2027, 3, 31)),
        ("March 2027", date(2027, 3, 31)),
        ("by the end of Feb 2028", date(2028, 2, 29)),
        ("By 1/9/2027", date(2027, 9, 1)),
        ("Spring 2027", None),
        ("2027", None),
        ("Ongoing", None),
        ("31 June 2027", None),
        ("03/2027", None),
    ],
)
def test_which_day_words_name(words: str, day: date | None) -> None:
    assert day_in(words) == day


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Street lighting", "Adopted 12 March 2026"], date(2026, 3, 12)),
        (["Adopted by the Overview and Scrutiny Committee on 12th March 2026."], date(2026, 3, 12)),
        (["Date adopted: 12 March 2026", "Adopted 12 March 2026"], date(2026, 3, 12)),
        (["Adopted 12 March 2026", "Adopted 13 March 2026"], None),
        (["The strategy was adopted on 12 March 2019"], None),
        (["Adopted in March 2026"], None),
        (["Adopted 31 June 2026"], None),
    ],
)
def test_the_day_of_adoption_is_taken_from_a_line_of_its_own(lines: list[str], day: date | None) -> None:
    assert adopted_in(lines) == day


def test_an_answer_that_says_no_more_than_which_it_is_gives_no_reason() -> None:
    assert reason_in("Accepted.", ResponseKind.ACCEPTED) == ""
    assert reason_in("Agreed: two posts.", ResponseKind.ACCEPTED) == "Agreed: two posts."
    assert reason_in("Rejected", ResponseKind.REJECTED) == "Rejected"


@pytest.mark.django_db
def test_only_the_one_post_that_is_called_so_is_meant(cast: Cast) -> None:
    council = cast.committee.council
    title = cast.post.title
    assert post_called(council, f" {title.upper()} ") == cast.post
    assert post_called(council, f"{title} and others") is None
    f.PostFactory.create(service__directorate=cast.service.directorate, title=title)
    assert post_called(council, title) is None


TABLE = """Harbour Council
Response to the review of damp

| No. | Recommendation | Executive response | Action | Lead officer | By when |
|-----|----------------|--------------------|--------|--------------|---------|
| 1 | That every report of damp is visited. | Accepted. Two inspectors are hired. | Hire two inspectors | {post} | March 2027 |
| 2 | That tenants are told in writing. | Rejected | Send letters | {post} | March 2027 |
| 3 | That the survey asks about ventilation. | Accepted | Ask about it | Somebody else | March 2027 |
| 4 | That a register is kept. | Accepted | Keep one | {post} | March 2020 |
"""  # noqa: E501  # a row of a table is one line


def read(cast: Cast) -> ImportedReport:
    by = cast.roles("scrutiny")
    content = TABLE.format(post=cast.post.title).encode()
    imported = workflow.choose(cast.committee, by=by, name="a.txt", content=content, at=NOON)
    workflow.read(imported.pk, NOON)
    imported.refresh_from_db()
    confirm_all(imported, by)
    return imported


@pytest.mark.django_db
@pytest.mark.usefixtures("day")
def test_answers_and_actions_go_along_and_what_cannot_stays_on_the_import(cast: Cast) -> None:
    imported = read(cast)
    items = list(imported.items.all())
    assert [item.actions[0].missing(f.DAY) if item.actions else [] for item in items] == [
        [],
        [],
        ["a post"],
        ["a target date that has not passed"],
    ]
    client = cast.client("scrutiny")
    page = client.get(imported.get_absolute_url()).content.decode()
    assert "4 answers can be recorded" in page and "1 action will be agreed" in page
    make = f"{imported.get_absolute_url()}make/"
    typed = {"adopted_on_day": "1", "adopted_on_month": "6", "adopted_on_year": "2026", "title": "Damp"}
    asked = client.post(make, {**typed, "deciding_body": "Cabinet"})
    assert asked.status_code == 422 and "Enter when it was answered" in asked.content.decode()
    when = {"decided_on_day": "10", "decided_on_month": "6", "decided_on_year": "2026"}
    assert client.post(make, {**typed, **when, "deciding_body": "Cabinet"}).status_code == 302
    review = Review.objects.latest("pk")
    told = Response.objects.filter(recommendation__review=review).order_by("recommendation__number")
    assert [(r.kind, r.reason, r.deciding_body, r.decided_on) for r in told] == [
        ("accepted", "Accepted. Two inspectors are hired.", "Cabinet", date(2026, 6, 10)),
        ("rejected", "Rejected", "Cabinet", date(2026, 6, 10)),
        ("accepted", "", "Cabinet", date(2026, 6, 10)),
        ("accepted", "", "Cabinet", date(2026, 6, 10)),
    ]
    action = Action.objects.get(recommendation__review=review)
    assert (action.recommendation.number, action.title, action.post) == (1, "Hire two inspectors", cast.post)
    assert (action.original_target_on, action.agreed_on) == (date(2027, 3, 31), f.DAY)
    page = client.get(imported.get_absolute_url()).content.decode()
    assert page.count("Not agreed.") == 3 and "Recorded as rejected" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("day")
def test_answers_and_actions_are_edited_before(cast: Cast) -> None:
    imported = read(cast)
    item, by = imported.items.all()[2], cast.roles("scrutiny")

    def edited(**given: object) -> workflow.Edited:
        facts = {"title": item.title, "text": item.text, "theme": "", "parts": (), "service": None}
        return workflow.Edited(**{**facts, "action": item.action, **given})  # type: ignore[arg-type]

    with pytest.raises(ValidationError, match="today or later"):
        workflow.edit(item, by=by, to=edited(post=cast.post, target_on=f.days(-1)))
    with pytest.raises(ValidationError, match="of this council"):
        workflow.edit(item, by=by, to=edited(post=f.PostFactory.create()))
    with pytest.raises(ValidationError, match="needs the executive’s reason"):
        workflow.edit(item, by=by, to=edited(response_kind="rejected"))
    to = edited(post=cast.post, target_on=f.DAY, response="So.", response_kind="noted_only")
    row = workflow.edit(item, by=by, to=to)
    assert [action.missing(f.DAY) for action in row.actions] == [[]]
    assert (row.response, row.response_kind) == ("So.", "noted_only")


SEVERAL = """Harbour Council
Response to the review of damp

| No. | Recommendation | Executive response | Action | Lead officer | By when |
|-----|----------------|--------------------|--------|--------------|---------|
| 1 | That every report of damp is visited. | Accepted | Hire two inspectors | {post} | March 2027 |
| 1 | That every report of damp is visited. | Accepted | Buy four meters | {post} | May 2027 |
|   |   |   | Print a card | Somebody else | June 2027 |
| 2 | That tenants are told in writing. | Accepted | Send letters | {post} | March 2027 |
"""


@pytest.mark.django_db
@pytest.mark.usefixtures("day")
def test_every_action_of_a_recommendation_goes_along_that_lacks_nothing(cast: Cast) -> None:
    by, client = cast.roles("scrutiny"), cast.client("scrutiny")
    content = SEVERAL.format(post=cast.post.title).encode()
    imported = workflow.choose(cast.committee, by=by, name="a.txt", content=content, at=NOON)
    workflow.read(imported.pk, NOON)
    imported.refresh_from_db()
    item = imported.items.all()[0]
    assert [(a.text, a.missing(f.DAY)) for a in item.actions] == [
        ("Hire two inspectors", []),
        ("Buy four meters", []),
        ("Print a card", ["a post"]),
    ]
    assert "3 actions will be agreed" in client.get(imported.get_absolute_url()).content.decode()
    # Beside the words, each can be given a post and a day, or be left out.
    address = f"{imported.get_absolute_url()}items/{item.pk}/"
    first = {"action": item.action, "post": item.post_id, "title": item.title, "text": item.text}
    days = {f"target_on{at}_{part}": n for at in ("", "_2", "_3") for part, n in zip(PARTS, (31, 7, 2027), strict=True)}
    typed = first | days | {"response_kind": "accepted", "action_2": "", "action_3": "Print a card"}
    elsewhere = f.PostFactory.create()
    assert client.post(address, typed | {"post_3": elsewhere.pk}).status_code == 422
    passed = client.post(address, typed | {"post_3": cast.post.pk, "target_on_3_year": 2020})
    assert passed.status_code == 422 and "must be today or later" in passed.content.decode()
    far = client.post(address, typed | {"post_3": cast.post.pk, "target_on_3_year": 9999})
    assert far.status_code == 422 and "must be within 5 years from today" in far.content.decode()
    assert client.post(address, typed | {"post_3": cast.post.pk}).status_code == 302
    confirm_all(imported, by)
    review = workflow.make_review(imported, by=by, at=NOON, title="Damp", adopted_on=f.DAY, published_on=None)
    agreed = Action.objects.filter(recommendation__review=review).order_by("recommendation__number", "number")
    assert [(a.recommendation.number, a.title) for a in agreed] == [
        (1, "Hire two inspectors"),
        (1, "Print a card"),
        (2, "Send letters"),
    ]


PARTS = ("day", "month", "year")
