"""The review in the database is the review in its file of facts, and loading it again changes nothing."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from council.models import Committee, Council, Directorate, Service
from evidence.loading import load_review, read_facts, service_named
from evidence.models import Citation, Contradiction, Paragraph, Witness
from recommendations.models import Part, Recommendation, Review, Theme, WordingDifference
from tests import factories as f

FACTS = Path(__file__).resolve().parents[2] / "fixtures" / "prevent_review.json"


@pytest.fixture
def facts() -> dict[str, Any]:
    return read_facts(FACTS)


@pytest.fixture
def loaded(db: None) -> Review:
    call_command("load_review", stdout=StringIO())
    return Review.objects.get()


def shown(slug: str = "prevent-duty") -> dict[str, Any]:
    """What show_review prints."""
    out = StringIO()
    call_command("show_review", slug, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def said(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue().strip()


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the rooms that the command fills."""
    rooms = [Council, Committee, Directorate, Service, Review, Theme, Recommendation, Part, WordingDifference]
    rooms += [Paragraph, Citation, Witness, Contradiction]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in rooms}


def test_loading_twice_changes_nothing(loaded: Review) -> None:
    Committee.objects.update(name="Scrutiny Committee")
    before = everything()
    assert said("load_review") == "Prevent Duty review was loaded already: 13 recommendations."
    assert everything() == before


@pytest.mark.django_db
def test_the_first_loading_says_what_it_did() -> None:
    assert said("load_review") == "Prevent Duty review loaded: 13 recommendations."


def test_the_review_hangs_on_the_council_and_committee_of_the_report(loaded: Review) -> None:
    assert (loaded.committee.council.name, loaded.committee.council.slug) == ("Tower Hamlets Council", "tower-hamlets")
    assert (loaded.committee.name, loaded.slug) == ("Overview and Scrutiny Committee", "prevent-duty")
    assert f"{loaded.adopted_on}" == f"{loaded.published_on}" == "2016-09-28"
    assert loaded.committee.council.illustrative_notice == ""


def test_recommendations_are_shown_as_the_file_has_them(loaded: Review, facts: dict[str, Any]) -> None:
    found = shown()["recommendations"]
    titles = {theme["number"]: theme["title"] for theme in facts["themes"]}
    assert len(found) == 13
    for row, fact in zip(found, facts["recommendations"], strict=True):
        body = fact["body"] or {"text": fact["text"], "parts": fact["parts"]}
        in_body = {part["label"]: part["text"] for part in body["parts"]}
        assert (row["number"], row["reference"]) == (fact["number"], f"R{fact['number']}")
        assert (row["title"], row["theme"]) == (fact["title"], titles[fact["theme"]])
        assert (row["text"], row["body_text"]) == (fact["text"], body["text"])
        assert [(p["label"], p["text"], p["body_text"]) for p in row["parts"]] == [
            (p["label"], p["text"], in_body[p["label"]]) for p in fact["parts"]
        ]
        assert [(d["kind"], d["summary"], d["body"], d["note"]) for d in row["differences"]] == [
            (d["kind"], d["summary"], d["body"], d["note"]) for d in fact["differences"]
        ]
        assert (row["made_at"], row["box_after"], row["argued_in"]) == (
            fact["made_at"],
            fact["box_after"],
            fact["argued_in"],
        )


def test_an_owner_stands_only_where_the_report_names_one(loaded: Review) -> None:
    assert {row["reference"]: (row["owner"], row["partner"]) for row in shown()["recommendations"]} == {
        "R1": ("Community Safety Service", None),
        "R2": ("owner to be assigned", None),
        "R3": ("Youth Service", "Community Safety Service"),
        "R4": ("Learning & Achievement Service", None),
        "R5": ("owner to be assigned", None),
        "R6": ("Learning & Achievement Service", None),
        "R7": ("owner to be assigned", None),
        "R8": ("Learning & Achievement Service", None),
        "R9": ("owner to be assigned", None),
        "R10": ("Communications Service", None),
        "R11": ("owner to be assigned", None),
        "R12": ("owner to be assigned", None),
        "R13": ("owner to be assigned", None),
    }


def test_the_parts_are_eight_and_one_of_them_has_the_partner(loaded: Review) -> None:
    parts = {row["reference"]: row["parts"] for row in shown()["recommendations"] if row["parts"]}
    assert {reference: [p["label"] for p in rows] for reference, rows in parts.items()} == {
        "R3": ["a", "b", "c"],
        "R7": ["a", "b"],
        "R11": ["a", "b", "c"],
    }
    assert [p["label"] for rows in parts.values() for p in rows if p["partner"]] == ["c"]
    assert parts["R3"][2]["partner"] == "Community Safety Service"


