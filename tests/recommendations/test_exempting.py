"""Keeping something from the public, reviewing that, and letting it be read again."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from recommendations import exempting
from recommendations.ledger import load
from recommendations.models import Exemption, Extension, Review, Update, UpdateExemption
from recommendations.scope import Days, of_review
from recommendations.states import Schedule12A, Status
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

# Who may keep words of the Youth Service Manager's action back, who may read them then, and who ends it.
MAY_EXEMPT = {"officer", "deputy", "scrutiny"}
MAY_READ = {"officer", "deputy", "head", "member", "chair", "scrutiny"}
MAY_END = {"scrutiny"}
NOBODY_ELSE = {"other_officer", "member_elsewhere", "former_member", "administrator"}


@pytest.fixture
def update(cast: Cast) -> Update:
    return verbs.tell(cast.action, cast.officer, on=f.days(-9))


def exempt(cast: Cast, update: Update, by: str = "scrutiny") -> Exemption:
    return exempting.exempt(
        update, by=cast.roles(by), terms=verbs.terms(), review=cast.review, action=update.action
    )  # fmt: skip


def people(cast: Cast) -> set[str]:
    return set(cast.people)


def test_the_people_of_these_tests_are_the_whole_cast(cast: Cast) -> None:
    assert people(cast) == MAY_READ | NOBODY_ELSE


def test_who_may_keep_words_from_the_public(cast: Cast, update: Update) -> None:
    for person in people(cast):
        with transaction.atomic():
            if person in MAY_EXEMPT:
                assert exempt(cast, update, person).is_in_force
            else:
                with pytest.raises(PermissionDenied):
                    exempt(cast, update, person)
            transaction.set_rollback(True)


def test_who_may_read_what_is_exempt(cast: Cast, update: Update) -> None:
    exempt(cast, update)
    readers = {key for key in people(cast) if Update.objects.visible_to(cast.roles(key)).exists()}
    assert readers == MAY_READ
    for key in MAY_READ:
        assert Update.objects.visible_to(cast.roles(key)).get().exempt_under == Schedule12A.FINANCIAL


def test_who_may_end_it_and_that_everybody_of_the_council_reads_it_then(cast: Cast, update: Update) -> None:
    exemption = exempt(cast, update)
    for person in people(cast) - MAY_END:
        with pytest.raises(PermissionDenied):
            exempting.end_exemption(exemption, by=cast.roles(person), why="It is over.", review=cast.review)
    exempting.end_exemption(exemption, by=cast.roles("scrutiny"), why="It is over.", review=cast.review)
    assert Update.objects.visible_to(cast.roles("other_officer")).get().exempt_under is None


def test_a_former_member_who_holds_no_role_any_more_reads_nothing(cast: Cast, update: Update) -> None:
    assert not Update.objects.visible_to(cast.roles("former_member")).exists()
    then = f.days(-60)
    assert cast.roles("former_member", then).committee_ids == {cast.committee.pk}


def test_an_update_can_be_exempt_from_its_first_moment_with_the_words_of_its_wish(cast: Cast) -> None:
    wish = verbs.wish(f.days(90), words="The tender names a price.")
    verbs.tell(cast.action, cast.officer, Status.DELAYED, more_time=wish, exempt=verbs.terms())
    update, request = Update.objects.get(), Extension.objects.get()
    assert (update.exemptions.get().reason, request.exemptions.get().reason) == ("A tender is open.",) * 2
    (seen,) = Extension.objects.worded_for(cast.roles("other_officer"))
    assert (seen.words, seen.reason, seen.to_on) == ("", "", f.days(90))
    (known,) = Extension.objects.worded_for(cast.roles("head"))
    assert (known.words, known.exempt_under) == ("The tender names a price.", 3)


def test_where_the_exemption_is_refused_nothing_is_recorded(cast: Cast) -> None:
    late = exempting.Terms(Schedule12A.CRIME, "So.", "Monitoring Officer", f.days(400))
    with pytest.raises(ValidationError, match="Choose a day after today and by 17 June 2027"):
        verbs.tell(cast.action, cast.officer, exempt=late)
    assert not Update.objects.exists()


@pytest.mark.parametrize(
    ("field", "reason", "decided_by", "review_on"),
    [
        ("exempt_reason", "", "Monitoring Officer", f.days(30)),
        ("decided_by", "A tender.", "", f.days(30)),
        ("review_on", "A tender.", "Monitoring Officer", f.DAY),
        ("review_on", "A tender.", "Monitoring Officer", date(2027, 6, 18)),
    ],
)
def test_terms_that_say_too_little_are_refused_by_field(
    cast: Cast, update: Update, field: str, reason: str, decided_by: str, review_on: date
) -> None:
    terms = exempting.Terms(Schedule12A.CRIME, reason, decided_by, review_on)
    with pytest.raises(ValidationError) as refusal:
        exempting.exempt(update, by=cast.roles("scrutiny"), terms=terms, review=cast.review)
    assert list(refusal.value.message_dict) == [field]
    assert not UpdateExemption.objects.exists()


def test_what_is_exempt_already_is_not_made_so_again(cast: Cast, update: Update) -> None:
    exempt(cast, update)
    with pytest.raises(ValidationError, match="exempt already"):
        exempt(cast, update)


def test_a_review_that_keeps_it_ends_the_old_one_and_follows_it_with_a_new_one(cast: Cast, update: Update) -> None:
    old = exempt(cast, update)
    later = f.days(360)
    terms = verbs.terms(Schedule12A.LABOUR, on=later, reason="Talks with staff go on.")
    new = exempting.keep_exempt(old, by=cast.roles("scrutiny", later), terms=terms, review=cast.review)
    old.refresh_from_db()
    assert (old.ended_on, old.ended_by, old.ended_why) == (later, cast.scrutiny, "Reviewed, and kept exempt.")
    assert (new.paragraph, new.decided_on, new.is_in_force) == (Schedule12A.LABOUR, later, True)
    assert not Update.objects.visible_to(cast.roles("other_officer")).exists()


def test_ending_needs_a_reason_and_happens_once(cast: Cast, update: Update) -> None:
    exemption = exempt(cast, update)
    scrutiny = cast.roles("scrutiny")
    with pytest.raises(ValidationError) as refusal:
        exempting.end_exemption(exemption, by=scrutiny, why="", review=cast.review)
    assert list(refusal.value.message_dict) == ["why"]
    exempting.end_exemption(exemption, by=scrutiny, why="The contract is public.", review=cast.review)
    with pytest.raises(ValidationError, match="has ended already"):
        exempting.end_exemption(exemption, by=scrutiny, why="Again.", review=cast.review)


def test_the_database_keeps_exemptions(cast: Cast, update: Update) -> None:
    exemption = exempt(cast, update)
    table = UpdateExemption._meta.db_table
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
    exempting.end_exemption(exemption, by=cast.roles("scrutiny"), why="It is over.", review=cast.review)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        UpdateExemption.objects.update(ended_why="Because.")


@pytest.mark.parametrize("brief", [False, True])
def test_a_figure_is_computed_from_what_its_reader_may_read(cast: Cast, brief: bool) -> None:
    verbs.tell(cast.action, cast.officer, Status.ON_TRACK, on=f.days(-100))
    kept_back = verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-9))
    exempt(cast, kept_back)

    review = Review.objects.for_page().get(pk=cast.review.pk)
    inside, outside = (
        load(of_review(review), f.DAY, cast.roles(person), days=Days(f.DAY), brief=brief).position(f.DAY).actions[0]
        for person in ("member", "other_officer")
    )
    assert (inside.status, inside.said_on) == (Status.DELAYED, f.days(-9))
    assert (outside.status, outside.said_on) == (Status.ON_TRACK, f.days(-100))
