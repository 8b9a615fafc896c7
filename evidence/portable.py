"""A whole review as one JSON document, and such a document as a review in another install. See docs/review-document.md.

Rows point to each other by their place in the document, never by the keys of a database.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, models, transaction

from accounts.models import User
from evidence import keeping
from evidence.models import Proof
from recommendations.models import ActionChange, Review

SCHEMA = "scrutiny-tracker/review/1"
Document = dict[str, Any]
Row = dict[str, Any]

# What a council has beside the review: found by these fields where it is there already, made where it is not.
SHARED: dict[str, tuple[str, ...]] = {
    "accounts.User": ("email",),
    "council.Council": ("slug",),
    "council.Committee": ("council", "name"),
    "council.Meeting": ("committee", "held_on"),
    "council.Directorate": ("council", "name"),
    "council.Service": ("directorate", "name"),
    "council.Post": ("service", "title"),
}
# What belongs to the review, in the order in which it can be made, and how each row leads to it.
OWNED: dict[str, str] = {
    "recommendations.Review": "pk",
    "recommendations.ReviewChange": "review",
    "recommendations.Theme": "review",
    "recommendations.Recommendation": "review",
    "recommendations.LeadChange": "recommendation__review",
    "recommendations.Part": "recommendation__review",
    "recommendations.WordingDifference": "recommendation__review",
    "recommendations.Action": "recommendation__review",
    "recommendations.ActionChange": "action__recommendation__review",
    "recommendations.Update": "action__recommendation__review",
    "recommendations.Extension": "action__recommendation__review",
    "recommendations.Response": "recommendation__review",
    "recommendations.Verdict": "recommendation__review",
    "recommendations.CallIn": "recommendation__review",
    "recommendations.OutcomeCheck": "verdict__recommendation__review",
    "recommendations.Question": "recommendation__review",
    "recommendations.Answer": "question__recommendation__review",
    "recommendations.Passing": "question__recommendation__review",
    "evidence.Paragraph": "review",
    "evidence.Footnote": "review",
    "evidence.WitnessGroup": "review",
    "evidence.Witness": "group__review",
    "evidence.WitnessContact": "witness__group__review",
    "evidence.Testimony": "paragraph__review",
    "evidence.PanelMember": "review",
    "evidence.EvidenceSession": "review",
    "evidence.Attendance": "session__review",
    "evidence.SessionParagraph": "session__review",
    "evidence.Citation": "recommendation__review",
    "evidence.Venue": "review",
    "evidence.GovernanceBody": "review",
    "evidence.Contradiction": "review",
    "evidence.Proof": "update__action__recommendation__review",
    "recommendations.UpdateExemption": "subject__action__recommendation__review",
    "recommendations.ExtensionExemption": "subject__action__recommendation__review",
    "recommendations.QuestionExemption": "subject__recommendation__review",
    "evidence.ParagraphExemption": "subject__review",
    "evidence.CitationExemption": "subject__recommendation__review",
    "evidence.ProofExemption": "subject__update__action__recommendation__review",
}
# Kinds that documents of this form did not have from the beginning: an older one lacks their lists.
ADDED_LATER = frozenset({"evidence.EvidenceSession", "evidence.Attendance", "evidence.SessionParagraph"})
# Columns that they did not have, each with what an older document means by its silence.
STRIKING: Row = {"struck_on": None, "struck_by": None, "struck_because": ""}
COLUMNS_ADDED: dict[str, Row] = {
    "evidence.Citation": {"witness": None, "session": None, "place": "", "linked_on": None, **STRIKING},
    "evidence.Testimony": STRIKING,
}
# Of an account no more than who it is: no password, no rights, no dates of signing in.
OF_A_PERSON = ("email", "name")
# Where a file lies is each install's own.
NOT_CARRIED = {"evidence.Proof": {"stored_as"}}
# A change of these names a row by its key, in words.
NAMED_BY_KEY = {ActionChange.What.POST: "council.Post", ActionChange.What.PART: "recommendations.Part"}


class NotPortable(Exception):
    """This document cannot be imported. Nothing was."""


def fields_of(label: str) -> list[Any]:
    """The columns of a kind of row that the document carries."""
    model: Any = apps.get_model(label)
    left = NOT_CARRIED.get(label, set())
    every = [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in left]
    return [field for field in every if model is not User or field.name in OF_A_PERSON]


class Export:
    """Collects rows and gives each its place."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {label: [] for label in (*SHARED, *OWNED)}
        self.places: dict[tuple[str, Any], int] = {}
        self.files: dict[str, str] = {}

    def place(self, row: models.Model) -> int:
        """The place of a row that another points to, from 1; a shared one is collected now."""
        label = row._meta.label
        if (label, row.pk) not in self.places:
            self.add(row)
        return self.places[label, row.pk]

    def add(self, row: models.Model) -> None:
        """Collect a row, with those it points to before it."""
        label = row._meta.label
        values: Row = {}
        for field in fields_of(label):
            if field.is_relation:
                pointed = getattr(row, field.name)
                values[field.name] = self.place(pointed) if pointed is not None else None
            else:
                values[field.name] = field.value_from_object(row)
        if isinstance(row, ActionChange) and row.what in NAMED_BY_KEY:
            values |= {name: self.by_key(row.what, values[name]) for name in ("before", "after")}
        self.rows[label].append(values)
        self.places[label, row.pk] = len(self.rows[label])
        if isinstance(row, Proof) and row.stored_as:
            with keeping.opened(row.stored_as) as file:
                self.files[row.sha256] = base64.b64encode(file.read()).decode()

    def by_key(self, what: str, key: str) -> str:
        """The place of the post or part that a change names by its key."""
        found = (
            apps.get_model(NAMED_BY_KEY[ActionChange.What(what)])
            ._default_manager.filter(pk=int(key) if key else 0)
            .first()
        )
        return str(self.place(found)) if found else ""


