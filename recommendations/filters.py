"""Filters of the lists. What is stored is filtered in the database, what is computed by the position."""

from collections.abc import Callable
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from council.fields import PlainWords
from recommendations.figures import AWAITING, HAVING, NONE, REASONS, TIMELINESS, VERDICTS, Position
from recommendations.models import Action, Recommendation
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


# The filters that stand in the bar; the others are one press away.
FIRST = ("review", "theme", "service", "state", "having", "q")


class WordsFilter(django_filters.CharFilter):
    """Words to search for."""

    field_class = PlainWords


class PositionFilter(django_filters.FilterSet):
    """Narrows a position. Those of its filters that are computed ask the standings that are already in hand."""

    review = django_filters.ChoiceFilter(label="Review", field_name="review__slug", empty_label="All reviews")
    theme = django_filters.ChoiceFilter(label="Theme", field_name="theme__number", empty_label="All themes")
    service = django_filters.ChoiceFilter(label="Lead service", method="by_service", empty_label="All services")
    state = django_filters.ChoiceFilter(
        label="Status",
        choices=[(state.value, state.label) for state in OF_A_RECOMMENDATION],
        method="by_state",
        empty_label="Any status",
    )
    response = django_filters.ChoiceFilter(
        label="Response", choices=RESPONSES, method="by_response", empty_label="Any response"
    )
    claim = django_filters.ChoiceFilter(
        label="Officers say", choices=[*Status.choices, (NONE, "No action")], method="by_claim", empty_label="Anything"
    )
    verdict = django_filters.ChoiceFilter(
        label="Committee says", choices=VERDICTS, method="by_verdict", empty_label="Anything"
    )
    agreement = django_filters.ChoiceFilter(
        label="Claim and verdict", choices=Agreement.choices, method="by_agreement", empty_label="Any"
    )
    post = django_filters.ChoiceFilter(label="Post", method="by_post", empty_label="Any post")
    having = django_filters.ChoiceFilter(
        label="Look for",
        choices=[(kind, title) for kind, (title, _) in HAVING.items()],
        method="by_having",
        empty_label="Anything",
    )
    q = WordsFilter(label="Words", method="by_words")

    class Meta:
        model = Recommendation
        fields = ("theme",)

    def __init__(self, data: Any, position: Position) -> None:
        self.position = position
        super().__init__(data, queryset=Recommendation.objects.filter(review__in=position.scope.reviews))
        # The choices are the scope's own, read from rows that are already in hand.
        del self.filters["theme" if position.scope.is_committee else "review"]
        themes = {s.recommendation.theme.number: s.recommendation.theme.title for s in position.standings}
        services = {s.recommendation.lead_service for s in position.standings}
        owned = sorted((s for s in services if s), key=str)
        posts = {a.action.post for s in position.standings for a in s.actions}
        choices = {
            "theme": sorted(themes.items()),
            "review": [(review.slug, review.title) for review in position.scope.reviews],
            "post": [(str(p.pk), p.title) for p in sorted(posts, key=lambda p: (p.title, p.pk))],
        }
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
        return [field for field in self.form if field.name not in FIRST]

    @property
    def is_further(self) -> bool:
        """Whether one of the latter is on, or wrong."""
        return any(field.name in self.active or field.errors for field in self.further_fields)

    @property
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
        return tuple(filter["words"] for filter in self.removable)

    def words_for(self, name: str, value: str) -> str:
        """One active filter in words."""
        choices = getattr(self.form.fields[name], "choices", None)
        return next((str(label) for key, label in choices if str(key) == value), value) if choices else f"“{value}”"

    def narrowed(self) -> Position:
        """The position with what the filters leave; an invalid filter leaves all, and its form says why."""
        if not self.active:
            return self.position
        kept = set(self.qs.values_list("pk", flat=True))
        return self.position.narrowed(lambda s: s.recommendation.pk in kept, **self.active)

    def by_service(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        """Led by this service, or by none yet."""
        return rows.filter(lead_service__isnull=True) if value == "none" else rows.filter(lead_service__pk=value)

    def by_state(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        """In this state on the day looked at."""
        return self.those(rows, lambda s: s.state == value)

    def by_response(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        """With this response on the day looked at."""
        if value == "overdue":
            late = self.position.late_responses
            return self.those(rows, lambda s: s in late)
        return self.those(rows, lambda s: (s.response.kind if s.response else AWAITING) == value)

    def by_claim(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        """Of which officers say this on the day looked at."""
        return self.those(rows, lambda s: (s.claim or NONE) == value)

    def by_verdict(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        """Of which the committee says this on the day looked at."""
        return self.those(rows, lambda s: (s.verdict.verdict if s.verdict else NONE) == value)

    def by_agreement(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        """With this relation of claim and verdict on the day looked at."""
        return self.those(rows, lambda s: s.agreement == value)

    def by_post(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        """With an action of this post. Of their actions, only those of the post are counted then."""
        return self.those(rows, lambda s: any(str(a.action.post_id) == value for a in s.actions))

    def by_having(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        """In which there is this to look for."""
        _, belongs = HAVING[value]
        return self.those(rows, belongs)

    def those(
        self, rows: QuerySet[Recommendation], belongs: Callable[[RecommendationStanding], bool]
    ) -> QuerySet[Recommendation]:
        """The rows whose standing belongs."""
        return rows.filter(pk__in=[s.recommendation.pk for s in self.position.standings if belongs(s)])

    def by_words(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        """All these words somewhere in its title, wording or parts; "R3" finds recommendation 3."""
        for word in value.split():
            found = Q(title__icontains=word) | Q(text__icontains=word) | Q(parts__text__icontains=word)
            if word[:1] in "Rr" and word[1:].isdecimal():
                found |= Q(number=int(word[1:]))
            rows = rows.filter(found)
        return rows.distinct()


class DeskFilter(django_filters.FilterSet):
    """Narrows and sorts a person's own actions."""

    q = WordsFilter(label="Words", method="by_words")
    status = django_filters.ChoiceFilter(
        label="You last said",
        choices=Status.choices,
        empty_label="Anything",
        error_messages={"invalid_choice": "“%(value)s” is not a status. Choose one of these."},
    )
    order = django_filters.OrderingFilter(
        label="Sort by",
        fields=(("target_on", "target"), ("updated_on", "update"), ("recommendation__number", "recommendation")),
        choices=(
            ("target", "Target date, the nearest first"),
            ("update", "Last update, the oldest first"),
            ("-update", "Last update, the newest first"),
            ("recommendation", "Recommendation"),
        ),
        empty_label=None,
        error_messages={"invalid_choice": "“%(value)s” is no order. The nearest target date comes first."},
    )

    class Meta:
        model = Action
        fields = ("status",)

    @property
    def is_narrowed(self) -> bool:
        """Whether some are left out."""
        return self.form.is_valid() and any(self.form.cleaned_data[name] for name in ("q", "status"))

    def by_words(self, rows: QuerySet[Action], name: str, value: str) -> QuerySet[Action]:
        """All these words somewhere in its title, success measure or recommendation; "R3" finds those of R3."""
        for word in value.split():
            found = Q(title__icontains=word) | Q(success_measure__icontains=word)
            found |= Q(recommendation__title__icontains=word) | Q(post__title__icontains=word)
            if word[:1] in "Rr" and word[1:].isdecimal():
                found |= Q(recommendation__number=int(word[1:]))
            rows = rows.filter(found)
        return rows


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
        self.position = position
        services = {a.action.post.service for s in position.standings for a in s.actions}
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
    def title(self) -> str:
        """What the list is headed with; empty for all."""
        words = [dict(cast("forms.ChoiceField", self.fields[name]).choices)[v] for name, v in self.active.items()]
        return ", ".join(str(word) for word in words)

    def chosen_from(self, position: Position) -> list[ActionStanding]:
        """The actions to list, the most pressing first."""
        kind, reason, service = (self.active.get(name) for name in ("timeliness", "moved_for", "acting"))
        rows = position.timely(kind) if kind else sorted(position.actions, key=lambda a: (a.target_on, a.action.pk))
        return [
            row
            for row in rows
            if (not reason or reason in {move.reason or NONE for move in row.moves})
            and (not service or str(row.action.post.service_id) == service)
        ]
