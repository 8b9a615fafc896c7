"""Lists as files: the same rows, days as days, and nothing that is ever calculated."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from recommendations import workflow
from recommendations.states import Status
from recommendations.workflow import Asked
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example")', "plain"]


def rows(cast: Cast, address: str, person: str = "member") -> list[dict[str, str]]:
    answer = cast.client(person).get(f"/reviews/harbour-review/{address}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_each_row_says_what_the_page_says(cast: Cast) -> None:
    f.PartFactory.create(recommendation=cast.recommendation, label="a", text="Train the governors.")
    verbs.respond(cast.recommendation, cast.scrutiny)
    verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-3))
    (row,) = rows(cast, "recommendations.csv")
    assert row["Reference"] == "R1" and row["Recommendation"].endswith("\n(a) Train the governors.")
    assert (row["Executive’s response"], row["Officers say"], row["Where it stands"]) == (
        "Accepted", "Delayed", "Delayed",
    )  # fmt: skip
    assert (row["Last update on"], row["As at"]) == ("2026-06-14", "2026-06-17")
    (action,) = rows(cast, "actions.csv")
    assert (action["Action"], action["Reason"]) == ("1.1", "Staffing or vacancy")
    assert action["Latest words"] == verbs.WORDS


def test_a_past_day_and_filters_hold_for_files_too(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-3))
    assert rows(cast, "actions.csv?as_at=2026-06-01")[0]["Officers say"] == "Not started"
    assert rows(cast, "actions.csv?timeliness=overdue") == []
    assert rows(cast, "recommendations.csv?state=overdue") == []
    name = cast.client("member").get("/reviews/harbour-review/actions.csv?as_at=2026-06-01")["Content-Disposition"]
    assert name == 'attachment; filename="harbour-review-actions-2026-06-01.csv"'


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_typed_is_ever_calculated(cast: Cast, words: str) -> None:
    cast.action.title = words
    cast.action.save()
    (row,) = rows(cast, "actions.csv")
    assert row["What is done"] == (words if words == "plain" else f"'{words}")
    book = load_workbook(BytesIO(cast.client("member").get("/reviews/harbour-review/actions.xlsx").content))
    heads = [str(c.value) for c in book["Rows"][1]]
    cells: dict[str, Any] = dict(zip(heads, book["Rows"][2], strict=True))
    assert (cells["What is done"].value, cells["What is done"].data_type) == (words, "s")


def test_a_workbook_has_days_as_days_and_says_what_it_is(cast: Cast) -> None:
    cast.council.illustrative_notice = "Figures are illustrative."
    cast.council.save()
    answer = cast.client("member").get("/reviews/harbour-review/recommendations.xlsx?response=awaiting")
    book = load_workbook(BytesIO(answer.content))
    heads = [str(c.value) for c in book["Rows"][1]]
    row: dict[str, Any] = dict(zip(heads, book["Rows"][2], strict=True))
    assert row["As at"].is_date
    assert heads[-1] == "About these figures"
    about = {a.value: b.value for a, b in book["About"].iter_rows(max_col=2)}
    assert (about["About"], about["Only"], about["Rows"]) == ("Harbour review", "Awaiting", 1)
    assert about["About these figures"] == "Figures are illustrative."


def test_exempt_words_are_in_the_files_of_those_who_may_read_them_alone(cast: Cast) -> None:
    cast.committee.publishes = True
    cast.committee.save()
    verbs.tell(cast.action, cast.officer, on=f.days(-3), exempt=verbs.terms(on=f.days(-3)))
    assert rows(cast, "actions.csv")[0]["Exempt"] == "Exempt, paragraph 3"
    for person in ("public", "other_officer", "member_elsewhere"):
        (row,) = rows(cast, "actions.csv", person)
        assert (row["Latest words"], row["Exempt"], row["Last update on"]) == ("", "", "")


def test_the_public_is_not_told_that_there_are_questions_and_a_file_says_what_it_leaves_out(cast: Cast) -> None:
    cast.committee.publishes = True
    cast.committee.save()
    assert "Unanswered questions" in rows(cast, "recommendations.csv")[0]
    assert not [head for head in rows(cast, "recommendations.csv", "public")[0] if "uestion" in head]
    answer = cast.client("member").get("/reviews/harbour-review/actions.xlsx?timeliness=overdue")
    about = {a.value: b.value for a, b in load_workbook(BytesIO(answer.content))["About"].iter_rows(max_col=2)}
    assert about["Only"] == "Overdue"


def test_questions_are_taken_away_by_people_of_the_council_as_they_stood_on_the_day(cast: Cast) -> None:
    workflow.ask(cast.recommendation, by=f.roles(cast.member, f.days(-9)), asked=Asked("When is it done?"))
    (row,) = rows(cast, "questions.csv?question=unanswered")
    assert (row["About"], row["Question"], row["Answer"]) == ("R1", "When is it done?", "")
    assert rows(cast, "questions.csv?question=answered_late") == []
    assert rows(cast, f"questions.csv?as_at={f.days(-10)}") == []
    cast.committee.publishes = True
    cast.committee.save()
    assert cast.client("public").get("/reviews/harbour-review/questions.csv").status_code == 302
