"""The rules of each committee: those that all begin with, and what its scrutiny officer changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reminders.models import RuleSetting
from reminders.rule import Rule, changed
from reminders.rules import RULES
from reminders.states import Repeat, Subject

Rules = tuple[Rule, ...]


def by_subject(rules: Iterable[Rule]) -> dict[Subject, Rules]:
    """Rules by what they are about, in their order."""
    found: defaultdict[Subject, list[Rule]] = defaultdict(list)
    for rule in rules:
        found[rule.subject].append(rule)
    return {subject: tuple(of_it) for subject, of_it in found.items()}


DEFAULT = by_subject(RULES)


@dataclass(frozen=True)
class Books:
    """The rules by committee."""

    own: Mapping[int, dict[Subject, Rules]] = field(default_factory=dict)

    def rules(self, committee_id: int, subject: Subject) -> Rules:
        """A committee's rules about one sort of thing, the most urgent first."""
        return self.own.get(committee_id, DEFAULT)[subject]


def rules_of(settings: Mapping[str, RuleSetting]) -> Rules:
    """All rules, with these settings by kind."""
    return tuple(applied(rule, settings.get(rule.kind)) for rule in RULES)


def applied(rule: Rule, setting: RuleSetting | None) -> Rule:
    """A rule as a committee set it."""
    return changed(rule, setting.stages, Repeat(setting.repeat), setting.is_on) if setting else rule


def read_books() -> Books:
    """Every committee's rules: one query."""
    settings: defaultdict[int, dict[str, RuleSetting]] = defaultdict(dict)
    for row in RuleSetting.objects.all():
        settings[row.committee_id][row.kind] = row
    return Books({committee: by_subject(rules_of(of_it)) for committee, of_it in settings.items()})


def with_rule(books: Books, committee_id: int, rule: Rule) -> Books:
    """The same with one rule of one committee changed, for a look at what it would do."""
    now = books.own.get(committee_id, DEFAULT)
    of_it = tuple(rule if r.kind == rule.kind else r for r in now[rule.subject])
    return Books({**books.own, committee_id: {**now, rule.subject: of_it}})


def rule_of(books: Books, committee_id: int, kind: str) -> Rule:
    """One rule of a committee."""
    return next(r for of_it in books.own.get(committee_id, DEFAULT).values() for r in of_it if r.kind == kind)
