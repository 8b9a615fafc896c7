"""The thread both ways, its pages, and who reads how to reach a witness."""

import re
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.models import User
from council.models import Committee
from council.roles import Roles
from evidence import linking, sourcing
from evidence.models import Basis, Paragraph, ParagraphExemption, Witness, WitnessContact, WitnessGroup
from evidence.threads import Ground, named_in, names_of, organisation_slug, picture, weave
from recommendations.models import Review
from tests import factories as f
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day")]

NAMED = Ground(Basis.NAME)


@pytest.fixture
def review(demonstration: Review, db: None) -> Review:
    return demonstration


@pytest.fixture
def public(review: Review) -> Client:
    type(review.committee).objects.filter(pk=review.committee_id).update(publishes=True)
    return Client()


@pytest.fixture
def member(review: Review) -> Client:
    client = Client()
    client.force_login(User.objects.get(demonstration__kind="Scrutiny member"))
    return client


def references(html: str) -> set[int]:
    """The recommendations in the headline of a page."""
    headline = re.search(r'<p class="headline">(.*?)</p>', html, re.S)
    assert headline
    return {int(n) for n in re.findall(r">R(\d+)</a>", headline[1])}


@pytest.mark.parametrize("number", range(1, 14))
def test_both_directions_agree_for_each_recommendation(review: Review, number: int) -> None:
    woven = weave(review, f.reader(review))
    row = review.recommendations.get(number=number)
    back = {w.pk for w in woven.came_from[row.pk]}
    forth = {w.pk for w in woven.witnesses if row in woven.led_to[w.pk]}
    assert back == forth
    told = {t.paragraph.pk for t in woven.tellings if t.witness.pk in back}
    assert {p.pk for p in woven.argued_in[row.pk]} & told if back else True


def test_the_pages_say_the_same_both_ways(review: Review, member: Client, public: Client) -> None:
    table = member.get(f"/reviews/{review.slug}/evidence/map/").content.decode()
    on_the_map: dict[int, set[int]] = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.S):
        if number := re.search(r">R(\d+) ", row):
            on_the_map[int(number[1])] = {int(pk) for pk in re.findall(r"/witnesses/(\d+)/", row)}
    assert sorted(on_the_map) == list(range(1, 14))
    for witness in Witness.objects.filter(group__review=review):
        page = member.get(f"/witnesses/{witness.pk}/").content.decode()
        assert references(page) == {n for n, pks in on_the_map.items() if witness.pk in pks}, witness.name
    # The report names Birmingham City Council in the paragraphs that led to Recommendation 11.
    assert len(on_the_map[11]) >= 5
    # All of that was found by name alone, so that the public reads none of it.
    shown = public.get(f"/reviews/{review.slug}/evidence/map/").content.decode()
    assert "R11 " in shown and "/witnesses/" not in shown


@pytest.mark.parametrize(
    ("name", "organisation", "words", "found"),
    [
        ("Ivo Kerr", "Birmingham City Council", "Birmingham is a city of many faiths.", ""),
        ("Ivo Kerr", "Birmingham City Council", "We went to Birmingham City Council.", "Birmingham City Council"),
        ("Student", "", "Student unions were heard.", ""),
        ("Dr Ivo Kerr", "", "What Ivo Kerr said.", "Ivo Kerr"),
        ("Ivo Kerr", "Harbour Council", "Harbour Council decides.", ""),
    ],
)
def test_a_name_is_met_in_full_and_not_in_a_part_of_it(name: str, organisation: str, words: str, found: str) -> None:
    witness = Witness(name=name, organisation=organisation)
    assert named_in(words, names_of(witness, "Harbour")) == found


