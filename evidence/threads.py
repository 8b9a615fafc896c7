"""The thread both ways: from who was heard through what the report tells of it to what was recommended, and back.

A paragraph tells of a witness where somebody linked the two, where it names the witness or their organisation, or where
it tells of a session that the witness attended. Beside that a witness or a session can be cited itself.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache

from django.utils.text import slugify

from council.roles import Roles
from evidence.models import Basis, Citation, EvidenceSession, Paragraph, Testimony, Witness, WitnessGroup
from evidence.strands import Strands, strands
from recommendations.models import Recommendation, Review

TITLES = re.compile(r"^(?:Cllr|Councillor|Dr|Mr|Mrs|Ms|Professor|Sir|Dame)\s")
COUNCIL = re.compile(r"^(?:London|Royal) Borough of |(?:\s(?:City|Borough|County|District))? Council$")


# A thread is as sure as its least sure link.
SUREST_FIRST = (Basis.REPORT, Basis.PERSON, Basis.NAME)


@dataclass(frozen=True)
class Ground:
    """What a link or a thread of links rests on, and since when where a person judged so and the day is known."""

    basis: Basis
    on: date | None = None

    @property
    def place(self) -> tuple[int, date]:
        """The surest first, of two judgements the earlier."""
        return SUREST_FIRST.index(self.basis), self.on or date.min

    @property
    def is_confirmed(self) -> bool:
        """The report says so or a person judged so; a name alone is neither."""
        return self.basis != Basis.NAME


def surest(found: Iterable[Ground]) -> Ground:
    """The surest of several threads that lead to the same."""
    return min(found, key=lambda ground: ground.place)


def least_sure(links: Iterable[Ground]) -> Ground:
    """How sure a thread of these links is."""
    return max(links, key=lambda ground: ground.place)


def ground_of(citation: Citation) -> Ground:
    """What a citation rests on."""
    basis = Basis(citation.basis)
    return Ground(basis, citation.linked_on if basis == Basis.PERSON else None)


@dataclass(frozen=True)
class Telling:
    """A paragraph that tells of a witness, and what that rests on."""

    paragraph: Paragraph
    witness: Witness
    basis: Basis
    because: str
    # Those that the witness attended and the paragraph tells of.
    sessions: tuple[EvidenceSession, ...] = ()
    # The link that somebody made, where one did.
    testimony: int | None = None
    said_on: date | None = None
    # By which name it was found.
    name: str = ""

    @property
    def ground(self) -> Ground:
        """What it rests on, and since when."""
        return Ground(self.basis, self.said_on if self.basis == Basis.PERSON else None)


@dataclass(frozen=True)
class Weave:
    """All that this reader may know of who led to what in one review."""

    review: Review
    witnesses: list[Witness]
    paragraphs: list[Paragraph]
    citations: list[Citation]
    tellings: list[Telling]
    recommendations: list[Recommendation] = field(default_factory=list)
    # Citations of witnesses and sessions themselves, and who attended each session.
    direct: list[Citation] = field(default_factory=list)
    attended: dict[int, set[int]] = field(default_factory=dict)

    @cached_property
    def cited_by(self) -> dict[int, list[Citation]]:
        """The citations of each paragraph."""
        return grouped((c.paragraph_id or 0, c) for c in self.citations)

    def cited_with(self, witness: Witness) -> list[Citation]:
        """The citations of a witness, and of the sessions that they attended."""
        there = self.attended.get(witness.pk, set())
        return [c for c in self.direct if c.witness_id == witness.pk or c.session_id in there]

    @cached_property
    def confirmed(self) -> "Weave":
        """The same without what rests on a name alone."""
        return replace(self, tellings=[t for t in self.tellings if t.ground.is_confirmed])

    def shown_to(self, roles: Roles) -> "Weave":
        """What this reader may know of it: what only a name suggests stays inside the council until it is confirmed."""
        return self if self.review.committee.council_id in roles.council_ids else self.confirmed

    @cached_property
    def threads(self) -> dict[tuple[int, int], dict[int, Ground]]:
        """By witness and recommendation, every thread from the one to the other and how sure it is.

        Each by its paragraph, a citation of the witness or of their session by minus its own id.
        """
        found: dict[tuple[int, int], dict[int, Ground]] = {}
        for witness in self.witnesses:
            for t in self.told_in.get(witness.pk, []):
                for c in self.cited_by.get(t.paragraph.pk, []):
                    thread, of = found.setdefault((witness.pk, c.recommendation_id), {}), t.paragraph.pk
                    ground = least_sure((t.ground, ground_of(c)))
                    thread[of] = surest((thread.get(of, ground), ground))
            for c in self.cited_with(witness):
                found.setdefault((witness.pk, c.recommendation_id), {})[-c.pk] = ground_of(c)
        return found

    @cached_property
    def leads(self) -> dict[int, dict[int, Ground]]:
        """By witness and recommendation, how sure it is that the one led to the other: the surest of its threads."""
        found: dict[int, dict[int, Ground]] = {witness.pk: {} for witness in self.witnesses}
        for (witness, row), threads in self.threads.items():
            found[witness][row] = surest(threads.values())
        return found

    def how_sure(self, witnesses: Iterable[Witness]) -> list[tuple[Recommendation, Basis]]:
        """The recommendations that the evidence of these witnesses led to, in their order, each as sure as it is."""
        threads = [lead for witness in witnesses for lead in self.leads[witness.pk].items()]
        by_row = grouped((row, ground) for row, ground in threads)
        return [(row, surest(by_row[row.pk]).basis) for row in self.recommendations if row.pk in by_row]

    def heard_for(self, row: Recommendation) -> list[tuple[Ground, list[Witness]]]:
        """Whose evidence led to a recommendation, by what that rests on, the surest first."""
        found: dict[Ground, list[Witness]] = {}
        for witness in self.came_from[row.pk]:
            found.setdefault(self.leads[witness.pk][row.pk], []).append(witness)
        return sorted(found.items(), key=lambda pair: pair[0].place)

    @cached_property
    def told_in(self) -> dict[int, list[Telling]]:
        """What tells of each witness."""
        return grouped((t.witness.pk, t) for t in self.tellings)

    @cached_property
    def led_to(self) -> dict[int, list[Recommendation]]:
        """The recommendations that the evidence of each witness led to, in their order."""
        return {witness.pk: [row for row, _ in self.how_sure([witness])] for witness in self.witnesses}

    @cached_property
    def came_from(self) -> dict[int, list[Witness]]:
        """The witnesses whose evidence led to each recommendation: found from its own citations, not from led_to."""
        tells = grouped((t.paragraph.pk, t.witness) for t in self.tellings)
        of_each = grouped((c.recommendation_id, c.paragraph_id) for c in self.citations)
        themselves = grouped((c.recommendation_id, c) for c in self.direct)
        place = {witness.pk: at for at, witness in enumerate(self.witnesses)}
        found = {}
        for row in self.recommendations:
            heard = {w.pk: w for paragraph in of_each.get(row.pk, []) for w in tells.get(paragraph, [])}
            for c in themselves.get(row.pk, []):
                there = (
                    w for w in self.witnesses if c.witness_id == w.pk or c.session_id in self.attended.get(w.pk, set())
                )
                heard |= {w.pk: w for w in there}
            found[row.pk] = sorted(heard.values(), key=lambda w: place[w.pk])
        return found

    @cached_property
    def argued_in(self) -> dict[int, list[Paragraph]]:
        """The paragraphs that led to each recommendation."""
        by_pk = {p.pk: p for p in self.paragraphs}
        found = grouped((c.recommendation_id, by_pk[c.paragraph_id or 0]) for c in self.citations)
        return {key: sorted(set(rows), key=lambda p: p.order) for key, rows in found.items()}


def weave(review: Review, roles: Roles, *, on: date | None = None) -> Weave:
    """Read all of it as it stood on a day, today without one, as far as this reader may: four queries."""
    day = on or roles.on
    cited = Citation.objects.filter(recommendation__review=review).leading().standing(day).shown_to(roles)
    every = list(cited.select_related("recommendation").order_by("paragraph__order", "pk"))
    paragraphs = list(review.paragraphs.shown_to(roles))
    return woven(paragraphs, every, list(review.recommendations.all()), review, day, strands(review, day))


def woven(
    paragraphs: list[Paragraph],
    cited: list[Citation],
    recommendations: list[Recommendation],
    review: Review,
    day: date,
    known: Strands,
) -> Weave:
    """Whom these paragraphs tell of on a day, and what these citations lead to."""
    shown = {p.pk for p in paragraphs}
    return Weave(
        review,
        known.witnesses,
        paragraphs,
        [c for c in cited if c.paragraph_id in shown],
        tellings_of(paragraphs, known.witnesses, known.testimonies, known.heard, review, day),
        recommendations,
        [c for c in cited if c.paragraph_id is None],
        known.attended,
    )


def tellings_of(
    paragraphs: list[Paragraph],
    witnesses: list[Witness],
    recorded: list[Testimony],
    heard: dict[tuple[int, int], list[EvidenceSession]],
    review: Review,
    day: date,
) -> list[Telling]:
    """Every pair of a paragraph and a witness that belonged together on a day, in the report's order."""
    gone = [t for t in recorded if t.struck_on is not None and t.struck_on <= day]
    # What was struck is not found by name again.
    struck = {(t.paragraph_id, t.witness_id) for t in gone}
    # A name that was struck later was on this day what it was: found by name.
    said = {(t.paragraph_id, t.witness_id): t for t in recorded if t not in gone and t.basis != Basis.NAME}
    own = COUNCIL.sub("", review.committee.council.name)
    names = {witness.pk: names_of(witness, own) for witness in witnesses}
    found = []
    for paragraph in paragraphs:
        for witness in witnesses:
            pair = (paragraph.pk, witness.pk)
            sessions = tuple(heard.get(pair, ()))
            if told := said.get(pair):
                found.append(Telling(paragraph, witness, Basis(told.basis), "", sessions, told.pk, told.linked_on))
            elif sessions:
                because = "It tells of a session where they were heard"
                found.append(Telling(paragraph, witness, Basis.PERSON, because, sessions))
            elif pair not in struck and (name := named_in(paragraph.summary, names[witness.pk])):
                found.append(Telling(paragraph, witness, Basis.NAME, f"It names {name}", name=name))
    return found