def test_the_body_differs_where_the_report_says_so_and_nowhere_else(loaded: Review) -> None:
    kinds = {row["reference"]: [d["kind"] for d in row["differences"]] for row in shown()["recommendations"]}
    assert {reference: found for reference, found in kinds.items() if found} == {
        "R3": ["punctuation"],
        "R5": ["punctuation"],
        "R7": ["spacing"],
        "R11": ["capital"],
        "R12": ["wording", "capital"],
        "R13": ["scope"],
    }
    for row in shown()["recommendations"]:
        texts = [(row["text"], row["body_text"]), *((p["text"], p["body_text"]) for p in row["parts"])]
        assert any(a != b for a, b in texts) is bool(row["differences"]), row["reference"]
        for difference in row["differences"]:
            assert any(difference["summary"] in a and difference["body"] in b for a, b in texts), difference


def test_everything_else_is_shown_in_the_order_of_the_report(loaded: Review, facts: dict[str, Any]) -> None:
    found = shown()
    assert (found["title"], found["adopted_on"]) == ("Prevent Duty review", "2016-09-28")
    assert [theme["title"] for theme in found["themes"]] == [
        "Safeguarding Young People",
        "Promoting Cohesion in Tower Hamlets",
        "Developing Leadership around Prevent",
    ]
    assert found["witness_groups"] == facts["witness_groups"]
    assert [len(group["witnesses"]) for group in found["witness_groups"]] == [13, 2, 1, 1, 5, 3]
    assert found["venues"] == facts["venues"]
    assert found["sessions"] == facts["sessions"]
    assert found["governance_bodies"] == facts["governance_bodies"]
    assert found["contradictions"] == facts["contradictions"]
    assert len(found["contradictions"]) == 46
    assert [(p["name"], p["role"], p["place"]) for p in found["panel"]] == [
        (p["name"], p["role"], p["place"]) for p in facts["people"]
    ]
    assert [p["part"] for p in found["panel"]] == [
        "Chair",
        "Co-opted member of the committee",
        "Co-opted member of the committee",
        "Co-opted member of the review panel",
        "Co-opted member of the review panel",
        "Co-opted member of the review panel",
        "Support officer",
    ]


def test_paragraphs_stand_with_section_heading_and_summary(loaded: Review, facts: dict[str, Any]) -> None:
    titles = {section["number"]: section["title"] for section in facts["sections"]}
    assert [
        (p.number, p.section_number, p.section_title, p.heading or None, p.summary) for p in loaded.paragraphs.all()
    ] == [(p["number"], p["section"], titles[p["section"]], p["heading"], p["summary"]) for p in facts["paragraphs"]]
    assert str(loaded.paragraphs.all()[0]) == "Paragraph 1.12"


def test_a_review_that_is_not_there_cannot_be_shown(loaded: Review) -> None:
    with pytest.raises(CommandError, match=r"No review “other”\. Load it with: manage\.py load_review"):
        shown("other")


@pytest.mark.django_db
def test_a_loading_that_breaks_half_way_leaves_nothing(facts: dict[str, Any]) -> None:
    committee = f.CommitteeFactory.create()
    facts["recommendations"][12]["made_at"] = "9.99"
    with pytest.raises(KeyError):
        load_review(facts, committee, "broken")
    assert not Review.objects.exists()


@pytest.mark.django_db
def test_a_service_is_found_under_its_short_name_too_and_made_once() -> None:
    council = f.CouncilFactory.create()
    made = service_named(council, "Community Safety")
    assert made is not None
    assert (made.name, made.directorate.name) == ("Community Safety Service", "Directorate to be confirmed")
    assert service_named(council, "Community Safety Service") == made
    assert service_named(council, "Community Safety") == made
    assert (service_named(council, None), service_named(council, "")) == (None, None)


@pytest.mark.django_db
def test_a_service_of_another_council_is_another_service() -> None:
    elsewhere = f.ServiceFactory.create(name="Youth Service")
    council = f.CouncilFactory.create()
    assert service_named(council, "Youth Service") != elsewhere


@pytest.mark.django_db
def test_a_service_that_the_council_has_already_keeps_its_directorate() -> None:
    council = f.CouncilFactory.create()
    youth = f.ServiceFactory.create(name="Youth Service", directorate__council=council)
    assert service_named(council, "Youth Service") == youth
    assert Directorate.objects.filter(council=council).count() == 1
