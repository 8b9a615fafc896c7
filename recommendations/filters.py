"""Filters of the lists. What is stored is filtered in the database, what is computed by the position."""

from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from council.fields import PlainWords
from recommendations.figures import TIMELINESS, Position
from recommendations.models import Action, Recommendation
from recommendations.states import OF_A_RECOMMENDATION, Agreement, ResponseKind, Status

# What a value in the address is not, where nobody offered it.
NOT_OFFERED = {
    "theme": "a theme",
    "service": "a lead service",
    "state": "a status",
    "response": "a response",
    "agreement": "a choice",
}
AWAITING = (("awaiting", "Awaiting"), ("overdue", "Response overdue"))


class WordsFilter(django_filters.CharFilter):
    """Words to search for."""

    field_class = PlainWords


class PositionFilter(django_filters.FilterSet):
    """Narrows a position by theme, service, state, response, claim against verdict, and words."""

    theme = django_filters.ChoiceFilter(label="Theme", field_name="theme__number", empty_label="All themes")
    service = django_filters.ChoiceFilter(label="Lead service", method="by_service", empty_label="All services")
    state = django_filters.ChoiceFilter(
        label="Status",
        choices=[(state.value, state.label) for state in OF_A_RECOMMENDATION],
        method="by_state",
        empty_label="Any status",
    )
    response = django_filters.ChoiceFilter(
        label="Response", choices=[*AWAITING, *ResponseKind.choices], method="by_response", empty_label="Any response"
    )
    agreement = django_filters.ChoiceFilter(
        label="Claim and verdict", choices=Agreement.choices, method="by_agreement", empty_label="Any"
    )
    q = WordsFilter(label="Words", method="by_words")

    class Meta:
        model = Recommendation
        fields = ("theme",)

    def __init__(self, data: Any, position: Position) -> None:
        self.position = position
        super().__init__(data, queryset=Recommendation.objects.filter(review=position.review))
        # The choices are the review's own, read from rows that are already in hand.
        themes = {s.recommendation.theme.number: s.recommendation.theme.title for s in position.standings}
        services = {s.recommendation.lead_service for s in position.standings}
        owned = sorted((s for s in services if s), key=str)
        for name, what in NOT_OFFERED.items():
            self.filters[name].extra["error_messages"] = {"invalid_choice": f"“%(value)s” is not {what} here."}
        self.filters["theme"].extra["choices"] = sorted(themes.items())
        self.filters["service"].extra["choices"] = [
            *((str(s.pk), s.name) for s in owned),
            ("none", "Owner to be assigned"),
        ]

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
        return rows.filter(pk__in=[s.recommendation.pk for s in self.position.standings if s.state == value])

    def by_response(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        """With this response on the day looked at."""
        if value == "overdue":
            return rows.filter(pk__in=[s.recommendation.pk for s in self.position.late_responses])
        given = {s.recommendation.pk: s.response.kind if s.response else "awaiting" for s in self.position.standings}
        return rows.filter(pk__in=[pk for pk, kind in given.items() if kind == value])

    def by_agreement(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        """With this relation of claim and verdict on the day looked at."""
        return rows.filter(pk__in=[s.recommendation.pk for s in self.position.standings if s.agreement == value])

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

    def __init__(self, data: Any, *, position: Position) -> None:
        super().__init__(data)
        field = cast(forms.ChoiceField, self.fields["timeliness"])
        field.choices = [("", "Any"), *((kind, position.timely_title(kind)) for kind in TIMELINESS)]