def names_of(witness: Witness, own_council: str) -> list[str]:
    """By which names a paragraph can tell of a witness: their own, and that of an organisation beside the council.

    In full, and of more words than one: "Birmingham" is a city and not its council, "Student" anybody.
    """
    names = [TITLES.sub("", witness.name)]
    if COUNCIL.sub("", witness.organisation) != own_council:
        names.append(witness.organisation)
    return [name for name in names if " " in name.strip()]


def named_in(words: str, names: Sequence[str]) -> str:
    """The first of these names that stands in words; nothing where none does."""
    # Most paragraphs name nobody, which is told without a pattern.
    return next((name for name in names if name in words and as_a_word(name).search(words)), "")


@lru_cache(maxsize=4096)
def as_a_word(name: str) -> re.Pattern[str]:
    """A name that is no part of a longer word."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def grouped(pairs: Iterable[tuple[int, object]]) -> dict[int, list]:  # type: ignore[type-arg]
    """Rows by key, in their order."""
    found: dict[int, list[object]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(row)
    return found


def in_order(rows: Iterable[Recommendation]) -> list[Recommendation]:
    """Each recommendation once, by number."""
    return sorted({row.pk: row for row in rows}.values(), key=lambda row: row.number)


def organisation_slug(name: str) -> str:
    """The last part of the address of an organisation's page."""
    return slugify(name) or "organisation"


