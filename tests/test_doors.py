"""Every door of the site: each address, asked for and posted to, by each person, in their own council and another.

The table is the whole truth. An address without a row fails, and so does a row without an address.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import DemonstrationPerson, User
from api.keys import make_key
from api.models import Key
from council.models import (
    Committee,
    Council,
    Departure,
    Directorate,
    Holding,
    Logo,
    Meeting,
    Membership,
    PlainTerm,
    Post,
    Service,
    SheetImport,
)
from reminders.models import OutboxMail, QuietDays
from tests import factories as f
from tests import verbs
from tests.conftest import Cast, assemble
from tests.house import House, furnished
from webhooks.models import Delivery, Endpoint
from webhooks.states import DeliveryState, Event

pytestmark = pytest.mark.usefixtures("day")

PEOPLE = {
    "public": "public",
    "offic": "officer",
    "deput": "deputy",
    "other": "other_officer",
    "head": "head",
    "membr": "member",
    "elsew": "member_elsewhere",
    "formr": "former_member",
    "chair": "chair",
    "scrut": "scrutiny",
    "admin": "administrator",
}

# Whose: ours, the published review of the cast's own council; draft, one of it that is not published; theirs, the
# published review of another council, on whose committee "elsew" sits; open, one of a committee that lets the public
# read, in a third council to which nobody of the cast belongs.
# What stands behind an "@" says which, where an address has more than one kind of thing behind it.
# One table for each app; together they are the whole truth.
DOORS = Path(__file__).parent / "doors"


WHOSE = {"ours", "draft", "theirs", "open"}


@dataclass(frozen=True)
class Door:
    """One row: an address, how it is knocked at, whose it is, and what each person gets."""

    address: str
    method: str
    whose: str
    expected: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.address} {self.method} {self.whose}"

    @property
    def name(self) -> str:
        """The name of the address, without what is behind it."""
        return self.address.partition("@")[0]


def doors() -> list[Door]:
    rows = (line.split() for table in tables() for line in table[1:])
    return [Door(row[0], row[1], row[2], tuple(int(status) for status in row[3:])) for row in rows]


def tables() -> list[list[str]]:
    """The lines of each app's table, its head first."""
    return [path.read_text(encoding="utf-8").splitlines() for path in sorted(DOORS.glob("*.txt"))]


# --- What is behind the doors ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SetUpRows:
    """One of each row that the set-up is about, all of one council."""

    council: Council
    committee: Committee
    directorate: Directorate
    service: Service
    post: Post
    empty_post: Post
    holding: Holding
    membership: Membership
    meeting: Meeting
    departure: Departure
    person: User
    sheet: SheetImport
    term: PlainTerm
    # A webhook, and a message to it that was given up.
    webhook: Endpoint
    message: Delivery


def webhook_of(council: Council, by: User) -> tuple[Endpoint, Delivery]:
    """A webhook of a council, and a message to it that was given up."""
    facts = {"name": "Dashboard", "address": "https://dashboard.example.org/", "salt": "s", "digest": "d"}
    webhook = Endpoint.objects.create(council=council, made_by=by, made_on=f.DAY, **facts)
    at = f.noon(f.days(-1))
    message = Delivery.objects.create(
        endpoint=webhook, event=Event.TEST, webhook_id=f"msg_{council.pk}", happened_at=at, next_attempt_at=at,
        state=DeliveryState.GIVEN_UP, settled_at=at, reason="It answered 500.",
    )  # fmt: skip
    return webhook, message


def set_up_rows(committee: Committee, post: Post, person: User, chosen_by: User) -> SetUpRows:
    """What the set-up pages of a committee's council lead to."""
    meeting = Meeting.objects.create(committee=committee, held_on=f.days(90), papers_due_on=f.days(80))
    return SetUpRows(
        committee.council,
        committee,
        post.service.directorate,
        post.service,
        post,
        f.PostFactory.create(service=post.service),
        f.HoldingFactory.create(post=post, user=person, capacity=Holding.Capacity.DEPUTY),
        f.MembershipFactory.create(committee=committee, user=person),
        meeting,
        Departure.objects.create(user=person, last_day=f.days(9), opened_by=person, opened_on=f.DAY),
        person,
        SheetImport.objects.create(council=committee.council, by=chosen_by, name="posts.csv", rows=[], chosen_on=f.DAY),
        PlainTerm.objects.create(council=committee.council, term="hard to reach", why="Say who."),
        *webhook_of(committee.council, chosen_by),
    )


