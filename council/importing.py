"""A sheet of posts and people against a council: what each row would create, change or leave, and what is wrong in it.

Planning reads the council once and writes nothing. ``carry_out`` plans again under a lock and does it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Lower

from accounts.models import User
from council import rules
from council.fields import no_control_characters
from council.models import Council, Directorate, Holding, Post, Service, SheetImport
from council.roles import Roles
from council.sheet import Column, Row
from council.written_days import read_day

LONGEST = {Column.DIRECTORATE: 200, Column.SERVICE: 200, Column.POST: 200, Column.NAME: 200, Column.EMAIL: 254}
YES, NO = {"yes", "y", "true", "1"}, {"", "no", "n", "false", "0"}


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell, and how to mend it."""

    row: int
    column: Column
    words: str


@dataclass(frozen=True)
class Said:
    """What a row without a fault says."""

    row: int
    directorate: str
    service: str
    post: str
    is_head: bool
    name: str = ""
    email: str = ""
    capacity: Holding.Capacity = Holding.Capacity.HOLDER
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class Step:
    """What a row would do: create things, change things, or leave all as it is."""

    said: Said
    creates: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Create, change or leave."""
        return "create" if self.creates else "change" if self.changes else "leave"


@dataclass(frozen=True)
class Plan:
    """What importing a sheet would do."""

    steps: tuple[Step, ...]
    faults: tuple[Fault, ...]

    def count(self, kind: str) -> int:
        """Rows of one kind."""
        return sum(step.kind == kind for step in self.steps)

    @property
    def faulty_rows(self) -> int:
        """Rows with at least one fault."""
        return len({fault.row for fault in self.faults})

    @property
    def does(self) -> list[Any]:
        """What it would do, to be held against a later plan."""
        return [[step.said.row, list(step.creates), list(step.changes)] for step in self.steps]


def key(*names: str) -> tuple[str, ...]:
    """Names without regard to case and spaces."""
    return tuple(" ".join(name.split()).casefold() for name in names)


class Known:
    """A council's organisation as it stands, read once: five queries."""

    def __init__(self, council: Council, emails: set[str]) -> None:
        self.council = council
        self.directorates = {key(d.name): d for d in Directorate.objects.filter(council=council)}
        services = Service.objects.filter(directorate__council=council).select_related("directorate")
        self.services = {key(s.directorate.name, s.name): s for s in services}
        posts = Post.objects.filter(service__directorate__council=council).select_related("service__directorate")
        self.posts = {key(p.service.directorate.name, p.service.name, p.title): p for p in posts}
        self.heads = {p.service_id: p for p in self.posts.values() if p.is_head}
        wanted = User.objects.alias(address=Lower("email")).filter(address__in=emails)
        self.users: dict[str, User] = {u.email.casefold(): u for u in wanted}
        self.holdings: dict[int, list[Holding]] = {}
        for holding in Holding.objects.filter(post__in=posts).select_related("user"):
            self.holdings.setdefault(holding.post_id, []).append(holding)


def plan(rows: list[Row], council: Council, on: date) -> Plan:
    """What these rows would do on a day. Every fault names its row and column."""
    read = [judge(row, on) for row in rows]
    said = [found for found in read if isinstance(found, Said)]
    known = Known(council, addresses(said))
    faults = [fault for found in read if isinstance(found, list) for fault in found]
    faults += together(said, known)
    wrong = {fault.row for fault in faults}
    steps = steps_of([one for one in said if one.row not in wrong], known)
    return Plan(tuple(steps), tuple(sorted(faults, key=lambda f: (f.row, list(Column).index(f.column)))))


def addresses(said: list[Said]) -> set[str]:
    """The addresses that rows name."""
    return {one.email for one in said if one.email}


def judge(row: Row, on: date) -> Said | list[Fault]:
    """One row by itself."""
    cells = {column: row.cells.get(column, "") for column in Column}
    faults = [Fault(row.number, column, words) for column, words in cell_faults(cells)]
    days: dict[Column, date | None] = {Column.FROM: None, Column.TO: None}
    for column in days:
        try:
            days[column] = read_day(cells[column]) if cells[column] else None
        except ValueError as wrong:
            faults.append(Fault(row.number, column, str(wrong)))
    first, last = days[Column.FROM] or on, days[Column.TO]
    if last and last < first:
        faults.append(Fault(row.number, Column.TO, f"The last day is before the first, {first:%-d %B %Y}"))
    if faults:
        return faults
    return Said(
        row.number,
        cells[Column.DIRECTORATE],
        cells[Column.SERVICE],
        cells[Column.POST],
        cells[Column.HEAD].casefold() in YES,
        cells[Column.NAME],
        cells[Column.EMAIL].casefold(),
        Holding.Capacity(cells[Column.CAPACITY].casefold() or Holding.Capacity.HOLDER),
        first if cells[Column.EMAIL] else None,
        last,
    )


