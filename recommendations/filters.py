"""Filters of dashboards and lists. They ask the standings that are in hand already; only words ask the database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property

from council.spelling import respelled
from recommendations.figures import AWAITING, HAVING, NONE, REASONS, TIMELINESS, VERDICTS, Position, lower_first
from recommendations.filter_sets import ChoiceFilter, FilterSet
from recommendations.models import Recommendation
from recommendations.searched import Named, WordsFilter, named_in
from recommendations.standing import ActionStanding, RecommendationStanding
from recommendations.states import OF_A_RECOMMENDATION, Agreement, ResponseKind, Status

# What a value in the address is not, where nobody offered it.
NOT_OFFERED = {
    "review": "a review",
    "theme": "a theme",
    "service": "a lead service",
    "state": "a status",
    "response": "a response",
    "claim": "a claim",
    "verdict": "a verdict",
    "agreement": "a choice",
    "post": "a post",
    "having": "something to look for",
}
RESPONSES = [(AWAITING, "Awaiting"), ("overdue", "Response overdue"), *ResponseKind.choices]


# What is found by words, said beside their box.
WORDS_FIND = (
    "Looks in recommendations and in the titles of their actions. Where an action has the words itself, "
    "the other actions of its recommendation are left out."
)

# How a filter of recommendations is called where actions are listed, which have one of the same name.
TOLD_OF = {"state": "Recommendation", "claim": "Officers say of the recommendation:"}

# The filters that stand in the bar; the others are one press away.
FIRST = ("review", "theme", "service", "state")


# A box with more than so many choices is left out; the filter works from an address all the same.
MOST_OFFERED = 30

Standings = Sequence[RecommendationStanding]


class PositionFilter(FilterSet):
    """Narrows a position. Each filter takes standings and gives those that it leaves."""

    review = ChoiceFilter(label="Review", method="by_review", empty_label="All reviews")
    theme = ChoiceFilter(label="Theme", method="by_theme", empty_label="All themes")
    service = ChoiceFilter(label="Lead service", method="by_service", empty_label="All services")
    state = ChoiceFilter(
        label="Status",
        choices=[(state.value, state.label) for state in OF_A_RECOMMENDATION],
        method="by_state",
        empty_label="Any status",
    )
    response = ChoiceFilter(label="Response", choices=RESPONSES, method="by_response", empty_label="Any response")
    claim = ChoiceFilter(
        label="Officers say", choices=[*Status.choices, (NONE, "No action")], method="by_claim", empty_label="Anything"
    )
    verdict = ChoiceFilter(label="Committee says", choices=VERDICTS, method="by_verdict", empty_label="Anything")
    agreement = ChoiceFilter(
        label="Claim and verdict", choices=Agreement.choices, method="by_agreement", empty_label="Any"
    )
    post = ChoiceFilter(label="Post", method="by_post", empty_label="Any post")
    having = ChoiceFilter(
        label="Look for",
        choices=[(kind, title) for kind, (title, _) in HAVING.items()],
        method="by_having",
        empty_label="Anything",
    )
    q = WordsFilter(label="Words", method="by_words", help_text=WORDS_FIND)

    class Meta:
        model = Recommendation
        fields = ()

    # What was perhaps meant, where nothing has the words; and the numbers of the actions that count, where not all do.
    meant = ""
    only: frozenset[int] | None = None

    def __init__(self, data: Any, position: Position, *, is_inside: bool = True, lists_actions: bool = False) -> None:
        """``is_inside`` is whether somebody of the council looks: others are not told that there are questions.

        Where actions are listed, the status and the claim are said to be those of the recommendation.
        """
        self.position, self.lists_actions = position, lists_actions
        super().__init__(data, queryset=Recommendation.objects.none())
        if lists_actions:
            self.filters["state"].label = "Status of the recommendation"
            self.filters["claim"].label = "Officers say of the recommendation"
        if not is_inside:
            kinds = [(kind, title) for kind, (title, _) in HAVING.items() if kind != "unanswered"]
            self.filters["having"].extra["choices"] = kinds
        # The choices are the scope's own, read from rows that are already in hand.
        del self.filters["theme" if position.scope.is_committee else "review"]
        themes = (
            {}
            if position.scope.is_committee
            else {s.recommendation.theme.number: s.recommendation.theme.title for s in position.standings}
        )
        services = {s.recommendation.lead_service_id: s.recommendation for s in position.standings}
        owned = sorted((r.lead_service for r in services.values() if r.lead_service), key=str)
        posts = position.acting_posts
        choices = {
            "theme": sorted(themes.items()),
            "review": [(review.slug, review.title) for review in position.scope.reviews],
            "post": [(str(p.pk), p.title) for p in sorted(posts, key=lambda p: (p.title, p.pk))],
        }
        # Nobody looks through a box of a hundred posts: from the page of a service an address leads here.
        if len(posts) > MOST_OFFERED:
            self.filters["post"].extra["widget"] = forms.HiddenInput
        for name, what in NOT_OFFERED.items():
            if name in self.filters:
                self.filters[name].extra["error_messages"] = {"invalid_choice": f"“%(value)s” is not {what} here."}
        for name in choices.keys() & self.filters.keys():
            self.filters[name].extra["choices"] = choices[name]
        self.filters["service"].extra["choices"] = [
            *((str(s.pk), s.name) for s in owned),
            ("none", "Owner to be assigned"),
        ]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The filters that stand in the bar."""
        return [self.form[name] for name in FIRST if name in self.form.fields]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """The filters that are asked for less often."""
        return [field for field in self.form.visible_fields() if field.name not in FIRST]

    @property
    def is_further(self) -> bool:
        """Whether one of the latter is on, or wrong."""
        return any(field.name in self.active or field.errors for field in self.further_fields)

    @cached_property
    def active(self) -> dict[str, str]:
        """The filters that are on, by name, as the address has them."""
        if not self.form.is_valid():
            return {}
        return {name: str(value) for name, value in self.form.cleaned_data.items() if value}

    @property
    def removable(self) -> list[dict[str, str]]:
        """Each active filter in words, with the name to take out of the address."""
        return [{"name": name, "words": self.words_for(name, value)} for name, value in self.active.items()]

    @property
    def words(self) -> tuple[str, ...]:
        """Each active filter in words."""
        return tuple(one["words"] for one in self.removable)

    def words_for(self, name: str, value: str) -> str:
        """One active filter in words."""
        choices = getattr(self.form.fields[name], "choices", None)
        if not choices:
            return f"“{value}”"
        words = next((str(label) for key, label in choices if str(key) == value), value)
        return f"{TOLD_OF[name]} {lower_first(words)}" if self.lists_actions and name in TOLD_OF else words

    def narrowed(self) -> Position:
        """The position with what the filters leave; an invalid filter leaves all, and its form says why.

        It is asked for once: a filter set refers to itself, and would keep the position for the garbage collector.
        """
        position, active = self.position, self.active
        if active:
            kept: Any = position.standings
            for name, value in self.form.cleaned_data.items():
                kept = self.filters[name].filter(kept, value)
            left = {s.recommendation.pk for s in kept}
            position = replace(position.narrowed(lambda s: s.recommendation.pk in left, **active), only=self.only)
        del self.position
        return position

    # --- What each filter leaves of the standings ---------------------------------------------------------------------

    def by_review(self, rows: Standings, name: str, value: str) -> Standings:
        """Of this review."""
        return [s for s in rows if s.recommendation.review.slug == value]

    def by_theme(self, rows: Standings, name: str, value: str) -> Standings:
        """Of the theme of this number."""
        return [s for s in rows if str(s.recommendation.theme.number) == str(value)]

    def by_service(self, rows: Standings, name: str, value: str) -> Standings:
        """Led by this service, or by none yet."""
        return [s for s in rows if str(s.recommendation.lead_service_id or NONE) == value]

    def by_state(self, rows: Standings, name: str, value: str) -> Standings:
        """In this state on the day looked at."""
        return [s for s in rows if s.state == value]

    def by_response(self, rows: Standings, name: str, value: str) -> Standings:
        """With this response on the day looked at."""
        if value == "overdue":
            return [s for s in rows if s in self.position.late_responses]
        return [s for s in rows if (s.response.kind if s.response else AWAITING) == value]

    def by_claim(self, rows: Standings, name: str, value: str) -> Standings:
        """Of which officers say this on the day looked at."""
        return [s for s in rows if (s.claim or NONE) == value]

    def by_verdict(self, rows: Standings, name: str, value: str) -> Standings:
        """Of which the committee says this on the day looked at."""
        return [s for s in rows if (s.verdict.verdict if s.verdict else NONE) == value]

    def by_agreement(self, rows: Standings, name: str, value: str) -> Standings:
        """With this relation of claim and verdict on the day looked at."""
        return [s for s in rows if s.agreement == value]

    def by_post(self, rows: Standings, name: str, value: str) -> Standings:
        """With an action of this post. Of their actions, only those of the post are counted then."""
        self.count_only(a.action.id for s in rows for a in s.actions if str(a.post_id) == value)
        return [s for s in rows if any(str(a.post_id) == value for a in s.actions)]

    def count_only(self, actions: Iterable[int]) -> None:
        """Leave out other actions than these, besides those that are left out already."""
        self.only = frozenset(actions) if self.only is None else self.only.intersection(actions)

    def by_having(self, rows: Standings, name: str, value: str) -> Standings:
        """In which there is this to look for."""
        _, belongs = HAVING[value]
        return [s for s in rows if belongs(s)]

    def by_words(self, rows: Standings, name: str, value: str) -> Standings:
        """All these words somewhere in its title, wording or parts, or in the title of one of its actions; "R3" finds
        recommendation 3 too, and "3c.1" that action. One query."""
        named, words = named_in(value)
        numbers = [one.recommendation for one in named]
        found = Recommendation.objects.filter(pk__in=[s.recommendation.pk for s in rows])
        if named:
            found = found.filter(Q(number__in=numbers) | has_word(value))
        for word in words.split():
            found = found.filter(has_word(word))
        kept = set(found.values_list("pk", flat=True))
        own = {s.recommendation.pk: [a for a in s.actions if has_them(a, named, words)] for s in rows}
        left = [s for s in rows if s.recommendation.pk in kept or own[s.recommendation.pk]]
        self.count_only(a.action.id for s in left for a in own[s.recommendation.pk] or s.actions)
        if not left:
            self.meant = respelled(value, self.texts())
        return left

    def texts(self) -> Iterator[str]:
        """The words of all recommendations that are looked at, and of their actions."""
        all_of_them = Recommendation.objects.filter(pk__in=[s.recommendation.pk for s in self.position.standings])
        rows = all_of_them.values_list("title", "text", "parts__text")
        titles = (a.action.title for s in self.position.standings for a in s.actions)
        return chain((text for row in rows for text in row if text), titles)