def exported(review: Review) -> Document:
    """The whole of a review: its words, what came of them, its evidence, its exemptions, and its files."""
    export = Export()
    for label, path in OWNED.items():
        model: Any = apps.get_model(label)
        for row in model._default_manager.filter(**{path: review.pk}).order_by("pk"):
            if (label, row.pk) not in export.places:
                export.add(row)
    document = {"schema": SCHEMA, "rows": export.rows, "files": export.files}
    plain: Document = json.loads(json.dumps(document, cls=DjangoJSONEncoder))
    return plain


def imported(document: Any) -> Review:
    """The review of a document, in this install. All of it or nothing. Raises NotPortable."""
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise NotPortable(f"This is no review document of the form {SCHEMA}.")
    try:
        with keeping.shelf() as shelf, transaction.atomic():
            return Import(document, shelf).run()
    except (KeyError, TypeError, AttributeError, ValueError, IndexError, ValidationError, FieldDoesNotExist) as error:
        raise NotPortable(f"The document is not whole: {error}") from error
    except (ObjectDoesNotExist, DatabaseError, OverflowError, keeping.CannotKeep, binascii.Error) as error:
        raise NotPortable(f"The document contradicts itself, or what is here already: {error}") from error


class Import:
    """Makes the rows of a document, in the order in which they can be made."""

    def __init__(self, document: Document, shelf: keeping.Shelf) -> None:
        self.rows: dict[str, list[Row]] = document["rows"]
        self.files: dict[str, str] = document["files"]
        self.shelf = shelf
        self.made: dict[tuple[str, int], models.Model] = {}

    def run(self) -> Review:
        """Every row. Raises NotPortable for a review that is here already."""
        if len(self.rows["recommendations.Review"]) != 1:
            raise NotPortable("A document holds one review.")
        slug = self.rows["recommendations.Review"][0]["slug"]
        if Review.objects.filter(slug=slug).exists():
            raise NotPortable(f"There is a review “{slug}” here already.")
        for label in (*SHARED, *OWNED):
            rows = self.rows.get(label, []) if label in ADDED_LATER else self.rows[label]
            for at, row in enumerate(rows, 1):
                self.made[label, at] = self.make(label, row)
        review = self.made["recommendations.Review", 1]
        assert isinstance(review, Review)
        return review

    def make(self, label: str, row: Row) -> models.Model:
        """One row, or the one that is here already of what a council has beside the review."""
        model: Any = apps.get_model(label)
        row = COLUMNS_ADDED.get(label, {}) | row
        values = {field.name: self.value(field, row[field.name]) for field in fields_of(label)}
        if label in SHARED:
            known = model._default_manager.filter(**{name: values[name] for name in SHARED[label]}).first()
            if known is not None:
                return known  # type: ignore[no-any-return]
        if model is User:
            # Nobody can sign in by an import: an account is opened by an invitation.
            return User.objects.create(**values, is_active=False, password="!")  # noqa: S106  # no password has this form
        if model is ActionChange and row["what"] in NAMED_BY_KEY:
            values |= {name: self.key_of(row["what"], row[name]) for name in ("before", "after")}
        if model is Proof and row["sha256"] in self.files:
            content = base64.b64decode(self.files[row["sha256"]], validate=True)
            if hashlib.sha256(content).hexdigest() != row["sha256"]:
                raise NotPortable(f"The file “{row['name']}” is not the one that the document was made with.")
            values["stored_as"] = self.shelf.put(content)
        made: models.Model = model._default_manager.create(**values)
        return made

    def value(self, field: Any, value: Any) -> Any:
        """A value of the document as the row has it."""
        if not field.is_relation:
            return field.to_python(value)
        return None if value is None else self.made[field.related_model._meta.label, value]

    def key_of(self, what: str, place: str) -> str:
        """The key, here, of the post or part that a change names."""
        return str(self.made[NAMED_BY_KEY[ActionChange.What(what)], int(place)].pk) if place else ""


def same(one: Document, other: Document) -> Iterable[str]:
    """Where two documents differ, object by object; nothing where they say the same."""
    for label in (*SHARED, *OWNED):
        first, second = one["rows"][label], other["rows"][label]
        if len(first) != len(second):
            yield f"{label}: {len(first)} and {len(second)} rows"
        for at, (a, b) in enumerate(zip(first, second, strict=False), 1):
            if a != b:
                yield f"{label} {at}: {a} and {b}"
    if one["files"] != other["files"]:
        yield "files"