def cell_faults(cells: dict[Column, str]) -> list[tuple[Column, str]]:
    """What is wrong with the words of single cells."""
    found: list[tuple[Column, str]] = []
    needed = (Column.DIRECTORATE, Column.SERVICE, Column.POST)
    found += [(column, f"Enter the {column.value.lower()}") for column in needed if not cells[column]]
    for column, limit in LONGEST.items():
        if len(cells[column]) > limit:
            found.append((column, f"This must be {limit} characters or fewer"))
    for column, words in cells.items():
        try:
            no_control_characters(words)
        except ValidationError as wrong:
            found.append((column, wrong.messages[0]))
        if words.startswith("="):
            found.append((column, "This is a formula. Put its result there instead"))
    if cells[Column.HEAD].casefold() not in YES | NO:
        found.append((Column.HEAD, f"“{cells[Column.HEAD]}” is neither yes nor no"))
    if cells[Column.CAPACITY].casefold() not in {"", *Holding.Capacity.values}:
        found.append((Column.CAPACITY, f"“{cells[Column.CAPACITY]}” is neither holder nor deputy"))
    return found + person_faults(cells)


def person_faults(cells: dict[Column, str]) -> list[tuple[Column, str]]:
    """What is wrong with the person of a row."""
    if not cells[Column.EMAIL]:
        used = [c for c in (Column.NAME, Column.CAPACITY, Column.FROM, Column.TO) if cells[c]]
        return (
            [(Column.EMAIL, "Enter the e-mail address of the person, or leave the other boxes empty")] if used else []
        )
    try:
        validate_email(cells[Column.EMAIL])
    except ValidationError:
        return [(Column.EMAIL, f"“{cells[Column.EMAIL]}” is not an e-mail address")]
    return [] if cells[Column.NAME] else [(Column.NAME, "Enter the name or post title of the person")]


def together(said: list[Said], known: Known) -> list[Fault]:
    """What is wrong between rows, and between a row and what is there."""
    faults: list[Fault] = []
    heads = Counter(key(s.directorate, s.service) for s in said if s.is_head)
    names: dict[str, str] = {}
    holders: dict[tuple[str, ...], list[Said]] = {}
    for one in said:
        service = known.services.get(key(one.directorate, one.service))
        head = known.heads.get(service.pk) if service else None
        if one.is_head and heads[key(one.directorate, one.service)] > 1:
            faults.append(Fault(one.row, Column.HEAD, f"Two posts answer for {one.service}. Choose one"))
        elif one.is_head and head and key(head.title) != key(one.post):
            faults.append(Fault(one.row, Column.HEAD, f"{head.title} answers for {one.service} already"))
        if not one.email:
            continue
        user = known.users.get(one.email)
        if user and not user.is_active:
            faults.append(Fault(one.row, Column.EMAIL, "The account with this address is closed"))
        if key(names.setdefault(one.email, one.name)) != key(one.name):
            faults.append(Fault(one.row, Column.NAME, f"This address stands with another name, {names[one.email]}"))
        if one.capacity == Holding.Capacity.HOLDER:
            faults += overlaps(one, holders.setdefault(key(one.directorate, one.service, one.post), []), known)
    return faults


def overlaps(one: Said, before: list[Said], known: Known) -> list[Fault]:
    """Whether another row, or somebody who is there, holds the post on one of these days."""
    post = known.posts.get(key(one.directorate, one.service, one.post))
    there = [(h.user.email.casefold(), h.from_on, h.to_on) for h in holders_of(post, known)]
    rows = [(b.email, b.from_on, b.to_on) for b in before]
    before.append(one)
    for email, first, last in [*rows, *there]:
        begins, ends = first or date.min, last or date.max
        if email != one.email and (one.from_on or date.min) <= ends and begins <= (one.to_on or date.max):
            return [Fault(one.row, Column.EMAIL, f"{email} holds this post on these days. End that first")]
    return []


def holders_of(post: Post | None, known: Known) -> list[Holding]:
    """Who holds a post, past and present."""
    rows = known.holdings.get(post.pk, []) if post else []
    return [h for h in rows if h.capacity == Holding.Capacity.HOLDER]


def steps_of(said: list[Said], known: Known) -> list[Step]:
    """What each row would do after those above it."""
    new: set[tuple[str, ...]] = set()
    return [step_of(one, known, new) for one in said]


