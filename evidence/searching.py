"""Search over everything that a person may read: each kind of row that ``searchable`` has.

One query, whatever is searched: each kind of row brings its words in the same columns. PostgreSQL finds word forms by
its English dictionary and ranks; SQLite finds the beginnings of words. Both forgive punctuation and endings.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import connection
from django.db.models import BigIntegerField, Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from accounts.statements import statement_planned_each_time
from council.addresses import address
from council.roles import Roles
from council.spelling import WORD, respelled
from evidence.searchable import (
    COLUMNS,
    KIND_OF_COLUMN,
    NOTHING,
    Columns,
    Numbered,
    numbered,
    searched,
)
from recommendations.searched import named_in

# More than anybody reads through; whoever gets so many is asked for a further word.
MOST = 200
# Of each kind, so many of the newest that have the words are ranked: to rank one costs as much as to find ten.
RANKED = MOST + 1
# So many characters of the words around the first hit are quoted.
BEFORE, QUOTED = 60, 240
LETTER = re.compile(r"[a-zA-Z]")
# Spelling is held against so many of the newest rows of each kind, which are of this one in the union.
SPELLED, TEXT = 1000, "text"
# What people type is no dictionary.
TYPED = [Value(kind) for kind in ("update", "verdict", "question", "answer")]
ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "ly")
WORDS_MAX = 8

KINDS = {
    "recommendation": ("Recommendation", "Recommendations"),
    "action": ("Action", "Actions"),
    "update": ("Update", "Updates"),
    "verdict": ("Verdict", "Verdicts"),
    "question": ("Question", "Questions"),
    "answer": ("Answer", "Answers"),
    "paragraph": ("Paragraph", "Paragraphs"),
    "witness": ("Witness", "Witnesses"),
}
# A row of the union, its columns in their order.
Row = tuple[Any, ...]
# What finds rows by their words, in these columns or besides; and their rank.
Having = Callable[[QuerySet[Any], list[str], Q], tuple[QuerySet[Any], Any]]


@dataclass(frozen=True)
class Piece:
    """A piece of a quotation; ``is_hit`` where it is what was searched for."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    kind: str
    title: tuple[Piece, ...]
    quote: tuple[Piece, ...]
    review: str
    url: str
    exempt_under: int | None

    @property
    def label(self) -> str:
        """What it is."""
        return KINDS[self.kind][0]