@dataclass(frozen=True)
class Street:
    """The cast, four reviews with something behind each address, and where their files are."""

    cast: Cast
    houses: dict[str, House]
    button: DemonstrationPerson
    mail: OutboxMail
    away: QuietDays
    files: Path
    setups: dict[str, SetUpRows]
    # A calendar of the officer's: its key, and the secret in its address.
    calendar: tuple[Key, str]

    def way_in(self, door: Door) -> list[Any]:
        """What the address needs to be complete."""
        house, (room, _, short) = self.houses.get(door.whose), door.name.partition(":")
        return way_into_the_api(short, house, self) if room == "api" else way_in(door, house, self)

    def address(self, door: Door) -> str:
        """The address, with the query that says whose list it is where the path does not."""
        house, short = self.houses.get(door.whose), door.name.partition(":")[2]
        asks = house and door.name.startswith("api:") and short in OF_A_SCOPE
        return reverse(door.name, args=self.way_in(door)) + (f"?review={house.review.slug}" if house and asks else "")


def build_street(files: Path, mark: str = "") -> Street:
    """A street in the database; with a mark, a further one."""
    cast = assemble(mark)
    elsewhere = Membership.objects.get(user=cast.member_elsewhere).committee
    reviews = {
        "ours": cast.review,
        "draft": f.ReviewFactory.create(committee=cast.committee, published_on=None),
        "theirs": f.ReviewFactory.create(committee=elsewhere),
        "open": f.ReviewFactory.create(committee__publishes=True),
    }
    houses = {name: furnished(cast, review) for name, review in reviews.items()}
    button = DemonstrationPerson.objects.create(user=cast.officer, kind="Officer", says="See what is due.", order=1)
    mail = OutboxMail.objects.create(
        sender="a@b.example",
        to="c@b.example",
        subject="Due",
        text="Due",
        headers={},
        message_id=f"1{mark}",
        at=f.noon(f.DAY),
    )
    directorate = f.DirectorateFactory.create(council=elsewhere.council)
    post_elsewhere = f.PostFactory.create(service__directorate=directorate)
    setups = {
        "ours": set_up_rows(cast.committee, cast.post, f.UserFactory.create(), cast.scrutiny),
        "theirs": set_up_rows(elsewhere, post_elsewhere, f.UserFactory.create(), cast.member_elsewhere),
    }
    cast.sign_everybody_in()
    calendar = make_key(by=cast.roles("officer"), opens=Key.Opens.CALENDAR, name="A calendar")
    give_looks(cast.council, elsewhere.council)
    away = QuietDays.objects.create(user=cast.officer, from_on=f.days(30), to_on=f.days(40))
    return Street(cast, houses, button, mail, away, files, setups, calendar)


def give_looks(*councils: Council) -> None:
    """A colour and a logo, so that there is something behind the addresses of both."""
    for council in councils:
        Council.objects.filter(pk=council.pk).update(colour="#0b4a60", has_logo=True)
        Logo.objects.create(council=council, content=b"PNG", content_type="image/png")


