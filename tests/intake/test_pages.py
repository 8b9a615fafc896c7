"""The pages of an import: choose, watch, decide, make; and the real report that equals the loaded facts."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from accounts.kept_words import signature
from evidence.loading import read_facts, review_as_facts
from intake import workflow
from intake.known import wordings
from intake.models import ImportedReport
from intake.states import Decision, Stage
from recommendations.models import Review
from tests import factories as f
from tests.conftest import Cast
from tests.intake.deciding import confirm_all
from tests.services import needs_source, report_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day"), pytest.mark.once]

TEXT = "The Park Review\n\nRecommendation 1: The Youth Service should open the park at six.\n\n"
TEXT += "Recommendation 2: Benches should be mended.\nThe Council should say when. They should be\n"


@pytest.fixture
def client(cast: Cast) -> Client:
    return cast.client("scrutiny")


def chosen(client: Client, cast: Cast, text: str = TEXT, **more: Any) -> Any:
    return client.post("/imports/", {"committee": cast.committee.pk, "pasted": text, **more})


def ready(client: Client, cast: Cast, text: str = TEXT) -> ImportedReport:
    chosen(client, cast, text)
    imported = ImportedReport.objects.latest("pk")
    workflow.read(imported.pk, f.noon(f.DAY))
    imported.refresh_from_db()
    return imported


def test_the_day_of_adoption_that_the_report_prints_is_filled_in(client: Client, cast: Cast) -> None:
    page = client.get(ready(client, cast, f"Adopted 12 March 2026\n\n{TEXT}").get_absolute_url()).content.decode()
    assert 'name="adopted_on_year" value="2026"' in page and 'name="adopted_on_month" value="3"' in page
    assert 'name="adopted_on_year" value="' not in client.get(ready(client, cast).get_absolute_url()).content.decode()


def test_a_pasted_text_is_read_decided_and_made(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    address = imported.get_absolute_url()
    page = client.get(address).content.decode()
    assert "Found" in page and "2 recommendations" in page
    first, second = imported.items.all()
    assert first.service == cast.service
    answer = client.post(f"{address}items/{first.pk}/decide/", {"do": "accept"})
    assert answer["Location"] == f"{address}#item-{second.pk}"
    client.post(f"{address}items/{second.pk}/decide/", {"do": "assign", "service": cast.service.pk})
    second.refresh_from_db()
    assert second.service == cast.service
    # Away, and back later: what was decided is kept.
    assert "1 of 2 confirmed" in client.get(address).content.decode()
    client.post(f"{address}items/{first.pk}/decide/", {"do": "accept"})
    client.post(f"{address}items/{second.pk}/decide/", {"do": "accept"})
    day = {"adopted_on_day": "1", "adopted_on_month": "6", "adopted_on_year": "2026"}
    made = client.post(f"{address}make/", {"title": "The park review", **day})
    review = Review.objects.get(title="The park review")
    assert made["Location"] == review.get_absolute_url()
    assert client.get(review.get_absolute_url()).status_code == 200
    assert client.get(f"/reviews/{review.slug}/evidence/").status_code == 200
    assert "A review was made of this report." in client.get(address).content.decode()


def test_what_is_missing_is_said_and_what_was_typed_is_kept(client: Client, cast: Cast) -> None:
    nothing = client.post("/imports/", {"committee": cast.committee.pk})
    assert nothing.status_code == 422 and "Choose a file, or paste the text" in nothing.content.decode()
    empty = chosen(client, cast, "kept words", report=SimpleUploadedFile("a.pdf", b""))
    assert empty.status_code == 422
    said = empty.content.decode()
    assert "The file is empty" in said and "kept words" in said
    both = chosen(client, cast, "kept words", report=SimpleUploadedFile("a.txt", TEXT.encode()))
    assert both.status_code == 422
    assert "one or the other" in both.content.decode() and "kept words" in both.content.decode()
    imported = ready(client, cast)
    page = client.post(f"{imported.get_absolute_url()}make/", {"title": "My very own title"})
    assert page.status_code == 422
    assert "My very own title" in page.content.decode() and "Enter a date" in page.content.decode()
    item = imported.items.all()[0]
    edit = client.post(f"{imported.get_absolute_url()}items/{item.pk}/", {"title": "Kept", "text": " "})
    assert edit.status_code == 422 and "A recommendation needs words" in edit.content.decode()


def test_the_same_file_again_leads_to_the_first(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    again = chosen(client, cast)
    assert again["Location"] == imported.get_absolute_url()
    assert "imported before" in client.get(again["Location"]).content.decode()


def test_another_file_of_the_same_report_is_known_by_its_words(client: Client, cast: Cast) -> None:
    first = ready(client, cast)
    again = ready(client, cast, TEXT.replace("\n\n", "\n\n\n"))
    page = client.get(again.get_absolute_url()).content.decode()
    assert f'2 of these 2 recommendations stand in the import “<a href="{first.get_absolute_url()}">' in page
    client.post(f"{first.get_absolute_url()}items/{first.items.all()[0].pk}/decide/", {"do": "drop", "because": "One"})
    confirm_all(first, cast.roles("scrutiny"))
    days = {"adopted_on_day": "1", "adopted_on_month": "6", "adopted_on_year": "2026"}
    client.post(f"{first.get_absolute_url()}make/", {"title": "The park review", **days})
    review = Review.objects.get(title="The park review")
    page = client.get(again.get_absolute_url()).content.decode()
    assert f'1 of these 2 recommendations stands in the review “<a href="{review.get_absolute_url()}">' in page
    assert "in the import" not in page


@pytest.mark.parametrize(
    ("summary", "body", "parts", "is_known"),
    [
        ("Open the park.", "", [], True),
        ("Open  the\npark", "", [], True),
        ("Close the park.", "Open the park.", [], True),
        ("Open the park.", "", [{"text": "Today"}], False),
        ("Open the", "", [{"text": "parks", "body": "park"}], True),
        ("Open parks.", "", [], False),
    ],
)
def test_a_recommendation_is_known_in_each_of_its_wordings(
    summary: str, body: str, parts: list[dict[str, str]], is_known: bool
) -> None:
    assert ("openthepark" in wordings(summary, body, parts)) is is_known


def test_progress_is_polled_until_the_page_is_another(client: Client, cast: Cast) -> None:
    chosen(client, cast)
    imported = ImportedReport.objects.get()
    address = f"{imported.get_absolute_url()}progress/"
    assert client.get(address, {"seen": imported.seen}).status_code == 204
    waiting = client.get(address, {"seen": ""}).content.decode()
    assert "Not read yet, waiting" in waiting
    workflow.read(imported.pk, f.noon(f.DAY))
    assert client.get(address, {"seen": imported.seen})["HX-Redirect"] == imported.get_absolute_url()


def test_a_file_that_was_not_read_says_why_and_offers_the_box(client: Client, cast: Cast) -> None:
    upload = SimpleUploadedFile("report.pdf", b"MZ\x90\0 not a report")
    client.post("/imports/", {"committee": cast.committee.pk, "report": upload})
    imported = ImportedReport.objects.get()
    workflow.read(imported.pk, f.noon(f.DAY))
    page = client.get(imported.get_absolute_url()).content.decode()
    assert "This file is a program, not a report." in page and "paste the text" in page


def test_a_verb_that_refuses_is_told_on_the_page(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    first = imported.items.all()[0]
    answer = client.post(f"{imported.get_absolute_url()}items/{first.pk}/decide/", {"do": "merge"}, follow=True)
    assert "R1: There is no recommendation before this one to merge it with." in answer.content.decode()
    answer = client.post(f"{imported.get_absolute_url()}items/{first.pk}/decide/", {"do": "sing"}, follow=True)
    assert "Choose what to do with it" in answer.content.decode()
    assert client.post(f"{imported.get_absolute_url()}accept/", {"least": "sure"}).status_code == 404
    assert client.post(f"{imported.get_absolute_url()}items/999/decide/", {"do": "accept"}).status_code == 404


def test_the_kept_file_is_the_one_that_was_chosen(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    kept = client.get(f"{imported.get_absolute_url()}file/")
    assert b"".join(kept.streaming_content).decode() == TEXT.strip()  # type: ignore[attr-defined]
    assert kept["Content-Disposition"].startswith("attachment")


def test_a_witness_who_is_left_out_is_not_taken_over(client: Client, cast: Cast) -> None:
    text = (Path(__file__).parent / "documents" / "01-labels-and-narrative.txt").read_text(encoding="utf-8")
    imported = ready(client, cast, text)
    assert imported.found is not None
    names = [witness["name"] for witness in imported.found["witnesses"]]
    client.post(f"{imported.get_absolute_url()}leave-out/", {"keep": [str(names.index("Imogen Farrow"))]})
    confirm_all(imported, cast.roles("scrutiny"))
    review = workflow.make_review(
        imported, by=cast.roles("scrutiny"), at=f.noon(f.DAY), title="A", adopted_on=f.DAY, published_on=None
    )
    assert [w.name for g in review.witness_groups.all() for w in g.witnesses.all()] == ["Imogen Farrow"]


def test_of_two_witnesses_of_one_name_one_can_be_left_out(client: Client, cast: Cast) -> None:
    text = (Path(__file__).parent / "documents" / "01-labels-and-narrative.txt").read_text(encoding="utf-8")
    imported = ready(client, cast, text)
    assert imported.found is not None
    imported.found["witnesses"] = [imported.found["witnesses"][0] | {"role": role} for role in ("Clerk", "Reader")]
    imported.save(update_fields=["found"])
    client.post(f"{imported.get_absolute_url()}leave-out/", {"keep": ["1"]})
    confirm_all(imported, cast.roles("scrutiny"))
    review = workflow.make_review(
        imported, by=cast.roles("scrutiny"), at=f.noon(f.DAY), title="A", adopted_on=f.DAY, published_on=None
    )
    assert [w.role for g in review.witness_groups.all() for w in g.witnesses.all()] == ["Reader"]


def test_confirming_takes_the_service_chosen_beside_it(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    first, second = imported.items.all()
    address = f"{imported.get_absolute_url()}items/"
    client.post(f"{address}{second.pk}/decide/", {"do": "accept", "service": cast.service.pk})
    second.refresh_from_db()
    assert (second.service, second.decision) == (cast.service, Decision.ACCEPTED)
    # Where nothing else was chosen, the owner stays whom the report names.
    type(first).objects.filter(pk=first.pk).update(owner="Street Team", service=None)
    assert (
        '<option value="named" selected>Street Team</option>'
        in client.get(imported.get_absolute_url()).content.decode()
    )
    client.post(f"{address}{first.pk}/decide/", {"do": "accept", "service": "named"})
    first.refresh_from_db()
    assert (first.owner, first.service, first.decision) == ("Street Team", None, Decision.ACCEPTED)


def test_an_edit_of_what_somebody_else_edited_keeps_both_in_sight(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    item = imported.items.all()[0]
    address = f"{imported.get_absolute_url()}items/{item.pk}/"
    typed = {"title": "Mine", "text": "My words.", "service": str(cast.service.pk), "version": item.version}
    workflow.edit(item, by=cast.roles("scrutiny"), to=workflow.Edited("Theirs", "Their words.", "", (), cast.service))
    answer = client.post(address, typed)
    said = answer.content.decode()
    assert answer.status_code == 409 and "Their words." in said and "My words." in said
    item.refresh_from_db()
    assert item.title == "Theirs" and f'value="{item.version}"' in said
    client.post(address, typed | {"version": item.version})
    item.refresh_from_db()
    assert item.title == "Mine"


def test_words_sent_after_the_session_ended_are_there_again(client: Client, cast: Cast) -> None:
    item = ready(client, cast).items.all()[0]
    for address, words in (
        ("/imports/", {"committee": str(cast.committee.pk), "pasted": "A long paste of mine"}),
        (f"{item.imported.get_absolute_url()}items/{item.pk}/", {"title": "My very own title", "text": "A"}),
        (f"{item.imported.get_absolute_url()}make/", {"title": "The review of mine", "adopted_on_day": "1"}),
    ):
        typed_by = signature(cast.scrutiny.pk)
        client.logout()
        assert client.post(address, words | {"typed_by": typed_by}).status_code == 302
        client.force_login(cast.scrutiny)
        said = client.get(address).content.decode()
        assert words.get("pasted", words.get("title", "")) in said and "typed_by" in said


def test_starting_again_is_asked_once(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    address = f"{imported.get_absolute_url()}start-again/"
    confirm_all(imported, cast.roles("scrutiny"))
    assert "is dropped" in client.get(address).content.decode()
    assert not imported.items.filter(decision=Decision.OPEN).exists()
    assert client.post(address)["Location"] == imported.get_absolute_url()
    assert imported.items.filter(decision=Decision.OPEN).count() == 2


def test_what_the_review_has_no_place_for_stays_to_be_read(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    imported.items.update(response="Agreed in part", due="Autumn 2026", owner="Head of Parks", service=None)
    confirm_all(imported, cast.roles("scrutiny"))
    workflow.make_review(
        imported, by=cast.roles("scrutiny"), at=f.noon(f.DAY), title="A", adopted_on=f.DAY, published_on=None
    )
    said = client.get(imported.get_absolute_url()).content.decode()
    for words in ("Agreed in part", "Autumn 2026", "Head of Parks", "What the report leaves open"):
        assert words in said


def test_a_number_that_changes_is_said(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    first, second = imported.items.all()
    assert "in the review" not in client.get(imported.get_absolute_url()).content.decode()
    type(first).objects.filter(pk=second.pk).update(number="5.2")
    said = client.get(imported.get_absolute_url()).content.decode()
    assert "as 5.2. R2 in the review" in said and "1 recommendation will have another number" in said


@needs_source
def test_the_real_report_imported_equals_the_loaded_facts(cast: Cast) -> None:
    path = report_text()
    assert path is not None
    by = cast.roles("scrutiny")
    imported = workflow.choose(cast.committee, by=by, name="r.txt", content=path.read_bytes(), at=f.noon(f.DAY))
    workflow.read(imported.pk, f.noon(f.DAY))
    imported.refresh_from_db()
    assert imported.stage == Stage.READY
    assert [i.decision for i in imported.items.all()] == [Decision.OPEN] * 13
    confirm_all(imported, by)
    facts = read_facts(Path("fixtures/prevent_review.json").resolve())["source"]
    review = workflow.make_review(
        imported, by=by, at=f.noon(f.DAY), title=facts["title"], adopted_on=f.days(-9), published_on=None
    )
    call_command("load_review", stdout=StringIO())
    told, loaded = review_as_facts_of(review), review_as_facts_of(Review.objects.get(slug="prevent-duty"))
    assert told == loaded


def review_as_facts_of(review: Review) -> dict[str, Any]:
    """What a report itself can tell: without short titles, summaries and notes, which are ours."""
    facts = review_as_facts_without_citations(review)
    return {
        "themes": facts["themes"],
        "recommendations": [
            {key: row[key] for key in ("number", "theme", "text", "body_text", "owner")}
            | {"parts": [(p["label"], p["text"], p["body_text"]) for p in row["parts"]]}
            | {"differences": [d["kind"] for d in row["differences"]]}
            | {"printed": row["box_after"]}
            for row in facts["recommendations"]
        ],
        "witness_groups": facts["witness_groups"],
        "panel": [p["name"] for p in facts["panel"] if p["place"] != "Foreword" and p["part"] != "Support officer"],
    }


def review_as_facts_without_citations(review: Review) -> dict[str, Any]:
    """The facts, with the paragraph that a report prints its box after in place of the arguments that people found."""
    for recommendation in review.recommendations.all():
        printed = recommendation.citations.get(kind="printed")
        recommendation.citations.get_or_create(paragraph=printed.paragraph, kind="concludes")
    return review_as_facts(review)


def test_a_stale_press_of_another_tab_decides_nothing(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    first, second = imported.items.all()
    address = f"{imported.get_absolute_url()}items/{first.pk}/decide/"
    seen = {"version": first.version}
    left = client.post(address, {"do": "drop", "because": "It is not ours.", **seen}, follow=True).content.decode()
    assert "R1 is left out." in left
    for stale in ({"do": "accept", "service": cast.service.pk}, {"do": "accept"}, {"do": "split"}, {"do": "assign"}):
        answer = client.post(address, stale | seen)
        assert answer.status_code == 409
        assert "was changed meanwhile, so nothing was done. It stands so now: left out" in answer.content.decode()
    first.refresh_from_db()
    assert first.decision == Decision.DROPPED
    assert second.version in client.get(imported.get_absolute_url()).content.decode()


def test_a_merge_names_the_other_says_what_became_of_the_owner_and_can_be_taken_back(
    client: Client, cast: Cast
) -> None:
    imported = ready(client, cast)
    first, second = imported.items.all()
    type(first).objects.filter(pk=first.pk).update(owner="", service=None)
    type(first).objects.filter(pk=second.pk).update(owner="Head of Parks")
    before = list(imported.items.values())
    page = client.get(imported.get_absolute_url()).content.decode()
    assert "Merge into R1" in page
    address = f"{imported.get_absolute_url()}items/"
    elsewhere = {"do": "merge", "into": second.pk}
    refused = client.post(f"{address}{second.pk}/decide/", elsewhere, follow=True).content.decode()
    assert "Another one stands before it now." in refused
    merged = client.post(f"{address}{second.pk}/decide/", {"do": "merge", "into": first.pk}, follow=True)
    said = merged.content.decode()
    assert "R2 was merged into R1" in said and "took over that of R2: Head of Parks." in said
    assert "Take it back" in said and imported.items.count() == 1
    client.post(f"{address}{first.pk}/decide/", {"do": "undo"})
    assert list(imported.items.values()) == before
    assert "Take it back" not in client.get(imported.get_absolute_url()).content.decode()
    assert (
        "nothing to take back"
        in client.post(f"{address}{first.pk}/decide/", {"do": "undo"}, follow=True).content.decode()
    )


def test_the_owner_that_is_shown_is_the_one_that_is_made(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    first, second = imported.items.all()
    type(first).objects.filter(pk=first.pk).update(owner="Highways Service", service=None)
    type(first).objects.filter(pk=second.pk).update(owner="Cabinet Member", service=None)
    page = client.get(imported.get_absolute_url()).content.decode()
    assert "Highways Service, as the report names it" in page and "; 1 names an owner." in page
    assert "To be assigned: “Cabinet Member”, whom the report names, is no service" in page


def test_a_split_is_not_taken_back_over_what_somebody_decided_since(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    second = imported.items.get(number="2")
    address = f"{imported.get_absolute_url()}items/{second.pk}/decide/"
    assert "R2 was split into R2, R3." in client.post(address, {"do": "split"}, follow=True).content.decode()
    workflow.decide(
        imported.items.get(number=""), by=cast.roles("scrutiny"), decision=Decision.DROPPED, because="Not ours."
    )
    assert "Take it back" not in client.get(imported.get_absolute_url()).content.decode()
    assert "was changed since" in client.post(address, {"do": "undo"}, follow=True).content.decode()
    assert imported.items.count() == 3


def test_a_printed_owner_and_what_was_left_out_are_told_in_the_review(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    first, second = imported.items.all()
    type(first).objects.filter(pk=first.pk).update(owner="Head of Highways", service=None)
    by = cast.roles("scrutiny")
    workflow.decide(first, by=by, decision=Decision.ACCEPTED)
    workflow.decide(second, by=by, decision=Decision.DROPPED, because="Not ours.")
    review = workflow.make_review(
        imported, by=by, at=f.noon(f.DAY), title="The park review", adopted_on=f.DAY, published_on=None
    )
    page = client.get(review.recommendations.get().get_absolute_url()).content.decode()
    assert "The report names Head of Highways; to be assigned to a service." in page
    assert "names no service" not in page
    listed = client.get(f"{review.get_absolute_url()}recommendations/").content.decode()
    assert "Left out when the report was taken over: recommendation 2 (Not ours.) of the report." in listed


def test_nothing_is_left_out_without_saying_why(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    second = imported.items.all()[1]
    address = f"{imported.get_absolute_url()}items/{second.pk}/decide/"
    said = client.post(address, {"do": "drop", "because": " "}, follow=True).content.decode()
    assert "R2: Say why it is left out, since the report prints it." in said
    assert (
        "Say in at most 300" in client.post(address, {"do": "drop", "because": "x" * 301}, follow=True).content.decode()
    )
    client.post(address, {"do": "drop", "because": "Of <another> council."})
    assert "Left out: Of &lt;another&gt; council." in client.get(imported.get_absolute_url()).content.decode()
    client.post(address, {"do": "open"})
    second.refresh_from_db()
    assert (second.decision, second.left_out_because) == (Decision.OPEN, "")


def test_what_the_report_leaves_open_is_settled_in_words(client: Client, cast: Cast) -> None:
    answers = "\n| No. | Response | Lead officer |\n|---|---|---|\n| 9 | Accepted | Head of Parks |\n"
    imported = ready(client, cast, TEXT.replace("They should be\n", "\n") + answers)
    assert imported.found is not None
    asked = [row["asks"] for row in imported.found["questions"]]
    place = next(at for at, asks in enumerate(asked) if "no recommendation of that number" in asks)
    address = f"{imported.get_absolute_url()}settle/"
    for wrong in ({"place": "99", "words": "So."}, {"place": "x", "words": "So."}):
        assert "no such question" in client.post(address, wrong, follow=True).content.decode()
    said = client.post(address, {"place": place, "words": "It answers  the 2019 review."}, follow=True).content.decode()
    assert "It answers the 2019 review." in said and "Open it again" in said
    assert "The question is open." in client.post(address, {"place": place}, follow=True).content.decode()
    client.post(address, {"place": place, "words": "Settled."})
    workflow.start_again(imported, by=cast.roles("scrutiny"))
    imported.refresh_from_db()
    assert imported.settled == {}


def test_what_was_edited_is_told_as_edited_beside_the_printed_words(client: Client, cast: Cast) -> None:
    imported = ready(client, cast)
    first = imported.items.get(number="1")
    by, to = cast.roles("scrutiny"), workflow.Edited("Earlier", "Open the park at five.", "", (), cast.service)
    workflow.edit(first, by=by, to=to)
    confirm_all(imported, by)
    decided = client.get(imported.get_absolute_url()).content.decode()
    assert "Confirmed, edited" in decided
    adopted = {"adopted_on_day": "1", "adopted_on_month": "6", "adopted_on_year": "2026"}
    sent = {f"sent_to_executive_on_{what}": value for what, value in (("day", "3"), ("month", "6"), ("year", "2026"))}
    make = {"title": "The park review", **adopted, **sent}
    early = client.post(f"{imported.get_absolute_url()}make/", make | {"sent_to_executive_on_month": "5"})
    assert early.status_code == 422 and "cannot be sent before it is adopted" in early.content.decode()
    said = client.post(f"{imported.get_absolute_url()}make/", make, follow=True).content.decode()
    assert "2 recommendations: 1 as published, and R1 edited." in said and "each as published" not in said
    assert str(Review.objects.get(title="The park review").sent_to_executive_on) == "2026-06-03"
    record = client.get(imported.get_absolute_url()).content.decode()
    assert "Confirmed, edited" in record and "The Youth Service should open the park at six." in record