def has_word(word: str) -> Q:
    """Whether a recommendation or a part of it has the word."""
    return Q(title__icontains=word) | Q(text__icontains=word) | Q(parts__text__icontains=word)


def has_them(row: ActionStanding, named: list[Named], words: str) -> bool:
    """Whether an action is among those that are named, and has all these words in its title as it read on the day."""
    action = row.action
    if named and not any(one.is_of(action.recommendation.number, action.reference) for one in named):
        return False
    title = action.title.casefold()
    return all(word in title for word in words.casefold().split())


class ActionFilterForm(forms.Form):
    """Which actions of a position to list: the same words as the figures that open the list."""

    timeliness = forms.ChoiceField(
        label="Timeliness",
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not a timeliness. All actions are shown."},
    )
    moved_for = forms.ChoiceField(
        label="Moved for",
        required=False,
        choices=[("", "Any reason"), *REASONS],
        error_messages={"invalid_choice": "“%(value)s” is not a reason. All actions are shown."},
    )
    acting = forms.ChoiceField(
        label="Service that acts",
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is no service here. All actions are shown."},
    )

    def __init__(self, data: Any, *, position: Position) -> None:
        super().__init__(data)
        services = {post.service for post in position.acting_posts}
        choices = {
            "timeliness": [("", "Any"), *((kind, position.timely_title(kind)) for kind in TIMELINESS)],
            "acting": [("", "Any"), *((str(s.pk), s.name) for s in sorted(services, key=lambda s: (s.name, s.pk)))],
        }
        for name, offered in choices.items():
            cast("forms.ChoiceField", self.fields[name]).choices = offered

    @property
    def active(self) -> dict[str, str]:
        """The filters that are on, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}

    @property
    def removable(self) -> list[dict[str, str]]:
        """Each active filter in words, with the name to take out of the address."""
        offered: dict[str, Any] = {name: getattr(self.fields[name], "choices", ()) for name in self.active}
        return [
            {"name": name, "words": str(label)}
            for name, value in self.active.items()
            for key, label in offered[name]
            if key == value
        ]

    @property
    def title(self) -> str:
        """These filters in words; empty where none is on."""
        return ", ".join(one["words"] for one in self.removable)

    def chosen_from(self, position: Position) -> list[ActionStanding]:
        """The actions to list, the most pressing first."""
        kind, reason, service = (self.active.get(name) for name in ("timeliness", "moved_for", "acting"))
        rows = position.timely(kind) if kind else position.actions_by_target
        return [
            row
            for row in rows
            if (not reason or reason in {move.reason or NONE for move in row.moves})
            and (not service or str(row.action.post.service_id) == service)
        ]
