"""What led to what: said by the report or judged by a person, confirmed where a name was found, and struck."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from evidence import linking
from evidence.likely import in_the_same_part, likely_links, of_the_same_things, paragraphs_in, recommendations_in
from evidence.models import Basis, Citation, EvidenceSession, Paragraph, Witness, WitnessGroup
from evidence.models import Testimony as Told  # pytest would collect a class whose name begins with Test
from evidence.threads import Ground, weave
from evidence.views.threads import on_the_map
from recommendations.templatetags.standing import long_day
from tests import factories as f
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day")]


def paragraph(cast: Cast, number: str, words: str, **given: Any) -> Paragraph:
    order = Paragraph.objects.count()
    facts = {"section_number": int(number[0]), "section_title": f"Chapter {number[0]}", "is_verbatim": True, **given}
    return Paragraph.objects.create(review=cast.review, number=number, order=order, summary=words, **facts)


@pytest.fixture
def witness(cast: Cast) -> Witness:
    group = WitnessGroup.objects.create(review=cast.review, name="Experts", order=0)
    return Witness.objects.create(
        group=group, order=0, name="Ivo Lenton", printed="Trainer", organisation="Harbour Boxing Club"
    )


def test_the_report_says_where_and_a_person_says_who_and_when(cast: Cast, witness: Witness) -> None:
    one, two = paragraph(cast, "1.1", "Why."), paragraph(cast, "1.2", "Why else.")
    by, row = cast.roles("scrutiny"), cast.recommendation
    with pytest.raises(ValidationError, match="where the report says so"):
        linking.cite(row, by=by, sources=[one], basis=Basis.REPORT)
    with pytest.raises(ValidationError, match="at least one"):
        linking.cite(row, by=by, sources=[], basis=Basis.PERSON)
    with pytest.raises(ValidationError, match="or you judge so"):
        linking.cite(row, by=by, sources=[one], basis=Basis.NAME)
    with pytest.raises(PermissionDenied):
        linking.cite(row, by=cast.roles("chair"), sources=[one], basis=Basis.PERSON)
    elsewhere = f.RecommendationFactory.create(review=f.ReviewFactory.create(committee=cast.committee))
    with pytest.raises(ValidationError, match="of this review"):
        linking.cite(elsewhere, by=by, sources=[one], basis=Basis.PERSON)
    assert linking.cite(row, by=by, sources=[one], basis=Basis.REPORT, place="Appendix B") == 1
    assert linking.cite(row, by=by, sources=[one, two, witness], basis=Basis.PERSON) == 2
    told = [(c.source, c.basis, c.place, c.linked_by, c.linked_on) for c in Citation.objects.order_by("pk")]
    assert told == [
        (one, Basis.REPORT, "Appendix B", cast.scrutiny, f.DAY),
        (two, Basis.PERSON, "", cast.scrutiny, f.DAY),
        (witness, Basis.PERSON, "", cast.scrutiny, f.DAY),
    ]


def test_a_struck_link_leads_nowhere_stays_and_can_be_made_again(cast: Cast, witness: Witness) -> None:
    by = cast.roles("scrutiny")
    linking.cite(cast.recommendation, by=by, sources=[witness], basis=Basis.PERSON)
    assert weave(cast.review, cast.roles("member")).led_to[witness.pk] == [cast.recommendation]
    link = Citation.objects.get()
    with pytest.raises(ValidationError, match="Say why"):
        linking.strike(link, by=by, because="")
    with pytest.raises(PermissionDenied):
        linking.strike(link, by=cast.roles("chair"), because="No.")
    linking.strike(link, by=by, because="They spoke of another matter.")
    with pytest.raises(ValidationError, match="struck already"):
        linking.strike(link, by=by, because="Again.")
    assert weave(cast.review, cast.roles("member")).led_to[witness.pk] == []
    assert linking.cite(cast.recommendation, by=by, sources=[witness], basis=Basis.PERSON) == 1
    assert Citation.objects.count() == 2


@pytest.mark.parametrize("change", ["place = 'x'", "basis = 'report'", "witness_id = NULL", "struck_because = 'x'"])
def test_the_database_lets_a_link_be_struck_and_nothing_else(cast: Cast, witness: Witness, change: str) -> None:
    linking.cite(cast.recommendation, by=cast.roles("scrutiny"), sources=[witness], basis=Basis.PERSON)
    for statement in (f"UPDATE evidence_citation SET {change}", "DELETE FROM evidence_citation"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_name_is_no_word_of_the_report_until_it_is_confirmed(cast: Cast, witness: Witness) -> None:
    named = paragraph(cast, "1.1", "Harbour Boxing Club trains forty girls.")
    named.citations.create(recommendation=cast.recommendation, kind="argues")
    by = cast.roles("scrutiny")

    def how_sure() -> list[Basis]:
        return [basis for _, basis in weave(cast.review, cast.roles("member")).how_sure([witness])]

    assert how_sure() == [Basis.NAME]
    found = linking.found_by_name(cast.review, by)
    assert [(t.because, t.basis) for t in found] == [("It names Harbour Boxing Club", Basis.NAME)]
    with pytest.raises(PermissionDenied):
        linking.confirm_names(cast.review, by=cast.roles("chair"), tellings=found)
    assert linking.confirm_names(cast.review, by=by, tellings=found) == 1
    assert how_sure() == [Basis.PERSON] and linking.found_by_name(cast.review, by) == []
    linking.strike(Told.objects.get(), by=by, because="Another club of this name.")
    assert how_sure() == [] and linking.found_by_name(cast.review, by) == []


def test_a_name_that_is_struck_is_not_found_again(cast: Cast, witness: Witness) -> None:
    paragraph(cast, "1.1", "Ivo Lenton said so.").citations.create(recommendation=cast.recommendation, kind="argues")
    by = cast.roles("scrutiny")
    found = linking.found_by_name(cast.review, by)
    with pytest.raises(ValidationError, match="Say why"):
        linking.strike_names(cast.review, by=by, tellings=found, because="")
    assert linking.strike_names(cast.review, by=by, tellings=found, because="His father.") == 1
    assert weave(cast.review, by).leads[witness.pk] == {}


def test_a_session_leads_whoever_attended_to_what_it_led_to_both_ways(cast: Cast, witness: Witness) -> None:
    session = EvidenceSession.objects.create(review=cast.review, order=0, title="A visit")
    session.attendances.create(witness=witness)
    linking.cite(cast.recommendation, by=cast.roles("scrutiny"), sources=[session], basis=Basis.PERSON)
    woven = weave(cast.review, cast.roles("member"))
    assert woven.led_to[witness.pk] == [cast.recommendation]
    assert woven.came_from[cast.recommendation.pk] == [witness]
    assert on_the_map(woven, cast.recommendation)[2] == [(Ground(Basis.PERSON, f.DAY), [witness])]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("This led us to Recommendations 3, 5 to 7 and 9.", [3, 5, 6, 7, 9]),
        ("See R4, and Rec. 12 below.", [4, 12]),
        ("Recommendation 4 of the 2019 review was not met.", []),
        ("The recommendation in 2019 was another.", []),
        ("Recommendation 3.2 is of the plan.", []),
    ],
)
def test_the_reports_own_references_to_recommendations(words: str, numbers: list[int]) -> None:
    assert recommendations_in(words) == numbers


def test_the_reports_own_references_to_paragraphs() -> None:
    assert paragraphs_in("That homes are let (paragraphs 4.12 to 4.15, para 5.2 and 3.5 posts)") == [
        ("4.12", "4.15"),
        ("5.2", "5.2"),
        ("3.5", "3.5"),
    ]


def test_likely_links_are_proposed_and_what_was_struck_is_not_again(cast: Cast) -> None:
    above = paragraph(cast, "2.1", "Nobody answers the telephone.")
    box = paragraph(cast, "2.2", "It should be answered.")
    far = paragraph(cast, "3.1", "This is why Recommendation 1 was made.")
    paragraph(cast, "3.2", "The weather was fine.")
    row = cast.recommendation
    Citation.objects.create(paragraph=box, recommendation=row, kind=Citation.Kind.PRINTED)
    found = likely_links(cast.review)
    assert [(one.paragraph, one.basis, one.place) for one in found] == [
        (above, Basis.PERSON, ""),
        (box, Basis.PERSON, ""),
        (far, Basis.REPORT, "Paragraph 3.1"),
    ]
    by = cast.roles("scrutiny")
    assert linking.cite_likely(found, by=by) == 3
    linking.strike(Citation.objects.get(paragraph=above, kind="argues"), by=by, because="Another matter.")
    assert likely_links(cast.review) == []


def test_a_part_ends_where_the_box_before_it_stands_and_seldom_words_point_further() -> None:
    words = ["Bins overflow."] * 14
    words[12] = "Lamplighters in Copper Alley remember Victorian gaslamps."
    asked = {1: "Empty the bins.", 2: "Keep every Victorian gaslamp that lamplighters of Copper Alley lit."}
    no_parts = SimpleNamespace(all=list)
    rows: list[Any] = [
        SimpleNamespace(pk=n, number=n, text=text, body_text="", parts=no_parts) for n, text in asked.items()
    ]
    where = {"section_number": 1, "section_title": "One", "heading": ""}
    paragraphs: Any = [
        SimpleNamespace(pk=at, number=f"1.{at}", order=at, summary=text, **where) for at, text in enumerate(words)
    ]
    part = [(one.recommendation.number, one.paragraph.pk) for one in in_the_same_part(rows, paragraphs, {1: 2, 2: 5})]
    assert part == [(1, 2), (1, 1), (1, 0), (2, 5), (2, 4), (2, 3)]
    (told,) = of_the_same_things(rows, paragraphs)
    assert (told.recommendation.number, told.paragraph.pk) == (2, 12)
    assert "“Copper”, “lamplighters” and" in told.because


def test_the_officer_ticks_confirms_and_strikes_on_the_pages(cast: Cast, witness: Witness) -> None:
    slug, client = cast.review.slug, cast.client("scrutiny")
    named = paragraph(cast, "2.1", "Ivo Lenton told us. This led to Recommendation 1.")
    links = f"/reviews/{slug}/evidence/links/"
    page = client.get(links).content.decode()
    (key,) = re.findall(r'name="links" value="([\d-]+)" checked', page)
    assert client.post(links, {"links": key}).status_code == 302
    again = client.post(links, {"links": key})
    assert again.status_code == 422 and "meanwhile" in again.content.decode()
    names = f"/reviews/{slug}/evidence/names/"
    pair = {"pairs": f"{named.pk}-{witness.pk}"}
    refused = client.post(names, {**pair, "do": "strike"})
    assert refused.status_code == 422 and "checked" in refused.content.decode()
    assert "Say why it is struck" in refused.content.decode()
    assert "Found by name, not confirmed" in cast.client("member").get(f"/witnesses/{witness.pk}/").content.decode()
    client.post(names, {**pair, "do": "confirm"})
    page = cast.client("member").get(f"/witnesses/{witness.pk}/").content.decode()
    judged = f"A person judged so: the scrutiny officer, {long_day(f.DAY)}"
    assert "Found by name" not in page and "The report says so" not in page and judged in page
    for address in (f"/reviews/{slug}/evidence/map/", cast.recommendation.get_absolute_url()):
        told = cast.client("member").get(address).content.decode()
        assert '">Ivo Lenton</a>' in told and judged in told, address
    visit = EvidenceSession.objects.create(review=cast.review, order=0, title="A visit", when="in May")
    one = f"/reviews/{slug}/recommendations/{cast.recommendation.number}/evidence/"
    assert "A visit, in May" in client.get(one).content.decode()
    client.post(one, {"sessions": visit.pk, "basis": "person"})
    assert "A visit" in cast.client("member").get(cast.recommendation.get_absolute_url()).content.decode()
    assert f">R{cast.recommendation.number} " in cast.client("member").get(visit.get_absolute_url()).content.decode()
    asked = client.post(one, {"witnesses": witness.pk, "basis": "report", "place": ""})
    assert asked.status_code == 422 and "Say where the report says so" in asked.content.decode()
    client.post(one, {"witnesses": witness.pk, "basis": "report", "place": "Appendix B"})
    told = cast.client("member").get(cast.recommendation.get_absolute_url()).content.decode()
    assert "The report says so: Appendix B" in told and "The report says so: Paragraph 2.1" in told
    link = Citation.objects.get(witness=witness)
    client.post(f"/evidence-links/citation/{link.pk}/strike/", {"because": "It is another person."})
    told = cast.client("member").get(cast.recommendation.get_absolute_url()).content.decode()
    assert "Appendix B" not in told and "another person" not in told
    struck = client.get(f"/evidence-links/citation/{link.pk}/strike/").content.decode()
    assert "It is another person." in struck and long_day(f.DAY) in struck and "<textarea" not in struck
    assert client.post(f"/evidence-links/citation/{link.pk}/strike/", {"because": "Again."}).status_code == 409
    assert "another person" in client.get(one).content.decode()
    assert client.get(f"/evidence-links/nothing/{link.pk}/strike/").status_code == 404