def stored_in(files: Path) -> dict[str, Any]:
    """The settings that keep reports and proof in a folder."""
    proofs = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": files / "proofs"},
    }
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {"MEDIA_ROOT": files, "STORAGES": {**settings.STORAGES, "proofs": proofs, "staticfiles": plain}}


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """One street for all tests of a module; what a test changes is gone after it."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**stored_in(files)):
        with time_machine.travel(f.noon(f.DAY), tick=False):
            street = build_street(files)
        yield street
        transaction.set_rollback(True)


@pytest.fixture
def street(built: Street, db: None, settings: Any) -> Street:  # the fixture that takes it back
    """The street, for one test."""
    for name, value in stored_in(built.files).items():
        setattr(settings, name, value)
    return built


TO_AN_ACCOUNT: dict[str, list[Any]] = {
    "openid_connect_login": ["council"],
    "openid_connect_callback": ["council"],
    "mfa_remove_webauthn": [1],
    "mfa_edit_webauthn": [1],
}
TO_A_GUIDE = {f"guides:{name}": ["officer"] for name in ("guide", "ask_for_paper", "paper", "download")}
TO_THE_SET_UP: dict[str, Callable[[SetUpRows], list[Any]]] = {
    "add_directorate": lambda r: [r.council.slug],
    "directorate": lambda r: [r.directorate.pk],
    "add_service": lambda r: [r.directorate.pk],
    "service": lambda r: [r.service.pk],
    "add_post": lambda r: [r.service.pk],
    **dict.fromkeys(("post", "change_post", "assign"), lambda r: [r.post.pk]),
    "vacancy": lambda r: [r.empty_post.pk],
    "end_holding": lambda r: [r.holding.pk],
    "remove": lambda r: ["post", r.empty_post.pk],
    **dict.fromkeys(
        ("person", "change_person", "send_invitation", "leaving", "close_account", "reopen_account"),
        lambda r: [r.person.pk],
    ),
    **dict.fromkeys(("add_committee", "add_plain_term"), lambda r: [r.council.slug]),
    "change_look": lambda r: [r.council.slug],
    **dict.fromkeys(("style", "logo"), lambda r: [r.council.slug, 1]),
    **dict.fromkeys(("change_plain_term", "remove_plain_term"), lambda r: [r.term.pk]),
    **dict.fromkeys(("committee", "change_committee", "add_member", "add_meeting"), lambda r: [r.committee.pk]),
    "remove_committee": lambda r: [r.committee.pk],
    **dict.fromkeys(("rules", "ahead", "kinds"), lambda r: [r.committee.pk]),
    **dict.fromkeys(("rule", "kind", "kind_html"), lambda r: [r.committee.pk, "before_due"]),
    "end_membership": lambda r: [r.membership.pk],
    **dict.fromkeys(("change_meeting", "remove_meeting"), lambda r: [r.meeting.pk]),
    **dict.fromkeys(("hand_over", "close_departure"), lambda r: [r.departure.pk]),
    "import_preview": lambda r: [r.sheet.pk],
    "hand_over_post": lambda r: [r.departure.pk, r.post.pk],
    "add_webhook": lambda r: [r.council.slug],
    **dict.fromkeys(
        ("webhook", "change_webhook", "replace_secret", "remove_webhook", "send_test", "pause", "resume"),
        lambda r: [r.webhook.pk],
    ),
    "send_again": lambda r: [r.message.pk],
}
# Set-up pages belong to a council, not to a review.
OF_A_COUNCIL = {"ours", "theirs"}
# Addresses that tell a machine how the site is.
# Addresses that are keys themselves: whoever has one reads as the person that it was made for.
KEYS = {"evidence:from_mail", "api:calendar"}
HEALTH = {"health", "ready"}

TO_A_REVIEW = (
    "dashboard",
    "recommendation_list",
    "action_list",
    "question_list",
    "evidence",
    "report_list",
    "preview",
    "noticeboard",
)
TO_A_SESSION = ("session", "change_session", "remove_session")
TO_AN_ACTION = (
    "action",
    "row",
    "give_update",
    "unchanged",
    "change_action",
    "withdraw_action",
    "keep_draft",
    "drop_draft",
)
TO_A_QUESTION = ("answer", "pass_on", "close_question")
TO_A_PROOF = ("proof", "replace")
# What stands behind the "@" is the issued report, its version with exempt items, or a draft.
TO_A_REPORT = ("report", "issue", "drop", "supersede", "words", "keep_words", "ask_for_copy", "data")
TO_A_LETTER = ("letter", "letter_text", "letter_words", "drop_letter", "issue_letter", "letter_sent")
TO_A_COPY = ("progress", "download", "try_again")
TO_AN_IMPORT = (
    *("report", "progress", "file", "accept", "leave_out", "settle", "start_again", "make"),
    *("add", "keep_typed", "remove_import", "take_back"),
)


def way_in(door: Door, house: House | None, street: Street) -> list[Any]:
    """What the address needs to be complete."""
    short = door.name.partition(":")[2]
    if door.name in TO_AN_ACCOUNT | TO_A_GUIDE:
        return (TO_AN_ACCOUNT | TO_A_GUIDE)[door.name]
    if short in ("sign_in_as", "outbox_mail", "outbox_html"):
        return [street.button.pk if short == "sign_in_as" else street.mail.pk]
    if short == "end_away":
        return [street.away.pk]
    if (rows := street.setups.get(door.whose)) and short in TO_THE_SET_UP:
        return TO_THE_SET_UP[short](rows)
    if house is None:
        return []
    ways: dict[str, list[Any]] = {name: [house.review.slug] for name in TO_A_REVIEW}
    ways |= {name: [house.action.pk] for name in TO_AN_ACTION}
    papers = house.papers
    which = door.address.partition("@")[2]
    report = papers.draft if which == "draft" else papers.issued
    ends = {"words": ["foreword"], "keep_words": ["foreword"], "ask_for_copy": ["exempt"], "data": ["csv"]}
    ways |= {name: [report.pk, *ends.get(name, [])] for name in TO_A_REPORT}
    copy = {"draft": papers.failed, "exempt": papers.done_exempt}.get(which, papers.done)
    ways |= {name: [copy.pk] for name in TO_A_COPY}
    ways |= {name: [house.proof.pk] for name in TO_A_PROOF} | {"attach": [house.update.pk]}
    ways |= {name: [house.witness.pk] for name in ("witness", "link", "contact", "letters")}
    ways |= {name: [house.letter.pk] for name in TO_A_LETTER}
    ways |= {name: [house.session.pk] for name in TO_A_SESSION} | {"add_session": [house.review.slug]}
    ways |= {name: [house.review.slug] for name in ("links", "names")}
    ways |= {"cite": [house.review.slug, 9], "strike": ["citation", house.citation.pk]}
    ways |= {"map": [house.review.slug], "organisation": [house.review.slug, "boxing-club"]}
    if door.name.startswith("intake:"):
        ways |= {name: [house.found.imported_id] for name in TO_AN_IMPORT}
        ways |= {name: [house.found.imported_id, house.found.pk] for name in ("item", "decide_item")}
    ways["from_mail"] = [house.token]
    ways |= {name: [house.question.pk] for name in TO_A_QUESTION} | {
        "take_back_call_in": [house.call_in.pk],
        "put_right": [house.verdict.pk],
    }
    of_one = ("recommendation", "ask", "agree_action", "respond", "change_lead", "call_in", "outcome")
    ways |= {name: [house.review.slug, 9] for name in of_one}
    committee = house.review.committee_id
    ways |= {f"committee_{name}": [committee] for name in TO_A_REVIEW}
    ways["sent_to_executive"] = ways["change_review"] = [house.review.slug]
    ways |= {"meetings": [committee], "remove_view": [house.view.pk], "change_view": [house.view.pk]}
    ways |= {name: [house.meeting.pk] for name in ("meeting", "sitting")}
    for name, scope in (("", house.review.slug), ("committee_", committee)):
        ways[f"{name}export"] = [scope, which or "actions", "csv"]
        ways[f"{name}save_view"] = [scope, "action_list"]
    ways["exempt"] = house.exemptible.get(door.address.partition("@")[2], [])
    ways["end_exemption"] = ["update", house.kept_back.pk]
    ways["decide"] = [house.request_of_head.pk if door.address.endswith("@head") else house.request.pk]
    return ways[short]


# Lists of the API whose query says of which review they are.
OF_A_SCOPE: tuple[str, ...] = ("figures", "recommendations", "actions", "updates", "verdicts", "responses", "questions")
OF_A_SCOPE += ("paragraphs", "witnesses", "citations", "reports")


def way_into_the_api(short: str, house: House | None, street: Street) -> list[Any]:
    """What an address of the API, of a key or of a feed needs to be complete."""
    key, secret = street.calendar
    ways: dict[str, list[Any]]
    if house is None:
        ways = {"revoke": [key.pk], "calendar": [secret], "nowhere": ["nowhere"]}
        return ways.get(short, [])
    committee = house.review.committee_id
    ways = {"review": [house.review.slug], "changes": [house.review.slug]}
    ways |= {"committee": [committee], "committee_changes": [committee], "report": [house.papers.issued.pk]}
    ways |= {"recommendation": [house.action.recommendation_id]}
    ways |= {name: [house.action.pk] for name in ("action", "give_update")}
    return ways.get(short, [])


# Filled in as it should be, so that only the person decides.
FROM_TODAY = {"from_on_day": "17", "from_on_month": "6", "from_on_year": "2026"}
LAST_DAY = {"last_day_day": "20", "last_day_month": "6", "last_day_year": "2026"}
WHO = {**FROM_TODAY, "email": "somebody@harbour.example", "name": "Somebody new"}
PERIODS = {"response_months": "2", "stale_after_days": "90", "due_soon_days": "30", "answer_days": "10"}
TERMS = {"exempt_paragraph": "3", "exempt_reason": "A tender is open.", "decided_by": "Monitoring Officer"}
TERMS |= {"review_on_day": "1", "review_on_month": "6", "review_on_year": "2027"}
WEBHOOK = {"name": "Papers", "address": "https://papers.example.org/", "events": "verdict.recorded"}
FORMS: dict[str, dict[str, str]] = {
    "council:add_directorate": {"name": "Another directorate"},
    "council:directorate": {"name": "Another name", "version": "1"},
    "council:add_service": {"name": "Another service"},
    "council:service": {"name": "Another name", "version": "1"},
    "council:add_post": {"title": "Another post"},
    "council:change_post": {"title": "Another title", "version": "1"},
    "council:assign": {**WHO, "capacity": "deputy"},
    "council:vacancy": {**FROM_TODAY, "why": "Being advertised."},
    "council:end_holding": LAST_DAY,
    "council:change_person": {"name": "Another name", "email": "another@harbour.example"},
    "council:leaving": LAST_DAY,
    "council:add_committee": {**PERIODS, "name": "Another committee"},
    "council:change_committee": {**PERIODS, "name": "Another name", "version": "1"},
    "council:add_member": {**WHO, "role": "member"},
    "council:end_membership": LAST_DAY,
    "council:add_meeting": {"held_on_day": "1", "held_on_month": "12", "held_on_year": "2026"},
    "council:change_meeting": {"held_on_day": "1", "held_on_month": "12", "held_on_year": "2026", "version": "1"},
    "council:change_look": {"name": "Harbour Council", "colour": "#0b4a60", "version": "1"},
    "council:add_plain_term": {"term": "radicalis*", "why": "Say which risk you mean."},
    "council:change_plain_term": {"term": "hard to reach", "why": "Say who was not reached.", "version": "1"},
    "council:import_preview": {"create": "0", "change": "0", "leave": "0", "faults": "0"},
    "webhooks:add_webhook": WEBHOOK,
    "webhooks:change_webhook": {**WEBHOOK, "name": "Another name", "version": "1"},
    "reminders:add_away": {**FROM_TODAY, "to_on_day": "20", "to_on_month": "6", "to_on_year": "2026"},
    "reminders:rule": {"before": "21, 7", "repeat": "never"},
    "recommendations:hand_over_post": {"then": "vacancy", "why": "Being advertised."},
    "evidence:exempt": TERMS,
    "evidence:end_exemption": {"why": "The contract is public."},
    "evidence:attach": {"proof_1_link": "https://www.harbour.example/", "proof_1_shows": "The published guide."},
    "evidence:replace": {"proof_1_link": "https://www.harbour.example/", "proof_1_shows": "The published guide."},
    "evidence:from_mail": {"status": "on_track", "words": verbs.WORDS, "reason": "", "version": "1"},
    "recommendations:keep_draft": {"words": "Half of it is"},
    "evidence:give_update": {"status": "on_track", "words": verbs.WORDS, "reason": "", "version": "1"},
    "recommendations:unchanged": {"version": "1"},
    "recommendations:change_action": {"reason": "A better word."},
    "recommendations:withdraw_action": {"reason": "Another service does it already."},
    "recommendations:ask": {"words": "How many schools take part?", "asks_for": "words"},
    "evidence:answer": {"words": "There are 14 schools now."},
    "recommendations:pass_on": {"why": "Another post knows."},
    "recommendations:close_question": {"outcome": "withdrawn", "words": "It was said elsewhere."},
    "recommendations:decide": {"decision": "agree", "note": "Agreed."},
    "recommendations:respond": {
        "kind": "accepted",
        "deciding_body": "Cabinet",
        "decided_on_day": "1",
        "decided_on_month": "6",
        "decided_on_year": "2026",
    },
    # The form goes by what its page was opened with, which a table cannot know: it comes back, and nothing is changed.
    "recommendations:change_review": {},
    "recommendations:change_lead": {},
    "recommendations:sent_to_executive": {"sent_on_day": "1", "sent_on_month": "6", "sent_on_year": "2026"},
    "recommendations:save_view": {"name": "A view of theirs"},
    "recommendations:committee_save_view": {"name": "Another view of theirs"},
    "reports:report_list": {"period": "2025-Q4"},
    "reports:committee_report_list": {"period": "2025-Q4"},
    "reports:words": {"foreword-words": "One year on, most of it moves."},
    "reports:keep_words": {"foreword-words": "One year on, most of it moves."},
    "reports:issue": {"has_read": "on"},
    "reports:letter_words": {"words": "Thank you."},
    "reports:issue_letter": {"has_read": "on"},
    "reports:letter_sent": {"how": "post"},
    "reports:supersede": {"because": "A date was wrong."},
    "intake:imports": {"pasted": "Recommendation 1: The council should open."},
    "intake:accept": {"least": "likely"},
    "intake:decide_item": {"do": "open"},
    "intake:add": {"text": "The council should close.", "page": "1"},
    "intake:keep_typed": {"title": "Opening", "keep": "yes"},
    "intake:item": {"title": "Open", "text": "The council should open."},
    "evidence:contact": {"email": "ivo@club.example"},
    "evidence:links": {"links": "0-0"},
    "evidence:names": {"pairs": "0-0"},
    "evidence:cite": {"basis": "person"},
    "evidence:strike": {"because": "It tells of something else."},
    "evidence:add_session": {"title": "Another session", "kind": "session"},
    "evidence:change_session": {"title": "Another title", "kind": "visit", "version": "1"},
    "account_login": {"login": "officer@harbour.example", "password": "wrong"},
    "account_request_login_code": {"email": "officer@harbour.example"},
}


# The same for the API, as JSON.
BODIES: dict[str, dict[str, Any]] = {
    "api:give_update": {"status": "on_track", "words": verbs.WORDS, "version": 1},
}


def knock(cast: Cast, door: Door, address: str, person: str) -> int:
    """What one person gets. Whatever it changes is taken back, so that the next one finds the same."""
    return int(knocked(cast, door, address, person)[0].status_code)


def knocked(cast: Cast, door: Door, address: str, person: str) -> tuple[Any, bytes]:
    """The answer that one person gets, and all of its content."""
    client = cast.client(person)
    # A row by itself is for htmx; without it the address leads to the page.
    headers = {"HX-Request": "true"} if door.name == "recommendations:row" else {}
    if door.name.startswith("api:"):
        headers = cast.with_token(person)
    with transaction.atomic():
        if door.method == "GET":
            response: Any = client.get(address, headers=headers)
        elif door.name in BODIES:
            response = client.post(address, BODIES[door.name], content_type="application/json", headers=headers)
        else:
            response = client.post(address, FORMS.get(door.name, {}), headers=headers)
        # A file is read to its end, or it stays open.
        content = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return response, content


# On PostgreSQL the leak tests open the same doors.
@pytest.mark.once
@pytest.mark.parametrize("door", doors(), ids=str)
def test_each_person_gets_what_the_table_says(street: Street, door: Door) -> None:
    address = street.address(door)
    found = {short: knock(street.cast, door, address, person) for short, person in PEOPLE.items()}
    assert found == dict(zip(PEOPLE, door.expected, strict=True)), address


# --- The table is whole -----------------------------------------------------------------------------------------------


def addresses(patterns: list[Any], space: str = "") -> Iterator[str]:
    """The name of each address, the administration's apart."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from addresses(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def test_every_address_has_its_rows_and_every_row_an_address() -> None:
    named = set(addresses(get_resolver().url_patterns)) | {"admin:index"}
    assert {door.name for door in doors()} == named


