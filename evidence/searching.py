"""Search over everything that a person may read: recommendations, actions, updates, paragraphs and witnesses.

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
from django.db.models import BigIntegerField, Case, F, Field, FloatField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.statements import statement_planned_each_time
from council.addresses import address
from council.roles import Roles
from council.spelling import WORD, respelled
from evidence.models import Paragraph, Witness
from recommendations.models import Action, Part, Recommendation, Update
from recommendations.querysets import reviews_seen_by
from recommendations.searched import Named, named_in

# More than anybody reads through; whoever gets so many is asked for a further word.
MOST = 200
# Of each kind, so many of the newest that have the words are ranked: to rank one costs as much as to find ten.
RANKED = 250
# So many characters of the words around the first hit are quoted.
BEFORE, QUOTED = 60, 240
PARAGRAPH = re.compile(r"\d+(\.\d+)+")
LETTER = re.compile(r"[a-zA-Z]")
# What is named by its number comes before what has the words: it, then what belongs to it.
NAMED, BELONGS = 10.0, 5.0
# Spelling is held against so many of the newest rows of each kind.
SPELLED = 1000
ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "ly")
WORDS_MAX = 8

KINDS = {
    "recommendation": ("Recommendation", "Recommendations"),
    "action": ("Action", "Actions"),
    "update": ("Update", "Updates"),
    "paragraph": ("Paragraph", "Paragraphs"),
    "witness": ("Witness", "Witnesses"),
}
COLUMNS = ("kind", "row", "title", "words", "slug", "review", "number", "part", "action", "exempt", "rank")
KIND_OF_COLUMN: dict[str, Field[Any, Any]] = {
    **dict.fromkeys(("kind", "title", "words", "slug", "review", "part"), TextField()),
    "rank": FloatField(),
}

# By name of column: the field that it comes from, or a value.
Columns = dict[str, Any]
# The rows, their columns, what finds them besides their words, and the rank of what is found so.
Kind = tuple[QuerySet[Any], Columns, Q, float]
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


@dataclass(frozen=True)
class Numbered:
    """What was named by its number: recommendations, actions by recommendation and number, a paragraph."""

    recommendations: tuple[int, ...]
    of: tuple[int, ...]
    actions: tuple[int, ...]
    paragraph: str | None


NOTHING = Numbered((), (), (), None)


def numbered(named: list[Named], asked: str) -> Numbered:
    """The numbers as a query takes them. Of "3c.1" the recommendation is named, and of its actions those with a 1."""
    whole = [one for one in named if not one.action]
    return Numbered(
        recommendations=tuple(one.recommendation for one in whole),
        of=tuple(one.recommendation for one in named if one.action),
        actions=tuple(one.action for one in named if one.action),
        paragraph=asked.strip() if PARAGRAPH.fullmatch(asked.strip()) else None,
    )


def search(asked: str, roles: Roles) -> Found:
    """What a person with these roles may read that has all these words; where nothing has, what has some of them."""
    # "or" is no word to look for, and PostgreSQL would take it for a choice.
    words = [word for word in dict.fromkeys(WORD.findall(asked)) if word.lower() != "or"][:WORDS_MAX]
    # A letter is a mark or an initial, and begins nearly everything. In other scripts one sign can be a word.
    typed, words = words, [word for word in words if not LETTER.fullmatch(word)]
    if not words:
        return Found(asked, (), is_too_short=bool(typed))
    named, _ = named_in(asked)
    numbers = numbered(named, asked)
    rows, is_cut = matching(words, numbers, roles, every=True)
    meant = respelled(asked, texts_of(roles)) if not rows else ""
    is_loose = not rows and len(words) > 1
    if is_loose:
        rows, is_cut = matching(words, numbers, roles, every=False)
    found = tuple(hits(rows, words, {one.reference for one in named}))
    return Found(asked, found, is_loose=is_loose and bool(rows), is_cut=is_cut, meant=meant)


def texts_of(roles: Roles) -> Iterator[str]:
    """The words that spelling is held against: what was published and agreed, not what was typed in a hurry."""
    kinds = [(rows, columns) for rows, columns, *_ in searched(roles, NOTHING) if columns["kind"] != Value("update")]
    first, *others = (
        newest(rows, SPELLED).values_list(Cast(columns["title"], TextField()), Cast(columns["words"], TextField()))
        for rows, columns in kinds
    )
    return chain.from_iterable(first.union(*others, all=True))


def matching(words: list[str], numbers: Numbered, roles: Roles, *, every: bool) -> tuple[list[dict[str, Any]], bool]:
    """The rows that have every one of the words, or any of them, the best first; and whether there are more."""
    if connection.vendor == "postgresql":
        found = found_by_phrase(" ".join(words) if every else " OR ".join(words), numbers, roles)
    else:
        found = list(united(partial(with_words, words=words, every=every), numbers, roles))
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in found]
    # A recommendation is found once, whether by its own words or by those of a part.
    once: dict[tuple[str, str, int], dict[str, Any]] = {}
    for row in rows:
        key = (row["kind"], row["slug"], row["number"] if row["kind"] == "recommendation" else row["row"])
        once.setdefault(key, row)
    return list(once.values())[:MOST], len(rows) > MOST


@statement_planned_each_time
def found_by_phrase(phrase: str, numbers: Numbered, roles: Roles) -> QuerySet[Any, Any]:
    """What PostgreSQL finds and ranks by the words of a phrase, and by their numbers."""
    return united(partial(ranked, phrase=phrase), numbers, roles)


def united(having: Having, numbers: Numbered, roles: Roles) -> QuerySet[Any, Any]:
    """The rows of every kind, the best first."""
    first, *others = (in_columns(*kind, having) for kind in searched(roles, numbers))
    return first.union(*others, all=True).order_by("-u_rank", "u_kind", "-u_row")[: MOST + 1]


def searched(roles: Roles, numbers: Numbered) -> Iterator[Kind]:
    """Each kind of row that a person may read, its columns, what finds it besides its words, and that one's rank."""
    yield from recommended(roles, numbers)
    yield from agreed(roles, numbers)
    yield from heard(roles, numbers)