def test_an_organisations_page_is_that_of_its_witnesses(review: Review, member: Client) -> None:
    page = member.get(f"/reviews/{review.slug}/organisations/birmingham-city-council/").content.decode()
    woven = weave(review, f.reader(review))
    heard = [w for w in woven.witnesses if w.organisation == "Birmingham City Council"]
    assert len(heard) == 5
    assert references(page) == {row.number for w in heard for row in woven.led_to[w.pk]}
    assert member.get(f"/reviews/{review.slug}/organisations/nobody/").status_code == 404
    assert organisation_slug("…") == "organisation"


def test_nobody_reads_how_to_reach_a_witness_but_the_scrutiny_officer(cast: Cast) -> None:
    type(cast.committee).objects.filter(pk=cast.committee.pk).update(publishes=True)
    group = WitnessGroup.objects.create(review=cast.review, name="Experts", order=0)
    witness = Witness.objects.create(
        group=group, order=0, name="Ivo Lenton", printed="Chair, Boxing Club", organisation="Boxing Club"
    )
    sourcing.record_contact(
        witness, by=cast.roles("scrutiny"), email="ivo@club.example", note="After six", consents=True
    )
    for who in ("public", "officer", "head", "member", "chair", "scrutiny"):
        page = cast.client(who).get(f"/witnesses/{witness.pk}/")
        assert page.status_code == 200
        assert ("ivo@club.example" in page.content.decode()) is (who == "scrutiny"), who
    assert cast.client("chair").post(f"/witnesses/{witness.pk}/contact/", {"email": ""}).status_code == 403
    with pytest.raises(ValidationError, match="address that they agreed"):
        sourcing.record_contact(witness, by=cast.roles("scrutiny"), email="", note="", consents=True)
    answer = cast.client("scrutiny").post(f"/witnesses/{witness.pk}/contact/", {"email": "no address"})
    assert (answer.status_code, WitnessContact.objects.get().email) == (422, "ivo@club.example")
    assert "no address" in answer.content.decode()


def linked(cast: Cast) -> tuple[Witness, Paragraph]:
    group = WitnessGroup.objects.create(review=cast.review, name="Experts", order=0)
    witness = Witness.objects.create(group=group, order=0, name="Ivo Lenton", printed="Trainer", organisation="")
    paragraph = Paragraph.objects.create(
        review=cast.review, number="1.1", order=0, section_number=1, section_title="One", summary="A trainer said so."
    )
    paragraph.citations.create(recommendation=cast.recommendation, kind="argues")
    return witness, paragraph


def test_a_person_links_a_witness_to_a_paragraph_and_it_says_who_judged(cast: Cast) -> None:
    witness, paragraph = linked(cast)
    assert weave(cast.review, cast.roles("member")).led_to[witness.pk] == []
    client = cast.client("scrutiny")
    client.post(f"/witnesses/{witness.pk}/link/", {"paragraph": [paragraph.pk, "x"], "basis": "person"})
    for address in ("link", "contact"):
        assert client.get(f"/witnesses/{witness.pk}/{address}/")["Location"] == witness.get_absolute_url()
    page = client.get(f"/witnesses/{witness.pk}/").content.decode()
    assert "A person judged so" in page and references(page) == {1}
    testimony = paragraph.testimonies.get()
    assert (testimony.linked_by, testimony.linked_on, testimony.basis) == (cast.scrutiny, f.DAY, Basis.PERSON)
    assert cast.client("chair").post(f"/witnesses/{witness.pk}/link/").status_code == 403
    with pytest.raises(PermissionDenied):
        sourcing.say_who_spoke(witness, by=cast.roles("chair"), paragraphs=[paragraph], basis=Basis.PERSON)


def test_an_exempt_paragraph_leads_nobody_from_outside_anywhere(cast: Cast) -> None:
    witness, paragraph = linked(cast)
    sourcing.say_who_spoke(witness, by=cast.roles("scrutiny"), paragraphs=[paragraph], basis=Basis.REPORT)
    ParagraphExemption.objects.create(
        subject=paragraph, paragraph=3, reason="A tender.", decided_by="Monitoring Officer",
        decided_on=f.DAY, review_on=f.days(90), recorded_by=cast.scrutiny,
    )  # fmt: skip
    assert weave(cast.review, cast.roles("officer")).led_to[witness.pk] == []
    assert weave(cast.review, cast.roles("member")).led_to[witness.pk] == [cast.recommendation]


