"""What is searched: each kind of row that a person may read, with its words in the same columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Field, FloatField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from council.roles import Roles
from evidence.models import Paragraph, Witness
from recommendations.models import Action, Answer, Part, Question, Recommendation, Update, Verdict
from recommendations.querysets import reviews_seen_by
from recommendations.searched import Named

PARAGRAPH = re.compile(r"\d+(\.\d+)+")
# What is named by its number comes before what has the words: it, then what belongs to it.
NAMED, BELONGS = 10.0, 5.0
COLUMNS = ("kind", "row", "title", "words", "slug", "review", "number", "part", "action", "exempt", "rank")
KIND_OF_COLUMN: dict[str, Field[Any, Any]] = {
    **dict.fromkeys(("kind", "title", "words", "slug", "review", "part"), TextField()),
    "rank": FloatField(),
}

# By name of column: the field that it comes from, or a value.
Columns = dict[str, Any]
# The rows, their columns, what finds them besides their words, and the rank of what is found so.
Kind = tuple[QuerySet[Any], Columns, Q, float]


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


def searched(roles: Roles, numbers: Numbered) -> Iterator[Kind]:
    """Each kind of row that a person may read, its columns, what finds it besides its words, and that one's rank."""
    yield from recommended(roles, numbers)
    yield from agreed(roles, numbers)
    yield from decided(roles)
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
    of_it = {"title": "title", "words": "success_measure", "action": "pk", "part": reference_in(""), **OF}
    yield (
        Action.objects.visible_to(roles),
        {"kind": Value("action"), **of_it},
        Q(recommendation__number__in=numbers.recommendations)
        | Q(recommendation__number__in=numbers.of, number__in=numbers.actions),
        BELONGS,
    )
    of = {name: f"action__{value}" for name, value in OF.items()}
    said: Columns = {"title": "action__title", "words": "words", "action": "action_id", "exempt": "exempt_under", **of}
    said["part"] = reference_in("action__")
    yield Update.objects.visible_to(roles), {"kind": Value("update"), **said}, Q(), BELONGS


def decided(roles: Roles) -> Iterator[Kind]:
    """What the committee said, and, for those of its council, what was asked and answered."""
    said: Columns = {"title": "recommendation__title", "words": "words", **OF}
    in_force = Verdict.objects.in_force(roles.on).filter(reviews_seen_by(roles, "recommendation__review__"))
    yield in_force, {"kind": Value("verdict"), **said}, Q(), BELONGS
    asked = Question.objects.visible_to(roles)
    yield asked, {"kind": Value("question"), **said, "action": "pk", "exempt": "exempt_under"}, Q(), BELONGS
    of = {name: f"question__{value}" for name, value in said.items() if name != "words"}
    its_own: QuerySet[Any, Any] = Question.objects.with_exemption().filter(pk=OuterRef("question"))
    given = Answer.objects.filter(Exists(asked.filter(pk=OuterRef("question"))))
    yield (
        given.annotate(exempt_under=Subquery(its_own.values("exempt_under")[:1])),
        {"kind": Value("answer"), **of, "words": "words", "action": "question_id", "exempt": "exempt_under"},
        Q(),
        BELONGS,
    )


def reference_in(action: str) -> Concat:
    """What follows a recommendation's number in the reference of an action: c.1."""
    label, number = Coalesce(f"{action}part__label", Value("")), Cast(f"{action}number", TextField())
    return Concat(label, Value("."), number, output_field=TextField())


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