@dataclass(frozen=True)
class Found:
    """What a search found. ``is_loose`` where nothing has all the words, and these have some of them."""

    asked: str
    hits: tuple[Hit, ...]
    is_loose: bool = False
    # Whether there is more than is shown.
    is_cut: bool = False
    # What was perhaps meant, where nothing has all the words.
    meant: str = ""
    # Whether nothing was looked for, since there were single letters only.
    is_too_short: bool = False

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each kind that was found, with its words and its count."""
        by_kind = Counter(hit.kind for hit in self.hits)
        return [(kind, many, by_kind[kind]) for kind, (_, many) in KINDS.items() if by_kind[kind]]

    def of_kind(self, kind: str) -> tuple[Hit, ...]:
        """Those of one kind; all where it is empty."""
        return tuple(hit for hit in self.hits if kind in ("", hit.kind))


def search(asked: str, roles: Roles) -> Found:
    """What a person with these roles may read that has all these words; where nothing has, what has some of them."""
    # "or" is no word to look for, and PostgreSQL would take it for a choice.
    words = [word for word in dict.fromkeys(WORD.findall(asked)) if word.lower() != "or"][:WORDS_MAX]
    # A letter is a mark or an initial, and begins nearly everything. In other scripts one sign can be a word.
    typed, words = words, [word for word in words if not LETTER.fullmatch(word)]
    if not words:
        return Found(asked, (), is_too_short=bool(typed))
    named, _ = named_in(asked)
    numbers, marks = numbered(named, asked), marks_of(words)
    references, texts = {one.reference for one in named}, list[str]()
    rows = matching(words, numbers, roles)
    is_loose = not rows and len(words) > 1
    if is_loose:
        rows, texts = matching_some(words, numbers, roles)
    elif not rows:
        texts = [text for row in texts_united(roles) for text in words_in(row)]
    once = once_each(rows, marks)
    return Found(
        asked,
        tuple(hits(once[:MOST], marks, references)),
        is_loose=is_loose and bool(once),
        is_cut=len(rows) > MOST,
        meant=respelled(asked, texts) if texts else "",
    )


def marks_of(words: list[str]) -> re.Pattern[str]:
    """What shows where the words, whatever their ending, stand in a text."""
    return re.compile("|".join(rf"(?<!\w){re.escape(stem(word))}\w*" for word in words), re.IGNORECASE)


def matching(words: list[str], numbers: Numbered, roles: Roles) -> list[Row]:
    """The rows that have every one of the words, the best first; one more than is shown, where there are more."""
    if connection.vendor == "postgresql":
        return list(found_by_phrase(" ".join(words), numbers, roles))
    return list(united(partial(with_words, words=words, every=True), numbers, roles))


def matching_some(words: list[str], numbers: Numbered, roles: Roles) -> tuple[list[Row], list[str]]:
    """The rows that have any of the words, likewise; and the texts that spelling is held against, in the same query."""
    if connection.vendor == "postgresql":
        found = list(found_by_some(" OR ".join(words), numbers, roles))
    else:
        found = list(united(partial(with_words, words=words, every=False), numbers, roles, with_texts=True))
    rows = [row for row in found if row[0] != TEXT]
    return rows[: MOST + 1], [text for row in found if row[0] == TEXT for text in words_in(row)]


def words_in(row: Row) -> tuple[str, str]:
    """The title of a row of the union, and its words."""
    return row[COLUMNS.index("title")], row[COLUMNS.index("words")]


def once_each(rows: list[Row], marks: re.Pattern[str]) -> list[dict[str, Any]]:
    """The rows by the names of their columns. A recommendation is found once, whether by its own words or by those of
    a part: it is quoted where the words stand."""
    once: dict[tuple[str, str, int], dict[str, Any]] = {}
    for row in (dict(zip(COLUMNS, found, strict=True)) for found in rows):
        key = (row["kind"], row["slug"], row["number"] if row["kind"] == "recommendation" else row["row"])
        first = once.setdefault(key, row)
        if not marks.search(first["words"]) and marks.search(row["words"]):
            first["words"] = row["words"]
    return list(once.values())


@statement_planned_each_time
def found_by_phrase(phrase: str, numbers: Numbered, roles: Roles) -> QuerySet[Any, Any]:
    """What PostgreSQL finds and ranks by the words of a phrase, and by their numbers."""
    return united(partial(ranked, phrase=phrase), numbers, roles)


@statement_planned_each_time
def found_by_some(phrase: str, numbers: Numbered, roles: Roles) -> QuerySet[Any, Any]:
    """The same by any of the words, with the texts that spelling is held against."""
    return united(partial(ranked, phrase=phrase), numbers, roles, with_texts=True)


def united(having: Having, numbers: Numbered, roles: Roles, *, with_texts: bool = False) -> QuerySet[Any, Any]:
    """The rows of every kind, the best first; the texts that spelling is held against come after all of them."""
    texts = list(texts_of(roles)) if with_texts else []
    first, *others = (in_columns(*kind, having) for kind in searched(roles, numbers))
    everything = first.union(*others, *texts, all=True).order_by("-u_rank", "u_kind", "-u_row")
    return everything if with_texts else everything[: MOST + 1]


def texts_united(roles: Roles) -> QuerySet[Any, Any]:
    """The texts alone."""
    first, *others = texts_of(roles)
    return first.union(*others, all=True)


def texts_of(roles: Roles) -> Iterator[QuerySet[Any, Any]]:
    """The texts that spelling is held against: what was published and agreed, not what was typed in a hurry."""
    for rows, columns, *_ in searched(roles, NOTHING):
        if columns["kind"] not in TYPED:
            printed = {"kind": Value(TEXT), "title": columns["title"], "words": columns["words"], "slug": Value("")}
            yield columned(rows, {**printed, "review": Value(""), "rank": Value(-1.0)}, SPELLED)


def in_columns(rows: QuerySet[Any], columns: Columns, besides: Q, worth: float, having: Having) -> QuerySet[Any, Any]:
    """The rows of one kind that have the words, in the columns of the union, each with its rank."""
    # A title that is another row's (an update's action, a paragraph's section) is printed, not searched.
    title, text = str(columns["title"]), str(columns["words"])
    own = [text] if "__" in title or title == "section_title" else [title, text]
    rows, rank = having(rows, own, besides)
    if besides:
        rank = Case(When(besides, then=Value(worth)), default=rank, output_field=FloatField())
    return columned(rows, {**columns, "rank": rank}, RANKED)


def columned(rows: QuerySet[Any], columns: Columns, most: int) -> QuerySet[Any, Any]:
    """So many of the newest rows in the columns of the union."""
    empty: dict[str, Any] = {"row": F("pk"), "part": Value("")}
    empty |= {name: Value(None) for name in ("number", "action", "exempt")}
    empty |= {name: F(value) if isinstance(value, str) else value for name, value in columns.items()}
    named = {f"u_{name}": Cast(value, KIND_OF_COLUMN.get(name, BigIntegerField())) for name, value in empty.items()}
    found: QuerySet[Any, Any] = newest(rows.annotate(**named), most).values_list(*(f"u_{name}" for name in COLUMNS))
    return found


def ranked(rows: QuerySet[Any], own: list[str], besides: Q, *, phrase: str) -> tuple[QuerySet[Any], Any]:
    """The rows that PostgreSQL finds by the words of a phrase in these columns, or that are meant besides; the rank."""
    query = SearchQuery(phrase, config="english", search_type="websearch")
    vector = SearchVector(*own, config="english")
    return rows.annotate(u_vector=vector).filter(Q(u_vector=query) | besides), SearchRank(vector, query)


def with_words(
    rows: QuerySet[Any], own: list[str], besides: Q, *, words: list[str], every: bool
) -> tuple[QuerySet[Any], Any]:
    """The same where nothing ranks: the rows in which the words begin somewhere."""
    return rows.filter(has_words(own, words, every) | besides), Value(1.0)


def newest(rows: QuerySet[Any], most: int) -> QuerySet[Any]:
    """So many of the rows: where words are found by an index, the newest, since to rank a million takes minutes.

    SQLite takes no order inside a union; there nothing is ranked.
    """
    if connection.features.supports_slicing_ordering_in_compound:
        return rows.order_by("-pk")[:most]
    return rows.order_by()


def has_words(fields: list[str], words: list[str], every: bool) -> Q:
    """Every word, or any of them, begins somewhere in one of these fields."""
    found = [Q(*((f"{name}__icontains", stem(word)) for name in fields), _connector=Q.OR) for word in words]
    return Q(*found, _connector=Q.AND if every else Q.OR)


def stem(word: str) -> str:
    """A word without its ending, where enough is left of it: schools and school are the same."""
    lower = word.lower()
    ending = next((e for e in ENDINGS if lower.endswith(e) and len(lower) - len(e) >= 4), "")
    return lower.removesuffix(ending)


def hits(rows: list[dict[str, Any]], marks: re.Pattern[str], references: set[str]) -> Iterator[Hit]:
    """Rows as they are shown: an action that was named, then by their rank, then those with a word in their title."""

    def place(row: dict[str, Any]) -> tuple[bool, float, int]:
        is_named = row["kind"] == "action" and f"{row['number']}{row['part']}" in references
        return (not is_named, -row["rank"], -len(marks.findall(row["title"])))

    for row in sorted(rows, key=place):
        yield Hit(
            kind=row["kind"],
            title=tuple(pieces(title_of(row), marks)),
            quote=tuple(quoted(row["words"], marks)),
            review=row["review"],
            url=url_of(row),
            exempt_under=row["exempt"],
        )


def title_of(row: dict[str, Any]) -> str:
    """R3 Train governors; 3c.1 Train them all; Paragraph 4.12, Education; a witness's name."""
    match row["kind"]:
        case "recommendation" | "verdict" | "question" | "answer":
            return f"R{row['number']} {row['title']}"
        case "action" | "update":
            return f"{row['number']}{row['part']} {row['title']}"
        case "paragraph":
            return f"{row['part']} {row['title']}"
    return str(row["title"])