def test_the_picture_has_a_line_for_each_pair_and_says_so_in_words(review: Review) -> None:
    woven = weave(review, Roles(on=f.DAY, council_ids=frozenset({review.committee.council_id})))
    drawn = picture(woven)
    assert len(drawn.recommendations) == 13 and len(drawn.groups) == 6
    assert len(drawn.lines) == len(set(drawn.lines)) > 0
    assert "The table says the same in words." in drawn.in_words


def test_a_line_is_broken_until_somebody_confirms_the_name_and_no_page_calls_it_more(cast: Cast) -> None:
    witness, paragraph = linked(cast)
    Paragraph.objects.filter(pk=paragraph.pk).update(summary="Ivo Lenton said so.")
    woven = weave(cast.review, cast.roles("member"))
    assert [(line.thick, line.is_whole) for line in picture(woven).lines] == [(1, False)]
    assert "Broken lines lead from 1 group of witnesses to 1 recommendation" in picture(woven).in_words
    assert "Whole lines" not in picture(woven).in_words
    assert woven.confirmed.led_to[witness.pk] == [] != woven.led_to[witness.pk]
    for address in (cast.recommendation.get_absolute_url(), f"/reviews/{cast.review.slug}/evidence/map/"):
        page = cast.client("member").get(address).content.decode()
        assert ">Ivo Lenton</a>" in page and "Found by name, not confirmed" in page, address
    assert "stroke-dasharray" in page and "A broken line: found by name alone" in page
    # Outside the council nobody reads what only a name suggests.
    Committee.objects.update(publishes=True)
    addresses = (cast.recommendation.get_absolute_url(), f"/reviews/{cast.review.slug}/evidence/map/")
    for outside, address in product((Client(), cast.client("member_elsewhere")), addresses):
        answer = outside.get(address)
        assert answer.status_code == 200 and "ound by name" not in answer.content.decode(), address
    linking.confirm_names(cast.review, by=cast.roles("scrutiny"), tellings=woven.tellings)
    drawn = picture(weave(cast.review, cast.roles("member")))
    assert [(line.thick, line.is_whole) for line in drawn.lines] == [(1, True)] and "Broken" not in drawn.in_words
    # On the day before, nobody had said so.
    assert weave(cast.review, cast.roles("member"), on=f.days(-1)).leads[witness.pk][cast.recommendation.pk] == NAMED


def test_where_a_box_is_printed_leads_nowhere_on_any_page(cast: Cast) -> None:
    witness, paragraph = linked(cast)
    paragraph.citations.update(struck_on=f.days(-1), struck_by=cast.scrutiny, struck_because="Another matter.")
    paragraph.citations.create(recommendation=cast.recommendation, kind="printed")
    Paragraph.objects.filter(pk=paragraph.pk).update(summary="Ivo Lenton said so.")
    woven = weave(cast.review, cast.roles("scrutiny"))
    assert woven.argued_in == {} and woven.led_to[witness.pk] == []
    client = cast.client("scrutiny")
    page = client.get(cast.recommendation.get_absolute_url()).content.decode()
    assert "No paragraph is linked to it yet." in page and "The report prints it at paragraph 1.1" in page
    assert "None is linked" in client.get(f"/reviews/{cast.review.slug}/evidence/map/").content.decode()
    assert "has no evidence linked yet" in client.get(f"/reviews/{cast.review.slug}/evidence/links/").content.decode()


def test_the_map_asks_as_often_for_one_witness_as_for_many(
    review: Review, public: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(14):
        public.get(f"/reviews/{review.slug}/evidence/map/")
