"""A page is remembered for its reader until something is written to what it was made from, and not a moment longer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from council.marks import as_rows as marks_as_rows
from council.marks import marked_tables, of_rows, statements, triggers
from council.models import Mark
from council.remembering import MEMORY, SIGNED, Memory, Page
from recommendations import exempting, workflow
from recommendations.states import Status, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast, assemble
from tests.services import needs_postgres

pytestmark = pytest.mark.usefixtures("day")

HOME = "/reviews/harbour-review/"
PAGES = (HOME, f"{HOME}recommendations/", f"{HOME}actions/", f"{HOME}recommendations/1/", f"{HOME}?as_at=2026-06-01")


def asked(client: Client, address: str) -> tuple[str, int]:
    """A page, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode(), len(queries)


def marks() -> dict[str, frozenset[int]]:
    """The marks of all tables as they are now."""
    return of_rows(marks_as_rows())


@pytest.mark.once
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_made_once_and_then_takes_three_queries(cast: Cast, address: str) -> None:
    client = cast.client("member")
    first, _ = asked(client, address)
    again, count = asked(client, address)
    # Who it is, from the session and the account, and what they may see, with the marks.
    assert count == 3
    assert text_of(again) == text_of(first)


WRITINGS: list[Callable[[Cast], object]] = [
    lambda c: verbs.tell(c.action, c.officer, Status.DELAYED, on=f.DAY),
    lambda c: verbs.ask(c.action, c.officer, f.days(90), on=f.DAY),
    lambda c: verbs.respond(c.recommendation, c.scrutiny, on=f.DAY),
    lambda c: verbs.judge(c.recommendation, c.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-1)),
    lambda c: workflow.ask(
        c.recommendation, by=c.roles("member"), asked=workflow.Asked("How many schools take part?", c.action)
    ),
    lambda c: type(c.service).objects.filter(pk=c.service.pk).update(name="Service for Youth"),
    lambda c: type(c.committee).objects.filter(pk=c.committee.pk).update(stale_after_days=3),
]


@pytest.mark.parametrize("write", WRITINGS)
def test_whatever_is_written_stands_on_the_page_at_once(cast: Cast, write: Callable[[Cast], object]) -> None:
    client = cast.client("member")
    before = [asked(client, address)[0] for address in PAGES]
    write(cast)
    after = [asked(client, address)[0] for address in PAGES]
    MEMORY.forget()
    fresh = [asked(client, address)[0] for address in PAGES]
    assert [text_of(page) for page in after] == [text_of(page) for page in fresh]
    assert [text_of(page) for page in after] != [text_of(page) for page in before]


def text_of(page: str) -> str:
    """A page without the signature of its form."""
    return SIGNED.sub("", page)


def signature(page: str) -> str:
    """What signs the first form of a page."""
    found = SIGNED.search(page)
    assert found is not None
    return found[0]


def test_what_is_made_exempt_is_gone_from_a_page_that_the_public_had_open(cast: Cast) -> None:
    type(cast.committee).objects.update(publishes=True)
    update = verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-1))
    public, address = Client(), f"{HOME}recommendations/1/"
    for _ in range(2):
        assert update.words in asked(public, address)[0]
    exempting.exempt(update, by=cast.roles("scrutiny"), terms=verbs.terms(), review=cast.review)
    assert update.words not in asked(public, address)[0]
    assert update.words in asked(cast.client("member"), address)[0]
    assert update.words not in asked(public, address)[0]


@pytest.mark.once
def test_no_two_readers_share_a_page(cast: Cast) -> None:
    for person in ("member", "chair", "scrutiny", "officer", "head"):
        assert asked(cast.client(person), HOME)[1] > 4, person


def test_what_was_rolled_back_is_not_remembered(cast: Cast) -> None:
    client = cast.client("member")
    before, _ = asked(client, HOME)
    with transaction.atomic():
        verbs.tell(cast.action, cast.officer, Status.NO_LONGER_FEASIBLE, on=f.DAY)
        meanwhile, _ = asked(client, HOME)
        transaction.set_rollback(True)
    assert text_of(asked(client, HOME)[0]) == text_of(before) != text_of(meanwhile)


@pytest.mark.once
def test_what_was_read_from_a_table_without_a_mark_is_not_remembered(cast: Cast) -> None:
    client = cast.client("member")
    Mark.objects.filter(written="recommendations_update").delete()
    counts = {asked(client, HOME)[1] for _ in range(2)}
    assert len(counts) == 1 and min(counts) > 4


@pytest.mark.once
def test_a_form_on_a_remembered_page_is_signed_for_the_browser_that_shows_it(cast: Cast) -> None:
    first, other = cast.client("officer"), Client(enforce_csrf_checks=True)
    other.force_login(cast.officer)
    asked(first, "/my-actions/")
    page, count = asked(other, "/my-actions/")
    assert count == 3
    typed = {"status": "on_track", "words": verbs.WORDS, "reason": "", "version": "1"}
    typed["csrfmiddlewaretoken"] = signature(page)
    assert other.post(f"/actions/{cast.action.pk}/update/", typed).status_code == 302


@pytest.mark.django_db
def test_every_table_of_the_product_has_its_triggers_and_a_mark() -> None:
    with connection.cursor() as cursor:
        known = set(triggers(connection, cursor))
    wanted = {name for table in marked_tables() for name, _ in statements(connection, table)}
    assert wanted <= known
    assert marks().keys() == set(marked_tables())


def test_inserting_changing_and_deleting_each_put_a_new_mark_on_their_table_alone(cast: Cast) -> None:
    seen = [marks()]
    made = f.PostFactory.create(service=cast.service, title="Made and taken away again")
    seen.append(marks())
    type(made).objects.filter(pk=made.pk).update(title="Another title")
    seen.append(marks())
    made.delete()
    seen.append(marks())
    assert len({one["council_post"] for one in seen}) == 4
    assert len({one["recommendations_update"] for one in seen}) == 1


def test_memory_has_room_for_so_many_bytes_and_forgets_what_was_not_asked_for_the_longest() -> None:
    memory = Memory(most_bytes=25)
    pages = {name: Page((name.encode() * 10,), None, {"a_table": frozenset({1})}) for name in "abc"}
    for name in "ab":
        memory.keep(name, pages[name])
    assert memory.get("a", {"a_table": frozenset({1})}) is pages["a"]
    memory.keep("c", pages["c"])
    assert list(memory.pages) == ["a", "c"] and memory.bytes == 20
    assert memory.get("a", {"a_table": frozenset({2})}) is None
    assert memory.get("a", {}) is None


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_writers_of_one_table_do_not_wait_for_each_other() -> None:
    cast = assemble()
    second: Any = connections.create_connection("default")
    try:
        with transaction.atomic(), second.cursor() as cursor:
            type(cast.post).objects.filter(pk=cast.post.pk).update(title="Changed by the first")
            cursor.execute("SET lock_timeout = '2s'")
            cursor.execute("UPDATE council_post SET title = 'By the second' WHERE id = %s", [cast.head_post.pk])
        assert set(Mark.objects.filter(written="council_post").values_list("slot", flat=True)) == {0, 1}
    finally:
        second.close()
