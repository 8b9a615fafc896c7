"""The verbs of proof: what they write, whom they refuse, who may read it, and that files and rows go together."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import storages
from django.db import IntegrityError, connections, transaction

from council.roles import Roles
from evidence import keeping
from evidence import workflow as proving
from evidence.inspection import Inspected
from evidence.keeping import storage
from evidence.kinds import CSV
from evidence.models import Proof
from recommendations import exempting
from recommendations.models import Update
from recommendations.states import Schedule12A, Status, VerdictKind
from recommendations.workflow import Statement
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.recommendations.test_append_only import refused, sql
from tests.services import needs_postgres

PEOPLE = ["officer", "deputy", "other_officer", "head", "member", "member_elsewhere", "former_member", "chair"]
EVERYBODY = [*PEOPLE, "scrutiny", "administrator", "public"]
# Who may read what is exempt about the Youth Service Manager's action.
TRUSTED = {"officer", "deputy", "head", "member", "chair", "scrutiny"}
COUNCIL = TRUSTED | {"other_officer"}


def roles(cast: Cast, person: str) -> Roles:
    return Roles(on=f.DAY) if person == "public" else cast.roles(person)


def readers(cast: Cast, proof: Proof) -> set[str]:
    """Everybody of the cast, and the public, who may read a proof."""
    return {p for p in EVERYBODY if Proof.objects.visible_to(roles(cast, p)).filter(pk=proof.pk).exists()}


def stored() -> list[str]:
    """The names in the storage."""
    return storage().listdir("")[1] if storage().exists("") else []


# --- With an update ---------------------------------------------------------------------------------------------------


def test_an_update_comes_with_its_files_and_links(cast: Cast) -> None:
    update = verbs.prove(cast.action, cast.officer, verbs.file(), verbs.link())
    file, link = update.proofs.all()
    assert update.has_proof
    assert (file.kind, file.name, file.content_type, file.description) == (
        "file",
        "sessions.csv",
        "text/csv",
        "The sessions that were held.",
    )
    assert (file.given_by, file.given_for, file.given_at, file.given_on) == (
        cast.officer,
        cast.post,
        f.noon(f.DAY),
        f.DAY,
    )
    assert (link.kind, link.url, link.name, link.stored_as) == ("link", "https://www.harbour.example/guide", "", "")
    assert stored() == [file.stored_as]
    with keeping.opened(file.stored_as) as content:
        assert content.read() == verbs.TABLE


def test_the_name_in_the_storage_says_nothing(cast: Cast) -> None:
    one, two = verbs.prove(cast.action, cast.officer, verbs.file(), verbs.file()).proofs.all()
    assert len(one.stored_as) == len(two.stored_as) == 40
    assert one.stored_as != two.stored_as
    assert not set(one.stored_as + two.stored_as) - set("0123456789abcdef")


def test_an_achievement_with_proof_needs_no_excuse(cast: Cast) -> None:
    update = verbs.prove(cast.action, cast.officer, verbs.link(), status=Status.ACHIEVED)
    assert (update.has_proof, update.no_proof_because) == (True, "")
    with pytest.raises(ValidationError, match="Attach proof of what was achieved"):
        verbs.prove(cast.action, cast.officer, status=Status.ACHIEVED, words="Again.")


def test_an_open_achievement_never_rests_on_exempt_proof_alone(cast: Cast) -> None:
    kept = verbs.file(exempt=verbs.terms())
    with pytest.raises(ValidationError) as refusal:
        verbs.prove(cast.action, cast.officer, kept, status=Status.ACHIEVED)
    assert refusal.value.message_dict == {"no_proof_because": [proving.ALL_EXEMPT]}
    said = Statement(Status.ACHIEVED, verbs.WORDS, no_proof_because="It names young people.")
    update = proving.give_update(
        cast.action, by=cast.roles("officer"), at=f.noon(f.DAY), said=said, proofs=[verbs.file(exempt=verbs.terms())]
    )
    assert (update.has_proof, update.proofs.count()) == (False, 1)
    # An exempt achievement hides its proof with itself.
    hidden = verbs.prove(
        cast.action, cast.officer, kept, status=Status.ACHIEVED, words="And more.", exempt=verbs.terms()
    )
    assert hidden.has_proof


def test_proof_may_be_exempt_by_itself(cast: Cast) -> None:
    kept = verbs.file(exempt=verbs.terms())
    update = verbs.prove(cast.action, cast.officer, verbs.link(), kept)
    open_one, exempt_one = update.proofs.all()
    assert not open_one.exemptions.exists()
    row = exempt_one.exemptions.get()
    assert (row.paragraph, row.reason, row.recorded_by) == (3, "A tender is open.", cast.officer)


# --- All or nothing ---------------------------------------------------------------------------------------------------


def test_an_update_that_is_refused_leaves_no_file(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-5))
    with pytest.raises(ValidationError, match="has signed off R1"):
        verbs.prove(cast.action, cast.officer, verbs.file())
    assert (Update.objects.count(), Proof.objects.count(), stored()) == (0, 0, [])


def test_an_update_whose_last_proof_fails_leaves_none_of_them(cast: Cast) -> None:
    nameless = Inspected(b"a", "", CSV, "0")
    broken = proving.Offer("It is so.", nameless)
    with pytest.raises(IntegrityError, match="a_proof_is_a_whole_file_or_a_link"), transaction.atomic():
        verbs.prove(cast.action, cast.officer, verbs.file(), verbs.file(), broken)
    assert (Update.objects.count(), Proof.objects.count(), stored()) == (0, 0, [])
    cast.action.refresh_from_db()
    assert cast.action.version == 1


def test_a_storage_that_takes_no_file_is_told_and_nothing_is_recorded(cast: Cast, monkeypatch: Any) -> None:
    def full(*args: Any, **kwargs: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(storage()), "_save", full)
    with pytest.raises(ValidationError, match="could not be stored, so nothing was recorded"):
        verbs.prove(cast.action, cast.officer, verbs.file())
    assert (Update.objects.count(), Proof.objects.count(), stored()) == (0, 0, [])


def test_half_a_file_is_taken_away_too(cast: Cast, monkeypatch: Any, tmp_path: Path) -> None:
    def half(self: Any, name: str, content: Any) -> str:
        Path(self.path(name)).parent.mkdir(parents=True, exist_ok=True)
        Path(self.path(name)).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(storage()), "_save", half)
    with pytest.raises(ValidationError):
        verbs.prove(cast.action, cast.officer, verbs.file())
    assert list((tmp_path / "proofs").iterdir()) == []


def test_any_storage_of_django_serves(cast: Cast, settings: Any) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "proofs": memory}
    proof = verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()
    assert storages["proofs"].listdir("")[1] == [proof.stored_as]
    response = cast.client("officer").get(f"/proof/{proof.pk}/")
    assert b"".join(response.streaming_content) == verbs.TABLE  # type: ignore[attr-defined]


# --- To an update given before ----------------------------------------------------------------------------------------


def test_proof_is_attached_to_an_update_given_before(cast: Cast) -> None:
    update = verbs.tell(cast.action, cast.officer, on=f.days(-9))
    proof = verbs.attach(update, cast.deputy, verbs.file())
    assert (proof.update, proof.given_by, proof.given_on) == (update, cast.deputy, f.DAY)
    update.refresh_from_db()
    assert not update.has_proof


@pytest.mark.parametrize("person", [p for p in EVERYBODY if p not in ("officer", "deputy", "public")])
def test_only_those_who_answer_for_the_action_attach_and_replace(cast: Cast, person: str) -> None:
    update = verbs.prove(cast.action, cast.officer, verbs.link())
    with pytest.raises(PermissionDenied):
        verbs.attach(update, cast.people[person], verbs.file())
    with pytest.raises(PermissionDenied):
        verbs.revise(update.proofs.get(), cast.people[person])
    assert (Proof.objects.count(), stored()) == (1, [])


def test_a_closed_action_takes_no_more_proof(cast: Cast) -> None:
    update = verbs.prove(cast.action, cast.officer, verbs.link(), on=f.days(-9))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-5))
    with pytest.raises(ValidationError, match="has signed off R1"):
        verbs.attach(update, cast.officer, verbs.file())
    with pytest.raises(ValidationError, match="has signed off R1"):
        verbs.revise(update.proofs.get(), cast.officer)


def test_nothing_is_no_proof(cast: Cast) -> None:
    update = verbs.tell(cast.action, cast.officer)
    with pytest.raises(ValidationError, match="Choose a file, or enter a link"):
        proving.attach(update, by=cast.roles("officer"), at=f.noon(f.DAY), proofs=[])


def test_an_update_has_twenty_proofs_at_most(cast: Cast) -> None:
    update = verbs.prove(cast.action, cast.officer, *[verbs.link() for _ in range(19)])
    with pytest.raises(ValidationError, match="An update can have 20 proofs"):
        verbs.attach(update, cast.officer, verbs.file(), verbs.file())
    last = verbs.attach(update, cast.officer, verbs.file())
    with pytest.raises(ValidationError, match="An update can have 20 proofs"):
        verbs.revise(last, cast.officer)
    assert (Proof.objects.count(), len(stored())) == (20, 1)


# --- Revisions --------------------------------------------------------------------------------------------------------


def test_a_revision_replaces_and_the_old_one_stays(cast: Cast) -> None:
    old = verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()
    new = verbs.revise(old, cast.officer, verbs.file(content=b"A,B\n1,2\n", name="better.csv"))
    assert (new.replaces, new.update, new.name) == (old, old.update, "better.csv")
    assert readers(cast, old) == readers(cast, new) == COUNCIL
    assert len(stored()) == 2
    with keeping.opened(old.stored_as) as content:
        assert content.read() == verbs.TABLE


def test_a_proof_is_replaced_once_and_its_revision_after_it(cast: Cast) -> None:
    old = verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()
    new = verbs.revise(old, cast.officer)
    with pytest.raises(ValidationError, match="has been replaced already"):
        verbs.revise(old, cast.deputy)
    assert verbs.revise(new, cast.deputy).replaces == new
    assert len(stored()) == 3


def test_the_revision_of_an_exempt_proof_is_exempt_on_the_same_terms(cast: Cast) -> None:
    kept = verbs.file(exempt=verbs.terms(on=f.days(-100)))
    old = verbs.prove(cast.action, cast.officer, kept, on=f.days(-100)).proofs.get()
    new = verbs.revise(old, cast.officer)
    row = new.exemptions.get()
    assert (row.paragraph, row.reason, row.decided_by) == (3, "A tender is open.", "Monitoring Officer")
    assert row.review_on == old.exemptions.get().review_on
    assert readers(cast, new) == TRUSTED


def test_a_review_that_is_overdue_becomes_the_usual_one_for_the_revision(cast: Cast) -> None:
    kept = verbs.file(exempt=verbs.terms(on=f.days(-400)))
    old = verbs.prove(cast.action, cast.officer, kept, on=f.days(-400)).proofs.get()
    new = verbs.revise(old, cast.officer)
    assert new.exemptions.get().review_on == exempting.usual_review(f.DAY)


def test_what_is_not_exempt_any_more_has_a_revision_that_is_not(cast: Cast) -> None:
    old = verbs.prove(cast.action, cast.officer, verbs.file(exempt=verbs.terms())).proofs.get()
    exempting.end_exemption(
        old.exemptions.get(), by=cast.roles("scrutiny"), why="The tender is closed.", review=cast.review
    )
    assert readers(cast, verbs.revise(old, cast.officer)) == COUNCIL


# --- Who may read it --------------------------------------------------------------------------------------------------


def test_a_proof_is_read_by_those_who_may_see_its_review(cast: Cast) -> None:
    assert readers(cast, verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()) == COUNCIL


def test_an_exempt_proof_is_read_by_those_it_concerns(cast: Cast) -> None:
    update = verbs.prove(cast.action, cast.officer, verbs.file(exempt=verbs.terms()))
    assert readers(cast, update.proofs.get()) == TRUSTED


def test_the_proof_of_an_exempt_update_is_as_invisible_as_the_update(cast: Cast) -> None:
    update = verbs.prove(cast.action, cast.officer, verbs.file(), exempt=verbs.terms())
    proof = update.proofs.get()
    of_update = {p for p in EVERYBODY if Update.objects.visible_to(roles(cast, p)).filter(pk=update.pk).exists()}
    assert readers(cast, proof) == of_update == TRUSTED
    assert not proof.exemptions.exists()


@pytest.mark.parametrize("of_update", [False, True])
@pytest.mark.parametrize("of_proof", [False, True])
def test_where_the_committee_publishes_the_public_reads_what_is_not_exempt(
    cast: Cast, of_update: bool, of_proof: bool
) -> None:
    cast.committee.publishes = True
    cast.committee.save()
    offer = verbs.file(exempt=verbs.terms() if of_proof else None)
    proof = verbs.prove(cast.action, cast.officer, offer, exempt=verbs.terms() if of_update else None).proofs.get()
    assert readers(cast, proof) == (TRUSTED if of_update or of_proof else set(EVERYBODY))


def test_the_paragraph_that_is_marked_is_its_own_or_that_of_its_update(cast: Cast) -> None:
    own = verbs.prove(
        cast.action, cast.officer, verbs.file(exempt=verbs.terms()), exempt=verbs.terms(Schedule12A.CRIME)
    )
    other = verbs.prove(
        cast.action, cast.officer, verbs.file(), exempt=verbs.terms(Schedule12A.CRIME), words="Once more."
    )
    plain = verbs.prove(cast.action, cast.officer, verbs.file(), words="And again.")
    shown = {p.update_id: p.exempt_under for p in Proof.objects.visible_to(cast.roles("member"))}
    assert shown == {own.pk: 3, other.pk: 7, plain.pk: None}


# --- Kept by the database ---------------------------------------------------------------------------------------------

CHANGES = [("description", "Never said"), ("sha256", "0"), ("stored_as", "elsewhere"), ("given_on", "2020-01-01")]


@pytest.mark.parametrize(("column", "value"), CHANGES)
def test_a_proof_cannot_be_changed(cast: Cast, column: str, value: str) -> None:
    proof = verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()
    with refused():
        sql(f"UPDATE evidence_proof SET {column} = %s", value)
    with refused():
        Proof.objects.filter(pk=proof.pk).update(**{column: value})


def test_a_proof_cannot_be_deleted(cast: Cast) -> None:
    proof = verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()
    with refused():
        sql("DELETE FROM evidence_proof")
    with refused():
        proof.delete()


def test_an_exemption_of_a_proof_is_ended_once_and_never_deleted(cast: Cast) -> None:
    proof = verbs.prove(cast.action, cast.officer, verbs.file(exempt=verbs.terms())).proofs.get()
    with refused():
        sql("DELETE FROM evidence_proofexemption")
    exempting.end_exemption(proof.exemptions.get(), by=cast.roles("scrutiny"), why="It is over.", review=cast.review)
    with refused():
        sql("UPDATE evidence_proofexemption SET ended_on = NULL, ended_by_id = NULL, ended_why = ''")


# --- Races ------------------------------------------------------------------------------------------------------------


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_replace_at_once_one_wins_and_no_file_is_left_over(cast: Cast) -> None:
    old = verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()

    def replaced(number: int) -> bool:
        try:
            verbs.revise(Proof.objects.get(pk=old.pk), cast.officer, verbs.file(name=f"{number}.csv"))
        except ValidationError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(replaced, range(4))) == [False, False, False, True]
    assert sorted(stored()) == sorted(Proof.objects.values_list("stored_as", flat=True))
    assert Proof.objects.count() == 2


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_attach_at_once_none_goes_over_the_quota(cast: Cast) -> None:
    update = verbs.prove(cast.action, cast.officer, *[verbs.link() for _ in range(18)])

    def attached(number: int) -> bool:
        try:
            verbs.attach(Update.objects.get(pk=update.pk), cast.officer, verbs.file(name=f"{number}.csv"))
        except ValidationError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attached, range(4))) == [False, False, True, True]
    assert (Proof.objects.count(), len(stored())) == (20, 2)
