"""A request for proof: answered with the proof itself, or with the word that there is none."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence import workflow as proving
from evidence.models import Proof
from evidence.workflow import Offer
from recommendations import workflow
from recommendations.models import Answer, Question
from recommendations.states import Asking
from recommendations.workflow import Asked
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.evidence.test_proof import stored
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("day")

WORDS = "Here is what was taught."


def asked_for(cast: Cast, by: str = "chair") -> Question:
    """A request for proof on the action of the cast."""
    asked = Asked("Please attach the curriculum.", cast.action, Asking.PROOF)
    return workflow.ask(cast.recommendation, by=cast.roles(by), asked=asked)


def answered(cast: Cast, question: Question, *proofs: Offer, by: str = "officer", no_proof: bool = False) -> Answer:
    roles = cast.roles(by)
    at = f.noon(f.DAY)
    return proving.answer_with_proof(question, by=roles, at=at, words=WORDS, proofs=proofs, no_proof=no_proof)


def test_words_alone_do_not_answer_it_and_proof_beside_the_last_update_does(cast: Cast) -> None:
    update, question = verbs.tell(cast.action, cast.officer), asked_for(cast)
    with pytest.raises(ValidationError, match="Proof is asked for"):
        answered(cast, question)
    given = answered(cast, question, verbs.link())
    assert given.update == update and given.update.proofs.get().given_for == question.post


def test_whoever_has_none_says_so_and_members_read_that(cast: Cast) -> None:
    question = asked_for(cast)
    assert answered(cast, question, no_proof=True).update is None
    address = f"/actions/{cast.action.pk}/"
    assert "No proof was given." in Page(cast.client("chair").get(address)).text
    assert "No proof was given." not in Page(cast.client("other_officer").get(address)).text


def test_what_was_attached_since_it_was_asked_is_its_proof_and_what_was_there_before_is_not(cast: Cast) -> None:
    update = verbs.tell(cast.action, cast.officer, on=f.days(-5))
    proving.attach(update, by=cast.roles("officer", f.days(-5)), at=f.noon(f.days(-5)), proofs=[verbs.link()])
    question = asked_for(cast)
    with pytest.raises(ValidationError, match="Proof is asked for"):
        answered(cast, question)
    proving.attach(update, by=cast.roles("officer"), at=f.noon(f.DAY), proofs=[verbs.link("The curriculum.")])
    page = Page(cast.client("officer").get(question.answer_url)).text
    assert "since it was asked for, so it goes with your answer: The curriculum., 17 June 2026" in page
    assert answered(cast, question).update == update


def test_without_any_update_it_says_where_to_give_the_first_one(cast: Cast) -> None:
    with pytest.raises(ValidationError, match=r"Nobody has given an update on 1\.1 yet"):
        answered(cast, asked_for(cast), verbs.file())
    assert stored() == []


def test_it_is_taken_after_sign_off_and_from_whoever_it_was_passed_on_to_but_from_nobody_else(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer)
    verbs.judge(cast.recommendation, cast.chair)
    question, post = asked_for(cast), f.PostFactory.create(service=cast.service)
    f.HoldingFactory.create(post=post, user=cast.other_officer)
    workflow.pass_on(question, by=cast.roles("head"), post=post, why="They keep it.")
    question.refresh_from_db()
    with pytest.raises(PermissionDenied):
        answered(cast, question, verbs.file(), by="officer")
    with pytest.raises(ValidationError, match="say what of its proof is exempt"):
        answered(cast, question, verbs.file(exempt=verbs.terms()), by="other_officer")
    assert stored() == []
    assert answered(cast, question, verbs.file(), by="other_officer").update is not None


def test_an_update_with_proof_answers_it_and_one_without_says_so_beside_the_answer(cast: Cast) -> None:
    question, address = asked_for(cast), f"/actions/{cast.action.pk}/update/"
    box = f"answer_{question.pk}"
    typed = {"status": "on_track", "words": verbs.WORDS, "version": "1", box: WORDS}
    refused = cast.client("officer").post(address, typed)
    assert refused.status_code == 422 and "Proof is asked for" in str(refused.context["form"].errors[box])
    shown = {"proof_1_link": "https://www.harbour.example/guide", "proof_1_shows": "The guide."}
    assert cast.client("officer").post(address, typed | shown).status_code == 302
    assert Answer.objects.get().update == cast.action.updates.get()


@pytest.mark.once
def test_its_page_takes_the_file_and_keeps_what_was_typed(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer)
    question = asked_for(cast)
    client = cast.client("officer")
    assert "Answer the request for proof of 1.1" in Page(client.get(question.answer_url)).text
    file = SimpleUploadedFile("sessions.csv", verbs.TABLE)
    typed: dict[str, Any] = {"words": WORDS, "proof_1_file": file}
    both = Page(client.post(question.answer_url, typed | {"no_proof": "on"}))
    assert "not both" in both.text and "Proof 1: say what it shows" in both.text and WORDS in both.text
    assert "Choose “sessions.csv” again" in both.text
    file.seek(0)
    done = client.post(question.answer_url, typed | {"proof_1_shows": "The sessions."}, follow=True)
    assert "Your answer is recorded with its proof. Members" in done.content.decode()
    assert "The proof, beside the update" in done.content.decode()
    assert Proof.objects.get().title == "sessions.csv"
