"""The pages of webhooks: what they show of each state, and the secret once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from operating.doctoring import webhooks as doctor
from operating.measures import exposition
from tests import factories as f
from tests.conftest import Cast
from tests.webhooks.conftest import decide, send, wish
from tests.webhooks.receiver import Receiver, status
from tests.webhooks.test_messages import issued
from webhooks import workflow
from webhooks.models import Delivery, Endpoint
from webhooks.states import PAUSES, DeliveryState

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]
NOON = f.noon(f.DAY)
INDEX = "/set-up/webhooks/"
TYPED = {"name": "Dashboard", "address": "https://dashboard.example.org/", "events": ["report.issued"]}


def words(response: Any, code: int = 200) -> str:
    """The words of a page, without its tags."""
    assert response.status_code == code, response.content
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_secret_is_shown_once_and_the_empty_page_says_what_it_is_for(cast: Cast) -> None:
    client = cast.client("scrutiny")
    assert "Nothing is told to other programs yet." in words(client.get(INDEX))
    made = client.post(f"{INDEX}add/{cast.council.slug}/", TYPED)
    [secret] = re.findall(r"whsec_[A-Za-z0-9+/]{43}=", words(made, 201))
    row = Endpoint.objects.get()
    page = words(client.get(row.get_absolute_url()))
    assert "whsec_" not in page
    assert "Nothing was sent yet." in page
    replaced = words(client.post(f"{row.get_absolute_url()}secret/"), 201)
    [other] = re.findall(r"whsec_[A-Za-z0-9+/]{43}=", replaced)
    assert other != secret
    assert "The one before it signs too until 18 June 2026, 12:00" in replaced


def test_a_refusal_stands_beside_its_field_with_all_that_was_typed(cast: Cast) -> None:
    client = cast.client("scrutiny")
    typed = {**TYPED, "address": "http://dashboard.example.org/", "events": []}
    page = client.post(f"{INDEX}add/{cast.council.slug}/", typed)
    assert "Choose at least one event" in words(page, 422)
    assert 'value="http://dashboard.example.org/"' in page.content.decode()
    page = client.post(f"{INDEX}add/{cast.council.slug}/", {**typed, "events": ["verdict.recorded"]})
    assert "so that nobody on the way reads or changes it" in words(page, 422)
    client.post(f"{INDEX}add/{cast.council.slug}/", TYPED)
    address = f"{Endpoint.objects.get().get_absolute_url()}change/"
    assert client.post(address, {**TYPED, "name": "Papers", "version": "1"}).status_code == 302
    late = client.post(address, {**TYPED, "name": "Website", "version": "1"})
    assert "What does it hear of?: Report issued" in words(late, 409)
    assert 'value="Website"' in late.content.decode()


def test_the_page_tells_how_each_message_stands(cast: Cast, endpoint: Endpoint, receiver: Receiver) -> None:
    client, address = cast.client("scrutiny"), endpoint.get_absolute_url()
    decide(cast)
    assert "Waiting to be sent" in words(client.get(address))
    receiver.answers = [status(500)]
    send()
    page = words(client.get(address))
    assert "R1, acceptable progress" in page
    assert "Tried once It answered 500. The next attempt is at 12:00, 17 Jun, the last one at 11:36, 18 Jun" in page
    assert "Nothing taken since 17 June 2026, 12:00" in page
    client.post(f"{address}pause/")
    assert "Waits while the webhook is paused" in words(client.get(address))
    assert "This webhook is paused. Resume it first." in words(client.post(f"{address}test/"), 422)
    client.post(f"{address}resume/")
    receiver.answers = [status(202)]
    send(after=PAUSES[0])
    assert "Delivered Answered 202, 17 Jun, 12:00, after 2 attempts" in words(client.get(address))
    client.post(f"{address}test/")
    assert "A test is on its way already." in words(client.post(f"{address}test/"), 422)
    Delivery.objects.filter(event="verdict.recorded").update(
        state=DeliveryState.GIVEN_UP, attempts=9, reason="Nobody listens at this address."
    )
    page = words(client.get(address))
    assert "Given up 17 Jun, 12:00, after 9 attempts. Nobody listens at this address." in page
    assert "1 message given up" in words(client.get(INDEX))
    again = f"{INDEX}deliveries/{Delivery.objects.get(event='verdict.recorded').pk}/again/"
    assert client.post(again).status_code == 302
    assert "It is on its way already." in words(client.post(again), 422)
    assert client.post(f"{address}remove/").status_code == 302
    assert "Nothing is told to other programs yet." in words(client.get(INDEX))


def test_what_was_given_up_is_told_on_the_set_up_by_the_doctor_and_in_measures(
    cast: Cast, endpoint: Endpoint, receiver: Receiver
) -> None:
    def told() -> tuple[bool, bool, bool]:
        page = words(cast.client("scrutiny").get("/set-up/"))
        measures = exposition(NOON).decode()
        shown = "The webhook “ Dashboard ” has taken nothing since 17 June, 12:00." in page
        return shown, not doctor().is_well, "scrutiny_webhooks_failing 1.0" in measures

    receiver.answers = [status(500)]
    decide(cast)
    send()
    # It is being tried still.
    assert told() == (False, False, True)
    Delivery.objects.update(attempts=len(PAUSES), next_attempt_at=NOON)
    send()
    assert told() == (True, True, True)
    assert doctor().fault == (
        "Messages to 1 webhook were given up, and nothing was taken since: “Dashboard” of Harbour Council."
    )
    assert 'scrutiny_webhook_deliveries{state="given_up"} 1.0' in exposition(NOON).decode()
    receiver.answers = [status(200)]
    workflow.send_again(endpoint.deliveries.get(), by=cast.roles("scrutiny"), at=NOON)
    send(after=timedelta(days=1))
    assert told() == (False, False, False)


def test_pages_take_as_many_queries_for_three_rows_as_for_one(
    cast: Cast, endpoint: Endpoint, receiver: Receiver
) -> None:
    def counted() -> list[int]:
        found = []
        for address in (INDEX, endpoint.get_absolute_url()):
            client = cast.client("scrutiny")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    decide(cast)
    issued(cast)
    one = counted()
    for number in (1, 2):
        workflow.register(cast.council, wish(receiver.address, name=f"W{number}"), by=cast.roles("scrutiny"))
        decide(cast, f.days(-number))
        issued(cast, cast.review) if number == 1 else None
    assert (counted(), one) == ([6, 10], [6, 10])


def test_telling_takes_one_query_of_a_verb_and_one_more_where_somebody_hears(cast: Cast, receiver: Receiver) -> None:
    def counted(on: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            decide(cast, on)
        return sum("webhooks_" in query["sql"] for query in queries)

    assert counted(f.DAY) == 1
    for number in range(3):
        workflow.register(cast.council, wish(receiver.address, name=f"W{number}"), by=cast.roles("scrutiny"))
    assert counted(f.days(-1)) == 2