def of_organisation(woven: Weave, slug: str) -> list[Witness]:
    """The witnesses of one organisation, by the last part of its page's address."""
    return [w for w in woven.witnesses if w.organisation and organisation_slug(w.organisation) == slug]


# --- The picture -----------------------------------------------------------------------------------------------------

ROW = 26
LEFT, RIGHT, WIDE = 240, 480, 560


@dataclass(frozen=True)
class Spot:
    """A name in the picture, and how far down it stands."""

    words: str
    y: int


@dataclass(frozen=True)
class Line:
    """From a group to a recommendation: how far down it begins and ends, and how thick it is.

    It is whole where the report or a person says so, as thick as it has paragraphs that do; broken where all that is
    known is a name.
    """

    begins: int
    ends: int
    thick: int
    is_whole: bool


@dataclass(frozen=True)
class Picture:
    """Groups on the left, recommendations on the right, and a line for each pair."""

    groups: list[Spot]
    recommendations: list[Spot]
    lines: list[Line]
    height: int
    in_words: str


def picture(woven: Weave) -> Picture:
    """The geometry of the map."""
    groups: dict[int, WitnessGroup] = {w.group_id: w.group for w in woven.witnesses}
    left = {pk: ROW * (at + 1) for at, pk in enumerate(groups)}
    right = {row.pk: ROW * (at + 1) for at, row in enumerate(woven.recommendations)}
    group_of = {w.pk: w.group_id for w in woven.witnesses}
    pairs: dict[tuple[int, int], dict[int, bool]] = {}
    for (witness, row), threads in woven.threads.items():
        pair = pairs.setdefault((group_of[witness], row), {})
        for of, ground in threads.items():
            pair[of] = pair.get(of, False) or ground.is_confirmed
    lines = [
        Line(left[group], right[row], min(8, sum(found.values()) or len(found)), any(found.values()))
        for (group, row), found in pairs.items()
    ]
    return Picture(
        [Spot(group.name, left[pk]) for pk, group in groups.items()],
        [Spot(row.reference, right[row.pk]) for row in woven.recommendations],
        lines,
        ROW * (max(len(left), len(right), 1) + 1),
        in_words(
            [pair for pair, found in pairs.items() if any(found.values())],
            [pair for pair, found in pairs.items() if not any(found.values())],
        ),
    )


def in_words(whole: Sequence[tuple[int, int]], broken: Sequence[tuple[int, int]]) -> str:
    """What the picture shows: of groups and recommendations, which lines are whole and which are broken."""

    def told(pairs: Sequence[tuple[int, int]]) -> str:
        groups, rows = (len(set(ends)) for ends in zip(*pairs, strict=True))
        of = "group of witnesses" if groups == 1 else "groups of witnesses"
        return f"{groups} {of} to {rows} recommendation{'' if rows == 1 else 's'}"

    said = [f"Whole lines lead from {told(whole)} that the report or a person says they led to."] if whole else []
    if broken:
        said.append(f"Broken lines lead from {told(broken)} by a name alone, which nobody has confirmed.")
    return " ".join([*(said or ["Nothing is linked yet."]), "The table says the same in words."])