# Of what a recommendation has: whose address it is, and the names of both.
OF = {
    "slug": "recommendation__review__slug",
    "review": "recommendation__review__title",
    "number": "recommendation__number",
}


def recommended(roles: Roles, numbers: Numbered) -> Iterator[Kind]:
    """Recommendations and their parts."""
    itself = {"slug": "review__slug", "review": "review__title", "number": "number"}
    yield (
        Recommendation.objects.visible_to(roles),
        {"kind": Value("recommendation"), "title": "title", "words": "text", **itself},
        Q(number__in=[*numbers.recommendations, *numbers.of]),
        NAMED,
    )
    yield (
        Part.objects.filter(reviews_seen_by(roles, "recommendation__review__")),
        {"kind": Value("recommendation"), "title": "recommendation__title", "words": "text", "part": "label", **OF},
        Q(),
        NAMED,
    )


def agreed(roles: Roles, numbers: Numbered) -> Iterator[Kind]:
    """Actions, and what officers said of them."""
    label = Concat(
        Coalesce("part__label", Value("")), Value("."), Cast("number", TextField()), output_field=TextField()
    )
    of_it = {"title": "title", "words": "success_measure", "action": "pk", "part": label, **OF}
    yield (
        Action.objects.visible_to(roles),
        {"kind": Value("action"), **of_it},
        Q(recommendation__number__in=numbers.recommendations)
        | Q(recommendation__number__in=numbers.of, number__in=numbers.actions),
        BELONGS,
    )
    of = {name: f"action__{value}" for name, value in OF.items()}
    said = {"title": "action__title", "words": "words", "action": "action_id", "exempt": "exempt_under", **of}
    yield Update.objects.visible_to(roles), {"kind": Value("update"), **said}, Q(), BELONGS


def heard(roles: Roles, numbers: Numbered) -> Iterator[Kind]:
    """Paragraphs of the report, and who was heard."""
    printed = {"title": "section_title", "words": "summary", "part": "number", "exempt": "exempt_under"}
    yield (
        Paragraph.objects.filter(reviews_seen_by(roles, "review__")).shown_to(roles),
        {"kind": Value("paragraph"), **printed, "slug": "review__slug", "review": "review__title"},
        Q(number=numbers.paragraph) if numbers.paragraph else Q(),
        NAMED,
    )
    group = {"slug": "group__review__slug", "review": "group__review__title"}
    yield (
        Witness.objects.filter(reviews_seen_by(roles, "group__review__")),
        {"kind": Value("witness"), "title": "name", "words": "printed", **group},
        Q(),
        BELONGS,
    )


def in_columns(rows: QuerySet[Any], columns: Columns, besides: Q, worth: float, having: Having) -> QuerySet[Any, Any]:
    """The rows of one kind that have the words, in the columns of the union, each with its rank."""
    # A title that is another row's (an update's action, a paragraph's section) is printed, not searched.
    title, text = str(columns["title"]), str(columns["words"])
    own = [text] if "__" in title or title == "section_title" else [title, text]
    rows, rank = having(rows, own, besides)
    if besides:
        rank = Case(When(besides, then=Value(worth)), default=rank, output_field=FloatField())
    empty: dict[str, Any] = {"row": F("pk"), "part": Value(""), "rank": rank}
    empty |= {name: Value(None) for name in ("number", "action", "exempt")}
    empty |= {name: F(value) if isinstance(value, str) else value for name, value in columns.items()}
    named = {f"u_{name}": Cast(value, KIND_OF_COLUMN.get(name, BigIntegerField())) for name, value in empty.items()}
    found: QuerySet[Any, Any] = newest(rows.annotate(**named), RANKED).values_list(*(f"u_{name}" for name in COLUMNS))
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


def hits(rows: list[dict[str, Any]], words: list[str], references: set[str]) -> Iterator[Hit]:
    """Rows as they are shown: an action that was named, then by their rank, then those with a word in their title."""
    marks = re.compile("|".join(rf"(?<!\w){re.escape(stem(word))}\w*" for word in words), re.IGNORECASE)

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
        case "recommendation":
            return f"R{row['number']} {row['title']}"
        case "action":
            return f"{row['number']}{row['part']} {row['title']}"
        case "update":
            return f"R{row['number']}: {row['title']}"
        case "paragraph":
            return f"{row['part']} {row['title']}"
    return str(row["title"])


def url_of(row: dict[str, Any]) -> str:
    """Where it stands."""
    match row["kind"]:
        case "recommendation":
            return address("recommendations:recommendation", row["slug"], row["number"])
        case "action":
            return address("recommendations:action", row["action"])
        case "update":
            return address("recommendations:action", row["action"]) + f"#update-{row['row']}"
        case "paragraph":
            return address("evidence:evidence", row["slug"]) + f"#paragraph-{row['part']}"
    return address("evidence:evidence", row["slug"]) + "#witnesses"


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