def url_of(row: dict[str, Any]) -> str:
    """Where it stands."""
    kind = row["kind"]
    if kind in ("action", "update"):
        return address("recommendations:action", row["action"]) + (f"#update-{row['row']}" if kind == "update" else "")
    if kind in ("paragraph", "witness"):
        at = f"paragraph-{row['part']}" if kind == "paragraph" else "witnesses"
        return address("evidence:evidence", row["slug"]) + f"#{at}"
    at = {"recommendation": "", "verdict": "?kind=verdict#history"}.get(kind, f"#question-{row['action']}")
    return address("recommendations:recommendation", row["slug"], row["number"]) + at


def quoted(words: str, marks: re.Pattern[str]) -> Iterator[Piece]:
    """The words around the first hit, with an ellipsis where something is left out."""
    first = marks.search(words)
    begin = max(first.start() - BEFORE, 0) if first else 0
    begin = words.rfind(" ", 0, begin) + 1 if begin else 0
    end = len(words) if len(words) <= begin + QUOTED else words.rfind(" ", begin, begin + QUOTED)
    end = begin + QUOTED if end <= begin else end
    ellipses = ([Piece("… ")] if begin else [], [Piece(" …")] if end < len(words) else [])
    yield from chain(ellipses[0], pieces(words[begin:end], marks), ellipses[1])


def pieces(text: str, marks: re.Pattern[str]) -> Iterator[Piece]:
    """A text cut where the hits in it begin and end."""
    at = 0
    for match in marks.finditer(text):
        if match.start() > at:
            yield Piece(text[at : match.start()])
        yield Piece(match[0], is_hit=True)
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])
