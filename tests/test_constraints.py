"""What may never be stored: each constraint by its name, tried against the database itself."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.models import User
from api.models import Key
from council.models import (
    Committee,
    Council,
    Departure,
    Directorate,
    Holding,
    Meeting,
    Membership,
    PlainTerm,
    Post,
    Service,
    Vacancy,
)
from evidence.models import (
    Attendance,
    Basis,
    Citation,
    CitationExemption,
    EvidenceSession,
    Footnote,
    PanelMember,
    Paragraph,
    ParagraphExemption,
    Proof,
    ProofExemption,
    SessionParagraph,
    Witness,
    WitnessGroup,
)
from evidence.models import (
    Testimony as Told,  # pytest would collect a class whose name begins with Test
)
from intake.models import ImportedReport, ProposedItem
from recommendations.models import (
    Action,
    ActionChange,
    Answer,
    CallIn,
    Draft,
    Exemption,
    Extension,
    ExtensionExemption,
    LeadChange,
    OutcomeCheck,
    Part,
    Passing,
    Question,
    QuestionExemption,
    Recommendation,
    ReviewChange,
    SavedView,
    Theme,
    Update,
    UpdateExemption,
    UpdateLink,
    Verdict,
)
from recommendations.states import Reason, Status, VerdictKind
from tests import factories as f
from tests.conftest import Cast


def post_at(cast: Cast, **given: Any) -> Any:
    return Post.objects.create(service=cast.service, **{"title": "Another post", **given})


def updated(cast: Cast, **given: Any) -> Any:
    facts = {"action": cast.action, "given_by": cast.officer, "given_for": cast.post}
    given = {"status": Status.ON_TRACK, "words": "Done.", **given}
    days = {"given_at": f.noon(f.DAY), "given_on": f.DAY, "effective_on": f.DAY}
    return Update.objects.create(**{**days, **facts, **given})


def extended(cast: Cast, **given: Any) -> Any:
    facts = {"action": cast.action, "from_on": f.days(60), "to_on": f.days(90), "requested_by": cast.officer}
    return Extension.objects.create(**{"requested_on": f.DAY, "reason": "staffing", "words": "So.", **facts, **given})


def acted(cast: Cast, **given: Any) -> Any:
    facts = {"recommendation": cast.recommendation, "number": 9, "post": cast.post, "agreed_on": f.days(-9)}
    targets = {"original_target_on": f.days(9), "target_on": f.days(9)}
    return Action.objects.create(**{"title": "Do it", "success_measure": "Done", **targets, **facts, **given})


def proved(cast: Cast, **given: Any) -> Any:
    whose = {"given_by": cast.officer, "given_for": cast.post, "given_at": f.noon(f.DAY), "given_on": f.DAY}
    file = {
        "kind": "file",
        "name": "a.pdf",
        "content_type": "application/pdf",
        "size": 1,
        "sha256": "a",
        "stored_as": "b",
    }
    update = f.UpdateFactory.create(action=cast.action)
    return Proof.objects.create(**{"update": update, "description": "It is so.", **whose, **file, **given})


def linked(cast: Cast, **given: Any) -> Any:
    nothing = {"name": "", "content_type": "", "size": 0, "sha256": "", "stored_as": ""}
    return proved(cast, **{"kind": "link", "url": "https://a.example/", **nothing, **given})


def vacant(cast: Cast, **given: Any) -> Any:
    facts = {"post": cast.post, "from_on": f.DAY, "why": "Being advertised.", "recorded_by": cast.head}
    return Vacancy.objects.create(**{"recorded_on": f.DAY, **facts, **given})


def leaving(cast: Cast, **given: Any) -> Any:
    facts = {"user": cast.officer, "last_day": f.DAY, "opened_by": cast.scrutiny, "opened_on": f.DAY}
    return Departure.objects.create(**{**facts, **given})


def asked(cast: Cast, **given: Any) -> Any:
    facts = {"recommendation": cast.recommendation, "post": cast.post, "asked_by": cast.member, "asked_as": "Chair"}
    return Question.objects.create(**{"words": "Why?", "asked_on": f.DAY, "due_on": f.DAY, **facts, **given})


def answered(cast: Cast, **given: Any) -> Any:
    facts = {"given_by": cast.officer, "given_for": cast.post, "given_at": f.noon(f.DAY), "given_on": f.DAY}
    return Answer.objects.create(**{"question": asked(cast), "words": "So.", **facts, **given})


def changed(cast: Cast, **given: Any) -> Any:
    facts = {"action": cast.action, "changed_by": cast.scrutiny, "changed_as": "Scrutiny officer"}
    return ActionChange.objects.create(**{"what": "title", "reason": "So.", "changed_on": f.DAY, **facts, **given})


def review_changed(cast: Cast, **given: Any) -> Any:
    facts = {"review": cast.review, "what": "title", "reason": "So.", "changed_by": cast.scrutiny}
    return ReviewChange.objects.create(**{**facts, "changed_on": f.DAY, **given})


def lead_changed(cast: Cast, **given: Any) -> Any:
    facts = {"recommendation": cast.recommendation, "changed_by": cast.scrutiny, "changed_as": "Scrutiny officer"}
    return LeadChange.objects.create(**{"reason": "So.", "changed_on": f.DAY, **facts, **given})


def passed(cast: Cast, **given: Any) -> Any:
    facts = {"from_post": cast.post, "to_post": cast.head_post, "passed_by": cast.head, "passed_on": f.DAY}
    return Passing.objects.create(**{"question": asked(cast), "why": "So.", **facts, **given})


def link_sent(cast: Cast, **given: Any) -> Any:
    facts = {"person": cast.officer, "action": cast.action, "nonce": "a", "issued_on": f.DAY, "works_until": f.DAY}
    return UpdateLink.objects.create(**{**facts, **given})


def drafted(cast: Cast) -> Any:
    return Draft.objects.create(person=cast.officer, action=cast.action, words={}, saved_at=f.noon(f.DAY))


def corrected(cast: Cast, number: int) -> Any:
    return updated(cast, pk=number, corrects_id=number)


def plain_term(cast: Cast, term: str = "vague") -> Any:
    return PlainTerm.objects.create(council=cast.council, term=term, why="So.")


def keyed(cast: Cast, **given: Any) -> Any:
    facts = {"person": cast.member, "opens": Key.Opens.READ, "name": "A program", "digest": "d" * 64, "made_on": f.DAY}
    return Key.objects.create(**{**facts, **given})


def twice(make: Callable[[Cast], object]) -> Callable[[Cast], object]:
    def run(cast: Cast) -> None:
        make(cast)
        make(cast)

    return run


def called_in(cast: Cast, **given: Any) -> CallIn:
    meeting, _ = Meeting.objects.get_or_create(
        committee=cast.committee, held_on=f.days(9), defaults={"papers_due_on": f.DAY}
    )
    facts = {"recommendation": cast.recommendation, "called_by": cast.chair, "called_as": "Chair", "called_on": f.DAY}
    return CallIn.objects.create(**{"meeting": meeting, "why": "It is late.", **facts, **given})


def checked(cast: Cast, words: str = "Eleven schools use it.") -> OutcomeCheck:
    about = cast.recommendation.verdicts.first() or verdict(cast)
    return OutcomeCheck.objects.create(
        verdict=about, worked="worked", words=words, checked_by=cast.chair, checked_as="Chair", checked_on=f.DAY
    )


def saved_view(cast: Cast, name: str = "Overdue") -> SavedView:
    return SavedView.objects.create(
        committee=cast.committee, owner=cast.member, name=name, page="dashboard", saved_on=f.DAY
    )


def verdict(cast: Cast, **given: Any) -> Any:
    meeting, _ = Meeting.objects.get_or_create(committee=cast.committee, held_on=f.DAY, papers_due_on=f.DAY)
    return Verdict.objects.create(
        recommendation=cast.recommendation,
        meeting=meeting,
        verdict=VerdictKind.ACCEPTABLE,
        minute="1",
        recorded_by=cast.chair,
        recorded_on=f.DAY,
        **given,
    )


def paragraph(cast: Cast) -> Paragraph:
    return Paragraph.objects.create(
        review=cast.review, number="1.1", order=1, section_number=1, section_title="One", summary="Why."
    )


def citation(cast: Cast, **given: Any) -> Citation:
    found = Paragraph.objects.first() or paragraph(cast)
    facts = {"recommendation": cast.recommendation, "kind": Citation.Kind.ARGUES, "paragraph": found, **given}
    return Citation.objects.create(**facts)


def struck(cast: Cast) -> dict[str, Any]:
    return {"struck_on": f.DAY, "struck_by": cast.scrutiny, "struck_because": "It tells of another matter."}


def footnote(cast: Cast) -> Footnote:
    return Footnote.objects.create(review=cast.review, number="1", order=0, text="A source.")


def told(cast: Cast, **given: Any) -> Told:
    group, _ = WitnessGroup.objects.get_or_create(review=cast.review, name="Experts", order=0)
    witness, _ = Witness.objects.get_or_create(group=group, order=0, name="Ivo Lenton", printed="Trainer")
    found = Paragraph.objects.first() or paragraph(cast)
    facts = {"basis": Basis.PERSON, "linked_by": cast.scrutiny, "linked_on": f.DAY, **given}
    return Told.objects.create(paragraph=found, witness=witness, **facts)


def session(cast: Cast, **given: Any) -> EvidenceSession:
    return EvidenceSession.objects.create(**{"review": cast.review, "order": 0, "title": "A visit", **given})


def attended(cast: Cast, *, witness: bool = False, member: bool = False) -> Attendance:
    at = EvidenceSession.objects.first() or session(cast)
    group, _ = WitnessGroup.objects.get_or_create(review=cast.review, name="Experts", order=0)
    heard, _ = Witness.objects.get_or_create(group=group, order=0, name="Ivo Lenton", printed="Trainer")
    chair, _ = PanelMember.objects.get_or_create(review=cast.review, order=0, name="Ann Barr", part="chair")
    return Attendance.objects.create(session=at, witness=heard if witness else None, member=chair if member else None)


def told_of_session(cast: Cast) -> EvidenceSession:
    return EvidenceSession.objects.first() or session(cast)


def told_of(cast: Cast) -> SessionParagraph:
    at = EvidenceSession.objects.first() or session(cast)
    return SessionParagraph.objects.create(session=at, paragraph=Paragraph.objects.first() or paragraph(cast))


def report_chosen(cast: Cast, **given: Any) -> ImportedReport:
    facts = {"committee": cast.committee, "by": cast.scrutiny, "chosen_at": f.noon(f.DAY), "name": "a.txt"}
    return ImportedReport.objects.create(**{**facts, "kept_as": "a", "sha256": "a" * 64, "size": 1, **given})


def item_found(cast: Cast, **given: Any) -> ProposedItem:
    facts = {"order": 1, "title": "Open", "text": "The council should open.", "confidence": 0.9}
    return ProposedItem.objects.create(imported=report_chosen(cast), **{**facts, **given})


# What can be exempt, and how one of it is made.
SUBJECTS: dict[type[Exemption], Callable[[Cast], Any]] = {
    UpdateExemption: lambda c: updated(c, status=Status.ON_TRACK),
    ExtensionExemption: extended,
    ProofExemption: linked,
    ParagraphExemption: paragraph,
    CitationExemption: citation,
    QuestionExemption: asked,
}


def exempted(cast: Cast, kind: type[Exemption], **given: Any) -> Any:
    facts = {"paragraph": 3, "reason": "A tender.", "decided_by": "Monitoring Officer", "recorded_by": cast.scrutiny}
    days = {"decided_on": f.DAY, "review_on": f.days(300)}
    subject = given.pop("subject", None) or SUBJECTS[kind](cast)
    return kind._default_manager.create(**{"subject": subject, **days, **facts, **given})


def exempted_twice(cast: Cast, kind: type[Exemption]) -> None:
    exempted(cast, kind, subject=exempted(cast, kind).subject)


def exemptions_refused() -> Iterator[tuple[str, Callable[[Cast], object]]]:
    """The constraints that each kind of exemption has, by the name that it has there."""
    wrong: dict[str, list[dict[str, Any]]] = {
        "{}_says_why_and_who": [{"reason": ""}, {"decided_by": ""}],
        "{}_names_a_paragraph_of_the_schedule": [{"paragraph": 0}, {"paragraph": 8}],
        "{}_is_reviewed_later": [{"review_on": f.DAY}],
        "{}_that_ended_says_why": [{"ended_on": f.DAY}, {"ended_why": "It is public now."}],
    }
    for kind in SUBJECTS:
        called = kind.__name__.lower()
        yield f"one_{called}_in_force", partial(exempted_twice, kind=kind)
        for name, cases in wrong.items():
            yield from ((name.format(called), partial(exempted, kind=kind, **given)) for given in cases)


REFUSED: list[tuple[str, Callable[[Cast], object]]] = [
    ("a_key_has_a_name_and_a_digest", lambda c: keyed(c, name="")),
    ("only_a_calendar_is_of_a_committee", lambda c: keyed(c, committee=c.committee)),
    ("a_colour_is_six_hexadecimal_digits", lambda c: Council.objects.create(name="B", slug="b", colour="#12345g")),
    (
        "one_account_for_each_address",
        lambda c: User.objects.create(email=c.officer.email.upper(), name="The same person"),
    ),
    (
        "one_committee_for_each_name_in_a_council",
        lambda c: Committee.objects.create(council=c.council, name=c.committee.name.upper()),
    ),
    (
        "membership_ends_after_it_begins",
        lambda c: Membership.objects.create(
            committee=c.committee, user=c.member, role="member", from_on=f.DAY, to_on=f.days(-1)
        ),
    ),
    (
        "one_meeting_of_a_committee_a_day",
        twice(lambda c: Meeting.objects.create(committee=c.committee, held_on=f.DAY, papers_due_on=f.DAY)),
    ),
    (
        "papers_are_due_before_the_meeting",
        lambda c: Meeting.objects.create(committee=c.committee, held_on=f.DAY, papers_due_on=f.days(1)),
    ),
    (
        "one_directorate_for_each_name_in_a_council",
        twice(lambda c: Directorate.objects.create(council=c.council, name="Twin")),
    ),
    (
        "one_service_for_each_name_in_a_directorate",
        twice(lambda c: Service.objects.create(directorate=c.service.directorate, name="Twin")),
    ),
    ("one_post_for_each_title_in_a_service", twice(post_at)),
    ("one_head_of_a_service", lambda c: post_at(c, is_head=True)),
    (
        "holding_ends_after_it_begins",
        lambda c: Holding.objects.create(post=c.post, user=c.officer, from_on=f.DAY, to_on=f.days(-1)),
    ),
    ("vacancy_ends_after_it_begins", lambda c: vacant(c, to_on=f.days(-1))),
    ("a_vacancy_says_why", lambda c: vacant(c, why="")),
    ("one_vacancy_of_a_post_begins_on_a_day", twice(vacant)),
    ("one_open_departure_of_a_person", twice(leaving)),
    ("a_closed_departure_names_who_closed_it", lambda c: leaving(c, closed_on=f.DAY)),
    (
        "one_theme_for_each_number_in_a_review",
        lambda c: Theme.objects.create(review=c.review, number=1, title="Twin"),
    ),
    (
        "one_recommendation_for_each_number",
        lambda c: Recommendation.objects.create(
            review=c.review, theme=c.recommendation.theme, number=1, title="Twin", text="Twin"
        ),
    ),
    (
        "partner_is_another_service",
        lambda c: Recommendation.objects.filter(pk=c.recommendation.pk).update(partner_service=c.service),
    ),
    (
        "one_part_for_each_label",
        twice(lambda c: Part.objects.create(recommendation=c.recommendation, label="a", text="Do it;")),
    ),
    ("one_action_for_each_number", lambda c: acted(c, number=1)),
    (
        "one_action_for_each_number_in_a_part",
        twice(lambda c: acted(c, part=Part.objects.get_or_create(recommendation=c.recommendation, label="a")[0])),
    ),
    ("target_is_never_before_the_first_one", lambda c: acted(c, target_on=f.days(8))),
    ("first_target_is_not_before_the_agreement", lambda c: acted(c, agreed_on=f.days(10))),
    ("trouble_has_a_reason_and_nothing_else_has", lambda c: updated(c, status=Status.DELAYED, reason="")),
    ("trouble_has_a_reason_and_nothing_else_has", lambda c: updated(c, status=Status.ON_TRACK, reason=Reason.LEGAL)),
    ("an_achievement_has_proof_or_says_why_not", lambda c: updated(c, status=Status.ACHIEVED)),
    (
        "only_an_achievement_says_why_it_has_no_proof",
        lambda c: updated(c, status=Status.ON_TRACK, no_proof_because="It is on paper."),
    ),
    ("a_proof_is_a_whole_file_or_a_link", lambda c: proved(c, url="https://a.example/")),
    ("a_proof_is_a_whole_file_or_a_link", lambda c: proved(c, size=0)),
    ("a_proof_is_a_whole_file_or_a_link", lambda c: proved(c, sha256="")),
    ("a_proof_is_a_whole_file_or_a_link", lambda c: proved(c, stored_as="")),
    ("a_proof_is_a_whole_file_or_a_link", lambda c: proved(c, kind="link")),
    ("a_proof_is_a_whole_file_or_a_link", lambda c: linked(c, url="")),
    ("a_proof_says_what_it_shows", lambda c: proved(c, description="")),
    ("a_proof_does_not_replace_itself", lambda c: proved(c, pk=7, replaces_id=7)),
    ("one_proof_for_each_stored_file", twice(proved)),
    ("an_update_says_something", lambda c: updated(c, status=Status.ON_TRACK, words="")),
    ("an_update_holds_from_its_day_or_an_earlier_one", lambda c: updated(c, effective_on=f.days(1))),
    ("an_update_does_not_correct_itself", lambda c: corrected(c, 7)),
    ("actionchange_says_why", lambda c: changed(c, reason="")),
    ("reviewchange_says_why", lambda c: review_changed(c, reason="")),
    ("leadchange_says_why", lambda c: lead_changed(c, reason="")),
    ("an_action_is_withdrawn_once", twice(lambda c: changed(c, what="withdrawn"))),
    ("a_question_says_something", lambda c: asked(c, words="")),
    ("a_closed_question_says_who_closed_it", lambda c: asked(c, outcome="answered")),
    ("a_closed_question_says_who_closed_it", lambda c: asked(c, closed_on=f.DAY, closed_by=c.member)),
    (
        "a_withdrawn_question_says_why",
        lambda c: asked(c, outcome="withdrawn", closed_on=f.DAY, closed_by=c.member),
    ),
    ("an_answer_says_something", lambda c: answered(c, words="")),
    ("a_passing_says_why", lambda c: passed(c, why="")),
    ("a_link_works_after_it_is_issued", lambda c: link_sent(c, works_until=f.days(-1))),
    ("one_draft_of_a_person_for_an_action", twice(drafted)),
    ("one_plain_term_for_each_term_of_a_council", lambda c: (plain_term(c), plain_term(c, "Vague"))),
    ("an_extension_gives_more_time", lambda c: extended(c, to_on=f.days(60))),
    ("a_decided_extension_names_its_decider", lambda c: extended(c, agreed=True)),
    ("a_decided_extension_names_its_decider", lambda c: extended(c, agreed=False, decided_on=f.DAY)),
    ("a_decided_extension_names_its_decider", lambda c: extended(c, decided_by=c.head, decided_on=f.DAY)),
    (
        "nobody_decides_their_own_request",
        lambda c: extended(c, agreed=True, decided_by=c.officer, decided_on=f.DAY),
    ),
    ("one_open_request_for_an_action", twice(extended)),
    ("one_verdict_at_a_meeting", twice(verdict)),
    ("a_corrected_verdict_says_why", lambda c: verdict(c, corrected_as="Chair")),
    ("a_corrected_verdict_says_why", lambda c: verdict(c, corrected_because="A slip.")),
    ("a_call_in_says_why", lambda c: called_in(c, why="")),
    ("called_in_once_to_a_meeting", twice(called_in)),
    ("a_withdrawn_call_in_says_why", lambda c: called_in(c, withdrawn_on=f.DAY, withdrawn_by=c.chair)),
    ("a_withdrawn_call_in_says_why", lambda c: called_in(c, withdrawn_because="Done.")),
    ("an_outcome_check_says_what_was_found", lambda c: checked(c, words="")),
    ("one_outcome_check_a_day", twice(checked)),
    ("a_saved_view_has_a_name", lambda c: saved_view(c, name="")),
    ("one_saved_view_of_a_name", twice(saved_view)),
    ("one_paragraph_for_each_number", twice(paragraph)),
    ("one_citation_of_a_kind", twice(citation)),
    ("a_judged_citation_names_who_judged", lambda c: citation(c, basis=Basis.PERSON, linked_by=c.scrutiny)),
    ("a_witness_is_cited_once", twice(lambda c: citation(c, paragraph=None, witness=told(c, **struck(c)).witness))),
    ("a_session_is_cited_once", twice(lambda c: citation(c, paragraph=None, session=told_of_session(c)))),
    ("a_citation_is_of_one_thing", lambda c: citation(c, session=session(c))),
    (
        "only_paragraphs_print_a_recommendation",
        lambda c: citation(c, paragraph=None, session=session(c), kind=Citation.Kind.PRINTED),
    ),
    ("a_struck_citation_says_who_when_and_why", lambda c: citation(c, struck_on=f.DAY, struck_by=c.scrutiny)),
    ("a_struck_testimony_says_who_when_and_why", lambda c: told(c, struck_because="So.")),
    ("what_is_found_by_name_alone_is_kept_to_strike_it", lambda c: told(c, basis=Basis.NAME)),
    ("one_footnote_for_each_number", twice(footnote)),
    ("one_testimony_of_a_witness_in_a_paragraph", twice(told)),
    ("a_session_has_a_title", lambda c: session(c, title="")),
    ("one_session_of_a_title_in_a_review", twice(session)),
    ("several_sessions_have_no_one_day", lambda c: session(c, kind="several", held_on=f.DAY)),
    ("an_attendance_is_of_a_witness_or_a_panel_member", attended),
    ("an_attendance_is_of_a_witness_or_a_panel_member", lambda c: attended(c, witness=True, member=True)),
    ("a_witness_attends_a_session_once", twice(lambda c: attended(c, witness=True))),
    ("a_panel_member_attends_a_session_once", twice(lambda c: attended(c, member=True))),
    ("a_paragraph_tells_of_a_session_once", twice(told_of)),
    ("an_import_has_a_known_stage", lambda c: report_chosen(c, stage="lost")),
    ("an_import_being_read_has_a_lease", lambda c: report_chosen(c, stage="reading")),
    ("an_import_that_was_not_read_says_why", lambda c: report_chosen(c, stage="failed")),
    ("an_import_that_was_made_has_its_review", lambda c: report_chosen(c, stage="made")),
    ("an_import_that_was_removed_says_who_and_when", lambda c: report_chosen(c, stage="removed")),
    ("one_import_of_a_file_in_a_committee", twice(report_chosen)),
    ("an_item_has_a_known_decision", lambda c: item_found(c, decision="perhaps")),
    ("a_confidence_is_from_nought_to_one", lambda c: item_found(c, confidence=1.1)),
    ("an_item_has_words", lambda c: item_found(c, text="")),
    *exemptions_refused(),
]


def test_every_kind_of_exemption_is_tried_here() -> None:
    assert set(SUBJECTS) == set(Exemption.__subclasses__())


APPS = ("accounts", "council", "recommendations", "evidence", "intake", "api")


def test_every_constraint_of_these_rooms_is_tried_here() -> None:
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    declared = {constraint.name for model in models for constraint in model._meta.constraints}
    assert {name for name, _ in REFUSED} == declared


@pytest.mark.parametrize(("name", "attempt"), REFUSED)
def test_the_database_refuses(cast: Cast, name: str, attempt: Callable[[Cast], object]) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        attempt(cast)
    said = str(refusal.value)
    # SQLite names the columns of a unique constraint, everything else is named by its name.
    assert name in said or "UNIQUE constraint failed" in said


ACCEPTED: list[Callable[[Cast], object]] = [
    *(partial(exempted, kind=kind) for kind in SUBJECTS),
    lambda c: keyed(c, opens="calendar", committee=c.committee),
    lambda c: Council.objects.create(name="B", slug="b", colour="#0b4a60"),
    lambda c: Committee.objects.create(council=Council.objects.create(name="B", slug="b"), name=c.committee.name),
    lambda c: Membership.objects.create(
        committee=c.committee, user=c.member, role="member", from_on=f.DAY, to_on=f.DAY
    ),
    lambda c: Holding.objects.create(post=c.post, user=c.head, from_on=f.DAY, to_on=f.DAY),
    lambda c: post_at(c, is_head=False),
    lambda c: acted(c, agreed_on=f.days(9)),
    lambda c: acted(c, number=1, part=Part.objects.create(recommendation=c.recommendation, label="a")),
    lambda c: updated(c, status=Status.DELAYED, reason=Reason.FUNDING),
    lambda c: updated(c, status=Status.ACHIEVED, reason="", has_proof=True),
    lambda c: updated(c, status=Status.ACHIEVED, reason="", no_proof_because="It is on paper."),
    lambda c: (proved(c), linked(c), linked(c)),
    lambda c: updated(c, effective_on=f.days(-3), unchanged=True, corrects=updated(c)),
    lambda c: (changed(c), changed(c), changed(c, what="withdrawn")),
    lambda c: (told(c), footnote(c), item_found(c)),
    lambda c: citation(c, basis=Basis.PERSON, linked_by=c.scrutiny, linked_on=f.DAY),
    lambda c: (citation(c, **struck(c)), citation(c, **struck(c)), citation(c), told(c, basis="name", **struck(c))),
    lambda c: (report_chosen(c, stage="failed", reason="It is a scan."), report_chosen(c)),
    lambda c: (answered(c), passed(c), link_sent(c), drafted(c), plain_term(c)),
    lambda c: asked(c, outcome="withdrawn", closed_on=f.DAY, closed_by=c.member, closing_words="So."),
    lambda c: extended(c, agreed=False, decided_by=c.head, decided_on=f.DAY),
    lambda c: (extended(c, agreed=True, decided_by=c.head, decided_on=f.DAY), extended(c)),
]


@pytest.mark.parametrize("attempt", ACCEPTED)
def test_the_database_keeps_what_is_right(cast: Cast, attempt: Callable[[Cast], object]) -> None:
    assert attempt(cast)
