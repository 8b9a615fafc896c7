"""Drafts: kept while somebody types, theirs alone, offered again, gone once the update is given."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import QueryDict

from recommendations import drafts
from recommendations.models import Draft
from recommendations.tasks import forget_old_drafts
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("day")

HALF = "Half of a sentence that was"


def kept(cast: Cast, person: str = "officer", **said: str) -> Draft | None:
    typed = QueryDict(mutable=True)
    typed.update({"words": HALF, **said})
    return drafts.keep(cast.action, by=cast.roles(person), at=f.noon(f.DAY), typed=typed)


def address(cast: Cast, end: str = "update/") -> str:
    return f"/actions/{cast.action.pk}/{end}"


def test_what_is_typed_is_offered_again_and_gone_once_it_is_given(cast: Cast) -> None:
    client = cast.client("officer")
    typed = {
        "words": HALF, "status": "delayed", "reason": "staffing", "ask": "on", "to_on_day": "1", "to_on_month": "12",
        "version": "1", "csrfmiddlewaretoken": "x", "typed_by": "y",
    }  # fmt: skip
    answer = client.post(address(cast, "draft/"), typed)
    assert (answer.status_code, answer.content) == (200, b"Draft kept at 12:00")
    assert set(Draft.objects.get().words) == set(typed) - {"csrfmiddlewaretoken", "typed_by"}
    page = client.get(address(cast))
    form = page.context["form"]
    assert [form[name].value() for name in ("words", "status", "reason", "ask", "to_on")] == [
        HALF, "delayed", "staffing", True, ["1", "12", None],
    ]  # fmt: skip
    text = page.content.decode()
    assert "Your draft of 17 June, 12:00 is below." in text and HALF in text
    assert "Draft kept, 17 June, 12:00" in client.get("/my-actions/").content.decode()
    given = {"status": "on_track", "words": verbs.WORDS, "version": "1"}
    assert client.post(address(cast), given).status_code == 302
    assert not Draft.objects.exists()


def test_a_later_draft_takes_the_place_of_the_earlier_one(cast: Cast) -> None:
    kept(cast)
    kept(cast, words="Something else.")
    assert Draft.objects.get().words["words"] == ["Something else."]


def test_a_draft_is_its_authors_alone(cast: Cast) -> None:
    kept(cast)
    for person in ("deputy", "head", "scrutiny", "chair", "administrator"):
        client = cast.client(person)
        for page in (address(cast), address(cast, ""), "/my-actions/"):
            assert HALF not in client.get(page, follow=True).content.decode()
    assert Draft not in admin.site._registry
    assert drafts.draft_of(cast.action, cast.roles("deputy")) is None


def test_only_those_who_answer_for_an_action_keep_drafts(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        kept(cast, "other_officer")


def test_too_much_is_not_kept_and_said_so(cast: Cast) -> None:
    answer = cast.client("officer").post(address(cast, "draft/"), {"words": "a" * 60_001})
    assert (answer.status_code, answer.content) == (413, b"This is too long to be kept as a draft")
    assert not Draft.objects.exists()


def test_what_came_since_is_said_beside_the_draft_and_saving_goes_on_from_there(cast: Cast) -> None:
    typed = QueryDict(mutable=True)
    typed.update({"words": HALF, "version": "1"})
    drafts.keep(cast.action, by=cast.roles("officer"), at=f.noon(f.days(-2)), typed=typed)
    verbs.tell(cast.action, cast.deputy, on=f.days(-1))
    page = cast.client("officer").get(address(cast))
    assert "An update came since: on track, 16 June 2026." in page.content.decode()
    assert page.context["form"]["version"].value() == 2


def test_a_draft_is_thrown_away(cast: Cast) -> None:
    kept(cast)
    page = cast.client("officer").post(address(cast, "draft/drop/"), follow=True)
    assert HALF not in page.content.decode()
    assert not Draft.objects.exists()


def test_drafts_that_nobody_comes_back_to_are_forgotten(cast: Cast) -> None:
    kept(cast)
    Draft.objects.update(saved_at=f.noon(f.days(-91)))
    kept(cast, "deputy")
    assert forget_old_drafts() == 1
    assert Draft.objects.get().person == cast.deputy


def test_a_correction_starts_from_what_it_corrects_and_not_from_a_draft(cast: Cast) -> None:
    wrong = verbs.tell(cast.action, cast.officer, on=f.days(-1))
    kept(cast)
    page = cast.client("officer").get(f"{address(cast)}?correct={wrong.pk}")
    assert page.context["form"]["words"].value() == verbs.WORDS


def test_drafts_are_no_part_of_the_history() -> None:
    assert not any("draft" in model.__name__.lower() for model in apps.get_models() if "istor" in model.__name__)


def test_what_arrives_after_it_was_given_is_no_draft(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, words=HALF)
    assert kept(cast) is None
    assert not Draft.objects.exists()


def test_a_form_that_was_emptied_again_is_no_draft(cast: Cast) -> None:
    kept(cast)
    assert kept(cast, words=" ", version="1", decided_by="", review_on_day="1") is None
    assert not Draft.objects.exists()


def test_what_no_database_takes_is_left_out(cast: Cast) -> None:
    kept(cast, words="Half\0 of it")
    assert Draft.objects.get().words["words"] == ["Half of it"]
