"""The pages of help: their words are those of the site, and a PDF is made by a worker alone."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from council.models import Meeting, Membership
from council.roles import Roles, roles_of
from guides import papers, tasks, views
from guides.first_steps import first_steps
from guides.people import Guide, guides_of
from recommendations.models import Action
from tests import factories as f
from tests.conftest import Cast

ROOT = Path(__file__).resolve().parents[2]


def words_of_the_site() -> str:
    """Every word of the site's templates and labels, but for those of the guides."""
    templates = [p for p in (ROOT / "templates").rglob("*.html") if p.parent.name != "guides"]
    rooms = ("council", "recommendations", "evidence", "reminders", "reports", "intake", "scrutiny")
    sources = [p for room in rooms for p in (ROOT / room).rglob("*.py")]
    return " ".join(p.read_text(encoding="utf-8") for p in [*templates, *sources])


@pytest.mark.once
def test_a_guide_names_nothing_that_the_site_does_not_show() -> None:
    site = words_of_the_site()
    named = {
        label.rstrip(".:")
        for guide in Guide
        for label in re.findall(r"<b>([^<{]+)</b>", (ROOT / "templates" / guide.template).read_text(encoding="utf-8"))
        if not label.endswith(":")
    }
    assert len(named) > 25
    assert sorted(label for label in named if label not in site) == []


@pytest.mark.once
@pytest.mark.parametrize("guide", Guide)
def test_a_guide_is_one_page_of_paper(guide: Guide, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    tasks.make_paper(guide.value)
    pages = PdfReader(io.BytesIO((tmp_path / papers.name_of(guide)).read_bytes())).pages
    assert len(pages) == 1
    assert guide.about.title in pages[0].extract_text()


@pytest.mark.usefixtures("day")
def test_the_web_process_asks_a_worker_for_the_pdf_and_shows_it_when_it_is_there(
    cast: Cast, settings: Any, tmp_path: Path, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(views, "wake", lambda task, key: asked.append((task, key)))
    client = cast.client("officer")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/help/officer/pdf/")
    assert asked == [(tasks.make_paper.name, "officer")]
    assert "The PDF is being made" in client.get(answer["Location"]).content.decode()
    assert client.get("/help/officer/paper/").status_code == 204
    file = tmp_path / papers.name_of(Guide.OFFICER)
    file.parent.mkdir()
    file.write_bytes(b"%PDF-")
    assert "Download the PDF" in client.get("/help/officer/paper/").content.decode()
    assert client.get("/help/officer/file/").getvalue() == b"%PDF-"
    # What is there is not made again.
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/help/officer/pdf/")
    assert len(asked) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("day")
def test_the_first_steps_are_ticked_as_they_are_done_and_gone_once_work_has_begun() -> None:
    committee = f.CommitteeFactory.create()
    officer = f.MembershipFactory.create(committee=committee, role=Membership.Role.SCRUTINY_OFFICER).user

    def done() -> list[bool]:
        return [step.is_done for step in first_steps(roles_of(officer, f.DAY))]

    assert done() == [True, False, False, False, False, False, False]
    Meeting.objects.create(committee=committee, held_on=f.days(90), papers_due_on=f.days(80))
    f.MembershipFactory.create(committee=committee, role=Membership.Role.CHAIR)
    assert done() == [True, True, True, False, False, False, False]
    post = f.PostFactory.create(service__directorate__council=committee.council)
    assert done() == [True, True, True, True, False, False, False]
    f.HoldingFactory.create(post=post)
    review = f.ReviewFactory.create(committee=committee)
    assert done() == [True, True, True, True, True, True, False]
    f.ActionFactory.create(recommendation__review=review)
    assert Action.objects.exists()
    assert first_steps(roles_of(officer, f.DAY)) == []


@pytest.mark.usefixtures("day")
def test_each_person_finds_their_own_guide_first(cast: Cast) -> None:
    own = {who: guides_of(roles_of(getattr(cast, who), f.DAY)) for who in ("officer", "member", "chair", "scrutiny")}
    assert own == {
        "officer": [Guide.OFFICER],
        "member": [Guide.MEMBER],
        "chair": [Guide.CHAIR],
        "scrutiny": [Guide.SCRUTINY_OFFICER],
    }
    assert guides_of(Roles(on=f.DAY)) == [Guide.READER]
    assert first_steps(roles_of(cast.member, f.DAY)) == []