def test_each_address_is_asked_for_and_posted_to_wherever_it_leads() -> None:
    rows = {(door.address, door.method, door.whose) for door in doors()}
    assert len(rows) == len(doors())
    for address, _, whose in rows:
        assert {(address, method, whose) for method in ("GET", "POST")} <= rows
        short = address.partition(":")[2]
        others = {"-"} if whose == "-" else OF_A_COUNCIL if short in TO_THE_SET_UP else WHOSE
        assert {(address, method, other) for other in others for method in ("GET", "POST")} <= rows


def test_the_columns_are_the_whole_cast_and_the_public(street: Street) -> None:
    assert {*street.cast.people, "public"} == set(PEOPLE.values())
    assert [table[0].split()[3:] for table in tables()] == [list(PEOPLE)] * len(tables())


def test_no_door_answers_with_an_error_of_ours() -> None:
    # A health page that says "not well" to a machine says so by 503, which is its right answer and no error.
    wrong = {door.address for door in doors() if any(status >= 500 for status in door.expected)}
    assert {name for name in wrong if name.rpartition(":")[2] not in HEALTH} == set()
    assert {status for door in doors() for status in door.expected if status >= 500} <= {503}


# --- The administration -----------------------------------------------------------------------------------------------


def test_every_page_of_the_administration_is_the_administrators_alone(street: Street) -> None:
    cast = street.cast
    pages = [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:jsi18n")]
    pages += [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
        for model, by in admin.site._registry.items()
        for page in ("changelist", "add")
        if page == "changelist" or by.has_add_permission(asked_by(cast.administrator))
    ]
    assert len(pages) > 20
    for page in pages:
        found = {person for person in PEOPLE.values() if cast.client(person).get(page).status_code == 200}
        assert found == {"administrator"}, page


# What the committee published, and what happened since.
PUBLISHED = "Review Theme Recommendation Paragraph Citation Contradiction Witness EvidenceSession PanelMember".split()  # noqa: SIM905
HAPPENED = "Action Update Response Verdict Extension Proof Report".split()  # noqa: SIM905


@pytest.mark.once
def test_the_administration_edits_and_deletes_nothing_that_the_committee_published(street: Street) -> None:
    request = asked_by(street.cast.administrator)
    found = {model.__name__: by for model, by in admin.site._registry.items()}
    for name in (*PUBLISHED, *HAPPENED):
        assert not found[name].has_delete_permission(request), name
        assert not found[name].has_add_permission(request), name
        assert not found[name].has_change_permission(request), name
    row = street.cast.recommendation
    client = street.cast.client("administrator")
    address = reverse("admin:recommendations_recommendation_change", args=[row.pk])
    assert row.title in client.get(address).content.decode()
    assert client.post(address, {"text": "Something else."}).status_code == 403
    assert type(row).objects.get(pk=row.pk).text == row.text


def asked_by(user: User) -> HttpRequest:
    """A request of somebody's, for the administration's own question who may."""
    request = HttpRequest()
    request.user = user
    return request
