"""Who gave evidence and who sat on the panel, from the lists that a report prints of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.reading.block import Block
from intake.reading.marks import list_mark
from intake.reading.names import ELSEWHERE, POSTS, person_in, role_and_organisation
from intake.reading.outline import is_section_heading
from intake.reading.shapes import Kind, ProposedPerson, ProposedWitness
from intake.reading.words import DANGLING, folded, heads_recommendations, is_sentence, plain

HEARD = re.compile(
    r"\b(?:(?:received|heard|took|gathered|taken|gave|given|provided)\b[^.]{0,40}\bevidence\b[^.]{0,20}\b(?:from|by)|"
    r"evidence (?:was|is) (?:received|heard|given|taken|"
    r"provided)[^.]{0,20}\b(?:from|by)|(?:spoke|talked) (?:to|with)|heard from|interviewed|met with|gave evidence|"
    r"following (?:people |"
    r"individuals |witnesses |officers )*(?:gave|provided|contributed|attended|were interviewed|took part)|"
    r"(?:would like to |wish(?:es)? to )?"
    r"thank(?:s)?(?: to)? the following|witnesses (?:were|included)|contribut(?:ors|ed)|witnesses who)\b.*[:;.]?$",
    re.I,
)
# The same in the middle of a sentence that names them.
HEARD_OF = re.compile(
    r"\b(?:(?:received|heard|took|gathered|taken)\b[^.:]{0,40}\bevidence\b[^.:]{0,20}\b(?:from|by)|"
    r"heard from|interviewed|(?:spoke|talked) (?:to|with)|met with|"
    r"evidence (?:was|is) (?:received|heard|given|taken|provided)[^.:]{0,20}\b(?:from|by)|"
    r"witnesses (?:were|included))\b",
    re.I,
)
HEARD_HEAD = re.compile(
    r"^(?:appendix \w+[\s:.–-]*|\d+(?:\.\d+)*\.?\s+)?(?:list of |the |our |external |expert |key |"
    r"review )*(?:witness(?:es)?|contributors?|people (?:we )?(?:heard|spoke|met)"
    r"|who we (?:heard|spoke)|those who gave evidence|evidence givers?|participants|evidence sessions?|"
    r"witnesses heard|interviewees|who gave evidence|(?:oral|written) evidence)\b.{0,60}$",
    re.I,
)
PANEL = re.compile(
    r"(?:\b(?:other |the )?members (?:of|on) (?:the|this|our) .{0,60}?(?:panel|group|committee|commission|inquiry|"
    r"party|review)\b.{0,40}?\b(?:included|were|are|"
    r"comprised|is)\b|\b(?:panel|group|committee|commission) (?:was made up of|comprised|consisted of|"
    r"members (?:were|are|included))\b)[^.]*[:;]?$",
    re.I,
)
PANEL_HEAD = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s+)?(?:the |review |scrutiny |task |and |finish |working |inquiry |commission |committee |"
    r"our )*(?:(?:panel|group|committee|"
    r"commission|inquiry|review|party)(?:['’]s)? (?:members?(?:hip)?)|membership(?: of the .{0,50})?|"
    r"members of the .{0,50})\s*:?$",
    re.I,
)
CHAIRED = re.compile(
    r"\bchaired by (?:the )?(?P<name>(?:Cllr|Councillor|Dr|Mr|Mrs|Ms|"
    r"Professor)?\.?\s?[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){1,2})(?:,\s(?P<role>Chair[^,.]*))?"
)
CHAIR_MARK = re.compile(r"\((?:the\s)?(?:co-)?chair(?:man|woman|person)?\)|,?\s+chair(?:man|woman)?$", re.I)
SUPPORT = re.compile(r"\bsupported by\b[^.]*[:;]?$", re.I)
HEADING_OF_GROUP = re.compile(r"^[A-Z][\w ’'&(),/.-]{2,80}:?$")


@dataclass
class Entry:
    """One line of a list of people, with the cells it had."""

    text: str
    place: str
    is_heading: bool
    cells: tuple[str, ...] = ()
    is_item: bool = False
    behind_gap: bool = False


def entries(blocks: Sequence[Block], start: int) -> Iterator[Entry]:
    """The lines of a list of people, until the document goes on with something else."""
    for at in range(start, len(blocks)):
        block = blocks[at]
        ends = block.kind in {Kind.PARAGRAPH, Kind.LABEL} or is_section_heading(block, blocks[at + 1 : at + 5])
        if ends or heads_recommendations(block.text):
            return
        if block.kind == Kind.ROW:
            yield Entry("", block.place, False, block.cells)
        elif block.kind == Kind.HEADING:
            if not HEADING_OF_GROUP.match(block.text) or (block.line.level and block.line.level <= 1):
                return
            yield Entry(block.text, block.place, True)
        elif block.is_list:
            yield Entry(block.text, block.place, False, is_item=True)
        else:
            for n, line in enumerate(unbroken(block.trail)):
                mark = list_mark(line)
                text = plain(mark.rest if mark and mark.kind == Kind.BULLET else line)
                heads = text.endswith(":") or (len(block.trail) == 1 and block.line.is_bold)
                yield Entry(text, block.place, heads, behind_gap=n == 0 and block.gap)


def unbroken(lines: Sequence[str]) -> list[str]:
    """Lines, with a name that was broken at its hyphen put together."""
    found: list[str] = []
    for line in lines:
        if found and found[-1].endswith("-") and line[:1].isupper():
            found[-1] += line
        else:
            found.append(line)
    return found


def witnesses(blocks: Sequence[Block]) -> tuple[ProposedWitness, ...]:
    """Everybody whom the report lists as having given evidence."""
    found: list[ProposedWitness] = []
    for at, block in enumerate(blocks):
        text = plain(block.text)
        is_line = block.kind == Kind.TEXT and len(block.trail) == 1 and not is_sentence(text)
        heads = (is_line or block.kind in {Kind.NUMBER, Kind.HEADING}) and HEARD_HEAD.match(text)
        is_words = block.kind in {Kind.TEXT, Kind.PARAGRAPH, Kind.NUMBER}
        if is_words and (in_line := people_in_line(text)):
            met = (told(name, printed, None, block.place) for name, printed in in_line)
            found += [w for w in met if all(w.name != other.name for other in found)]
        elif heads or (is_words and opens_list(block, blocks, at)):
            found += [w for w in listed(entries(blocks, at + 1)) if all(w.name != other.name for other in found)]
    return tuple(found)


# "from: Rosa Tindall (Head of Parks, Ashmere Council), …", all in one sentence.
IN_LINE = re.compile(
    r"(?:^|[:;,]|\band\b|\bfrom\b|\bby\b|\bwith\b|\bto\b)\s*(?P<who>[^():;,]{4,60}?)\s\((?P<printed>[^()]{3,160})\)"
)


def people_in_line(text: str) -> list[tuple[str, str]]:
    """The people of a sentence that says who was heard, two or more, each with what stands in brackets behind."""
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])(?<!Dr\.\s)", text):
        said = HEARD_OF.search(sentence)
        if said is None:
            continue
        found = []
        for one in IN_LINE.finditer(sentence, said.start()):
            person = person_in(re.sub(r"^(?:and|from|by|with|to)\s", "", one["who"].strip()))
            if person and not person.rest:
                found.append((person.name, one["printed"].strip()))
        found = found if len(found) > 1 else parted(sentence[said.end() :])
        if len(found) > 1:
            return found
    return []


def parted(text: str) -> list[tuple[str, str]]:
    """The people of a list whose pieces semicolons part, where each piece is somebody and what is printed of them."""
    pieces = [re.sub(r"^\s*(?:and\s)?", "", piece).strip(" .:") for piece in text.split(";")]
    found = [person_in(piece) for piece in pieces]
    told = [(person.name, person.rest) for person in found if person and person.rest]
    return told if len(told) == len(pieces) else []


def opens_list(block: Block, blocks: Sequence[Block], at: int) -> bool:
    """Whether a paragraph ends by saying that those who were heard follow."""
    last = re.split(r"(?<=[.!?])\s+", plain(block.text))[-1]
    ends = block.text.rstrip()[-1:] in ":;"
    return bool(HEARD.search(last)) and ends and at + 1 < len(blocks)


def listed(lines: Iterator[Entry]) -> list[ProposedWitness]:
    """The witnesses of one list, below the headings of their groups."""
    group: str | None = None
    made: list[tuple[str, str | None, str]] = []
    found: list[ProposedWitness] = []
    strangers = 0
    for entry in lines:
        if entry.cells:
            if row := from_cells(entry.cells):
                found += [witness(*w) for w in of_their_own(made)] + [told(*row, group, entry.place)]
                made = []
            elif len({c for c in entry.cells if c}) == 1:
                group = next(c for c in entry.cells if c).rstrip(":")
            continue
        text = entry.text.strip()
        if made and is_more(made[-1][0], text, entry):
            made[-1] = (joined(made[-1][0], text), *made[-1][1:])
            continue
        person = None if entry.is_heading and text.endswith(":") else person_in(text)
        if person and (person.rest or entry.is_item or made or group):
            made.append((text, group, entry.place))
            strangers = 0
        else:
            if (
                HEADING_OF_GROUP.match(text)
                and not re.match(r"(?i)names?\b", text)
                and len(text) < 70
                and not text.endswith(".")
            ):
                group = text.rstrip(": ")
            strangers += 1
        if strangers > 3 or len(text) > 260:
            break
    return found + [witness(*w) for w in of_their_own(made)]


def of_their_own(made: Sequence[tuple[str, str | None, str]]) -> list[tuple[str, str | None, str]]:
    """The witnesses, without the line above them where one of them is of another organisation: it heads nobody then."""
    others = {group for text, group, _ in made if group and ELSEWHERE.search(text) and not text.endswith(group)}
    return [(text, None if group in others else group, place) for text, group, place in made]


def joined(before: str, after: str) -> str:
    """Two lines as one."""
    return before + after if before.endswith("-") else f"{before} {after}".strip()


def is_more(before: str, text: str, entry: Entry) -> bool:
    """Whether a line is more of the person above it."""
    if entry.is_heading or entry.is_item or entry.behind_gap or text.endswith(":") or HEARD_HEAD.match(text):
        return False
    if text[:1].islower() or DANGLING.search(before):
        return True
    person = person_in(text)
    return person is None or not person.rest


def from_cells(cells: Sequence[str]) -> tuple[str, str] | None:
    """A row of a table of people: name, then role and organisation."""
    filled = [folded(cell) for cell in cells if cell.strip()]
    if len(filled) < 2 or re.match(r"(?i)(name|witness|contributor|date|session)s?$", filled[0]):
        return None
    for at, cell in enumerate(filled[:2]):
        person = person_in(cell)
        if person and len(person.name) >= len(cell) - len(person.rest) - 4:
            rest = [person.rest, *filled[at + 1 :]]
            return person.name, ", ".join(part for part in rest if part)
    return None


def witness(text: str, group: str | None, place: str) -> ProposedWitness:
    """One witness, from the line or lines that are printed of them."""
    person = person_in(text)
    return told(person.name if person else text, person.rest if person else "", group, place)


def told(name: str, printed: str, group: str | None, place: str) -> ProposedWitness:
    """One witness, whose name is known."""
    role, organisation = role_and_organisation(printed, group)
    sure = 0.95 if printed and (organisation or group) else 0.7
    return ProposedWitness(name, role, organisation, group, printed, place, sure)


# --- The panel -------------------------------------------------------------------------------------------------------


def panel(blocks: Sequence[Block]) -> tuple[ProposedPerson, ...]:
    """The chair and the members of the panel, then who supported it."""
    found: list[ProposedPerson] = []
    for at, block in enumerate(blocks):
        text = plain(block.text)
        if (chair := CHAIRED.search(text)) and not any(p.part == "chair" for p in found):
            name = re.sub(r"^(?:Cllr|Councillor)\.?\s", "", chair["name"])
            found.append(ProposedPerson(name, chair["role"], "chair", block.place))
        heads = (block.is_heading or block.kind in {Kind.NUMBER, Kind.HEADING}) and PANEL_HEAD.match(text)
        if heads or PANEL.search(text):
            add(found, members(entries(blocks, at + 1), "member"))
        elif SUPPORT.search(text) and block.text.rstrip()[-1:] in ":;":
            add(found, members(entries(blocks, at + 1), "support"))
    return tuple(found)


def add(found: list[ProposedPerson], more: Sequence[ProposedPerson]) -> None:
    """Add those who are not there yet."""
    for person in more:
        bare = bare_name(person.name)
        known = next((at for at, other in enumerate(found) if bare_name(other.name) == bare), None)
        if known is None:
            found.append(person)


def bare_name(name: str) -> str:
    """A name without its title."""
    return re.sub(r"^(?:Cllr|Councillor|Dr|Mr|Mrs|Ms|Professor)\.?\s", "", name)


def members(lines: Iterator[Entry], part: str) -> list[ProposedPerson]:
    """The people of one list, whose roles stand beside or below their names."""
    made: list[ProposedPerson] = []
    strangers = 0
    for entry in lines:
        text = entry.text.strip() or " ".join(cell for cell in entry.cells if cell)
        is_chair = bool(CHAIR_MARK.search(text))
        person = person_in(CHAIR_MARK.sub("", text).strip()) if len(text) < 140 else None
        if person and not POSTS.search(person.name) and (not person.rest or is_plausible(person.rest)):
            made.append(ProposedPerson(person.name, person.rest or None, "chair" if is_chair else part, entry.place))
            strangers = 0
            continue
        strangers += 1
        if len(text) > 160 or strangers > 4:
            break
    return made


def is_plausible(rest: str) -> bool:
    """Whether what stands behind a name is what is printed of somebody on a panel."""
    return bool(
        POSTS.search(rest)
        or re.match(
            r"[\w ’'&-]{2,40}(?:ward|party|labour|conservative|green|liberal democrats?|independent)?$", rest, re.I
        )
    )