def step_of(one: Said, known: Known, new: set[tuple[str, ...]]) -> Step:
    """What one row would do. ``new`` are the things that rows above it create."""
    creates: list[str] = []
    changes: list[str] = []
    places = [
        (("d", *key(one.directorate)), key(one.directorate) in known.directorates, f"directorate {one.directorate}"),
        (
            ("s", *key(one.directorate, one.service)),
            key(one.directorate, one.service) in known.services,
            f"service {one.service}",
        ),
        (
            ("p", *key(one.directorate, one.service, one.post)),
            key(one.directorate, one.service, one.post) in known.posts,
            f"post {one.post}",
        ),
    ]
    if one.email:
        places.append((("u", one.email), one.email in known.users, f"account {one.email}"))
    for mark, is_there, words in places:
        if not is_there and mark not in new:
            creates.append(words)
            new.add(mark)
    post = known.posts.get(key(one.directorate, one.service, one.post))
    if post and one.is_head and not post.is_head:
        changes.append(f"{post.title} answers for its service")
    if one.email:
        holding = holding_of(one, post, known)
        mark = ("h", *key(one.directorate, one.service, one.post), one.email, one.capacity)
        if holding is None and mark not in new:
            creates.append(f"{one.capacity.label.lower()} {one.email}")
            new.add(mark)
        elif holding and one.to_on and holding.to_on != one.to_on:
            changes.append(f"last day {one.to_on:%-d %B %Y}")
    return Step(one, tuple(creates), tuple(changes))


def holding_of(one: Said, post: Post | None, known: Known) -> Holding | None:
    """The holding that a row speaks of, where it is there: same person and capacity, not ended before it begins."""
    for holding in known.holdings.get(post.pk, []) if post else []:
        same = holding.user.email.casefold() == one.email and holding.capacity == one.capacity
        if same and (holding.to_on is None or one.from_on is None or holding.to_on >= one.from_on):
            return holding
    return None


def start(council: Council, rows: list[Row], name: str, *, by: Roles) -> SheetImport:
    """Keep a sheet to be looked at before it is imported. An earlier one of the same person is dropped.

    Raises PermissionDenied for somebody who does not set up this council.
    """
    if by.user_id is None or not rules.may_set_up(by, council):
        raise PermissionDenied("The scrutiny officer imports posts and people.")
    SheetImport.objects.filter(by_id=by.user_id, imported_on=None).delete()
    kept = [{"number": row.number, "cells": {c.value: v for c, v in row.cells.items()}} for row in rows]
    return SheetImport.objects.create(council=council, by_id=by.user_id, name=name[:120], rows=kept, chosen_on=by.on)


def rows_of(sheet: SheetImport) -> list[Row]:
    """The rows of a sheet that was kept."""
    return [Row(r["number"], {Column(c): v for c, v in r["cells"].items()}) for r in sheet.rows]


@transaction.atomic
def carry_out(sheet: SheetImport, *, by: Roles, seen: list[Any]) -> Plan:
    """Do what the preview said. ``seen`` is what it said it would do.

    Raises PermissionDenied for somebody who does not set up this council, ValidationError where it was imported before
    or would do something else by now.
    """
    Council.objects.select_for_update().get(pk=sheet.council_id)
    sheet = SheetImport.objects.select_for_update().get(pk=sheet.pk)
    if by.user_id != sheet.by_id or not rules.may_set_up(by, sheet.council):
        raise PermissionDenied("The scrutiny officer imports posts and people.")
    if sheet.imported_on:
        raise ValidationError("This sheet was imported already.")
    found = plan(rows_of(sheet), sheet.council, by.on)
    if found.does != seen:
        raise ValidationError("Something has changed since you looked. Look at the new preview, then import it.")
    known = Known(sheet.council, addresses([step.said for step in found.steps]))
    for step in found.steps:
        do(step.said, known, by)
    sheet.imported_on = by.on
    sheet.save(update_fields=["imported_on"])
    return found


def do(one: Said, known: Known, by: Roles) -> None:
    """Create and change what one row says."""
    place = key(one.directorate, one.service, one.post)
    directorate = known.directorates.get(place[:1]) or Directorate.objects.create(
        council=known.council, name=one.directorate
    )
    known.directorates[place[:1]] = directorate
    service = known.services.get(place[:2]) or Service.objects.create(directorate=directorate, name=one.service)
    known.services[place[:2]] = service
    post = known.posts.get(place) or Post.objects.create(service=service, title=one.post, is_head=one.is_head)
    known.posts[place] = post
    if one.is_head and not post.is_head:
        post.is_head = True
        post.save(update_fields=["is_head"])
    if one.email:
        do_person(one, post, known, by)


def do_person(one: Said, post: Post, known: Known, by: Roles) -> None:
    """The account and the holding of one row. Invitations are sent from the person's page, not from here."""
    user = known.users.get(one.email)
    if user is None:
        user = User.objects.create_user(one.email, one.name, invited_by_id=by.user_id, invited_on=by.on)
        known.users[one.email] = user
    holding = holding_of(one, post, known)
    if holding is None:
        holding = Holding.objects.create(
            post=post, user=user, capacity=one.capacity, from_on=one.from_on or by.on, to_on=one.to_on
        )
        known.holdings.setdefault(post.pk, []).append(holding)
    elif one.to_on and holding.to_on != one.to_on:
        holding.to_on = one.to_on
        holding.save(update_fields=["to_on"])
