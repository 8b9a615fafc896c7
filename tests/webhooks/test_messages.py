"""What a message says, to whom: public words where the public reads them, ids alone otherwise, and never another's."""

import json
from typing import Any

import jsonschema
import pytest
from django.test import Client

from council.models import Committee
from recommendations.models import Review
from recommendations.states import VerdictKind
from reports import drafting, issuing
from reports.models import Report
from tests import factories as f
from tests import verbs
from tests.conftest import Cast, assemble
from tests.webhooks.conftest import decide, send, wish
from tests.webhooks.receiver import Receiver
from webhooks import delivery, workflow
from webhooks.models import Delivery, Endpoint

pytestmark = pytest.mark.usefixtures("day")


def issued(cast: Cast, review: Review | None = None) -> Report:
    """A report as the chair issues it."""
    row = Report.objects.create(
        committee=cast.committee, review=review, as_at=f.days(-1), begun_by=cast.chair, begun_at=f.noon(f.DAY)
    )
    return issuing.issue(row, by=cast.roles("chair"), at=f.noon(f.DAY))


def bodies(receiver: Receiver) -> list[Any]:
    """What came."""
    return [json.loads(one.body) for one in receiver.came]


def publish(cast: Cast, *, is_public: bool = True) -> None:
    """Let the public read what the committee publishes, or no more."""
    Committee.objects.filter(pk=cast.committee.pk).update(publishes=is_public)


def test_where_the_public_reads_nothing_a_message_has_ids_and_addresses_alone(
    cast: Cast, endpoint: Endpoint, receiver: Receiver
) -> None:
    verdict, report = decide(cast, words="The qzword is out."), issued(cast, cast.review)
    assert send() == 2
    told = {body["type"]: body["data"] for body in bodies(receiver)}
    api = "https://scrutiny.harbour.example/api/v1"
    assert told == {
        "verdict.recorded": {
            "id": verdict.pk,
            "recommendation": cast.recommendation.pk,
            "committee": cast.committee.pk,
            "url": f"{api}/recommendations/{cast.recommendation.pk}",
            "public": None,
        },
        "report.issued": {
            "id": report.pk,
            "committee": cast.committee.pk,
            "url": f"{api}/reports/{report.pk}",
            "public": None,
        },
    }
    assert (
        Client().get(told["report.issued"]["url"].removeprefix("https://scrutiny.harbour.example")).status_code == 404
    )


def test_where_the_public_reads_it_a_message_has_its_words_too(
    cast: Cast, endpoint: Endpoint, receiver: Receiver
) -> None:
    publish(cast)
    decide(cast)
    first = issued(cast, cast.review)
    again = drafting.supersede(first, by=cast.roles("chair"), at=f.noon(f.DAY), because="A figure was wrong.")
    issuing.issue(again, by=cast.roles("chair"), at=f.noon(f.DAY))
    assert send() == 3
    verdict, report, other = (body["data"]["public"] for body in bodies(receiver))
    assert verdict == {
        "review": "Harbour review",
        "reference": "R1",
        "title": "Youth curriculum",
        "verdict": "acceptable",
        "word": "Acceptable progress",
        "words": "Eleven schools use it.",
        "minute": "7.2",
        "held_on": "2026-06-17",
        "corrected_because": "",
        "page": "https://scrutiny.harbour.example/reviews/harbour-review/recommendations/1/",
    }
    assert (report["about"], report["number"], report["supersedes"]) == ("Harbour review", 1, None)
    assert (other["number"], other["supersedes"]) == (2, 1)
    for told in (report, other):
        page = Client().get(told["page"].removeprefix("https://scrutiny.harbour.example"))
        assert told["check_code"] in page.content.decode()


def test_what_is_not_public_any_more_as_it_is_sent_is_not_told(
    cast: Cast, endpoint: Endpoint, receiver: Receiver
) -> None:
    publish(cast)
    decide(cast)
    publish(cast, is_public=False)
    send()
    assert bodies(receiver)[0]["data"]["public"] is None


