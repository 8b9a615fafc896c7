"""What is issued is what was read: a digest tells which parts of a draft say something else by now."""

from dataclasses import replace

import pytest

from recommendations.models import Review
from recommendations.scope import of_review
from reports import issuing
from reports.builders import build
from reports.models import Report
from reports.quarters import Period
from reports.reading import FIGURES, FOREWORD, changed, digest
from reports.states import Version
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.reports.conftest import Rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker"), pytest.mark.once]


def test_the_digest_names_what_changed_and_nothing_else(few: Review) -> None:
    said = build(of_review(few), Period(f.DAY), f.DAY)
    before = digest(said)
    assert digest(replace(said, made_on=f.days(1))) == before
    other = replace(said.blocks[1], lead="Somebody else")
    cases = {
        (FOREWORD,): replace(said, foreword="One year on."),
        (FIGURES,): replace(said, clock=replace(said.clock, sentence="All has been answered.")),
        ("R2",): replace(said, blocks=(said.blocks[0], other)),
        (FOREWORD, "R2"): replace(said, foreword="So.", blocks=(said.blocks[0], other)),
    }
    for what, now in cases.items():
        assert changed(before, digest(now), now) == what
    fewer = replace(said, blocks=said.blocks[:1])
    assert changed(before, digest(fewer), fewer) == ("the list of recommendations",)


def test_nothing_is_issued_that_says_something_else_than_was_read(cast: Cast, few: Review, rows: Rows) -> None:
    draft, chair = rows.draft(), cast.client("chair")
    page = chair.get(draft.get_absolute_url())
    url = f"/reports/{draft.pk}/issue/"
    form = chair.get(url, {"read": page.context["read"]}).context["form"]
    verbs.tell(cast.action, cast.officer, words="The second chapter is written.")
    told = chair.post(url, {"has_read": "on", "read": form.initial["read"]})
    assert told.status_code == 409
    assert "R1" in told.context["what"]
    assert Report.objects.get().is_draft
    assert not Report.objects.get().frozen.exists()
    read_again = chair.get(draft.get_absolute_url(), {"version": Version.EXEMPT}).context["read"]
    # What was opened before read otherwise: the public version is to be opened again too.
    assert chair.post(url, {"has_read": "on", "read": read_again}).status_code == 422
    chair.get(draft.get_absolute_url())
    assert chair.post(url, {"has_read": "on", "read": read_again}).status_code == 302
    assert Report.objects.get().is_issued


def test_the_chairs_words_that_were_kept_meanwhile_stop_it_too(cast: Cast, rows: Rows) -> None:
    draft, chair = rows.draft(), cast.client("chair")
    read = chair.get(draft.get_absolute_url()).context["read"]
    chair.post(f"/reports/{draft.pk}/words/foreword/keep/", {"foreword-words": "One year on."})
    with pytest.raises(issuing.ReadAnother, match=FOREWORD):
        issuing.issue(draft, by=f.roles(cast.chair), at=f.noon(f.DAY), read=read)