def test_a_review_that_is_not_published_is_told_to_nobody(cast: Cast, endpoint: Endpoint, receiver: Receiver) -> None:
    """Before it is published only those who run it know of it; what happened until then is no news afterwards."""
    verdict = decide(cast)
    endpoint.deliveries.all().delete()
    # Nothing is decided on a draft; what was decided before it became one again can be put right.
    Review.objects.filter(pk=cast.review.pk).update(published_on=f.days(1))
    again = verbs.correct(verdict, cast.chair, VerdictKind.ACCEPTABLE, minute="7.3")
    assert (again.minute, endpoint.deliveries.count()) == ("7.3", 0)


def test_a_review_that_is_withdrawn_before_it_is_told_of_stays_untold(
    cast: Cast, endpoint: Endpoint, receiver: Receiver
) -> None:
    decide(cast)
    Review.objects.filter(pk=cast.review.pk).update(published_on=None)
    send()
    row = endpoint.deliveries.get()
    assert (row.state, row.reason, receiver.came) == ("given_up", delivery.NOT_READ, [])


def test_a_webhook_hears_of_what_it_was_registered_for(cast: Cast, receiver: Receiver) -> None:
    by = cast.roles("scrutiny")
    reports, _ = workflow.register(cast.council, wish(receiver.address, name="R", verdicts=False), by=by)
    verdicts, _ = workflow.register(cast.council, wish(receiver.address, name="V", reports=False), by=by)
    verdict, report = decide(cast), issued(cast)
    assert list(reports.deliveries.values_list("event", "subject_id")) == [("report.issued", report.pk)]
    assert list(verdicts.deliveries.values_list("event", "subject_id")) == [("verdict.recorded", verdict.pk)]


def test_two_councils_with_equal_names_do_not_cross(cast: Cast, endpoint: Endpoint, receiver: Receiver) -> None:
    twin = assemble("twin")
    theirs, _ = workflow.register(twin.council, wish(receiver.address), by=twin.roles("scrutiny"))
    ours, of_twin = decide(cast), decide(twin)
    assert endpoint.deliveries.get().subject_id == ours.pk
    assert theirs.deliveries.get().subject_id == of_twin.pk
    # And were a row ever to point at another council's, nothing would be said of it.
    theirs.deliveries.update(subject_id=ours.pk)
    send()
    assert [body["data"]["id"] for body in bodies(receiver)] == [ours.pk]
    assert theirs.deliveries.get().reason == delivery.NOT_READ


def test_every_message_is_as_the_openapi_document_says(cast: Cast, endpoint: Endpoint, receiver: Receiver) -> None:
    publish(cast)
    decide(cast)
    issued(cast, cast.review)
    publish(cast, is_public=False)
    decide(cast, f.days(-1))
    workflow.send_test(endpoint, by=cast.roles("scrutiny"), at=f.noon(f.DAY))
    send()
    description = Client().get("/api/v1/openapi.json").json()
    came = bodies(receiver)
    assert {body["type"] for body in came} == description["webhooks"].keys()
    for body in came:
        request = description["webhooks"][body["type"]]["post"]["requestBody"]
        schema = {**request["content"]["application/json"]["schema"], "components": description["components"]}
        jsonschema.Draft202012Validator(schema).validate(body)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(schema).validate({**body, "type": "another.event"})


def test_nothing_of_a_message_is_kept(cast: Cast, endpoint: Endpoint) -> None:
    """So nothing has to be found again for whoever asks what is held about them, or withdrawn."""
    decide(cast, words="The qzword is out.")
    send()
    rows = json.dumps([*Delivery.objects.values(), *Endpoint.objects.values()], default=str)
    assert "qzword" not in rows
    assert "Eleven" not in rows


def test_a_verdict_that_is_put_right_is_told_again_and_the_wrong_one_no_more(
    cast: Cast, endpoint: Endpoint, receiver: Receiver
) -> None:
    publish(cast)
    wrong = decide(cast)
    right = verbs.correct(wrong, cast.chair, VerdictKind.UNACCEPTABLE, why="The minutes say “unacceptable”.")
    assert send() == 2
    for told in bodies(receiver):
        assert (told["data"]["id"], told["data"]["public"]["verdict"]) == (right.pk, "unacceptable")
        assert told["data"]["public"]["corrected_because"] == "The minutes say “unacceptable”."
