"""Filters of a person's own actions. Everything that they look at is stored, so the database filters."""

from typing import cast

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from council.spelling import respelled
from recommendations.filter_sets import FilterSet
from recommendations.models import Action
from recommendations.searched import Named, WordsFilter, named_in
from recommendations.states import Status

# Where words are looked for.
PLACES = ("title", "success_measure", "recommendation__title", "post__title")


class DeskFilter(FilterSet):
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

    @property
    def changes_anything(self) -> bool:
        """Whether the rows are others, or in another order, than they would be without it."""
        return self.form.is_valid() and any(self.form.cleaned_data.values())

    def by_words(self, rows: QuerySet[Action], name: str, value: str) -> QuerySet[Action]:
        """All these words somewhere in its title, success measure or recommendation, of those named by number."""
        named, words = named_in(value)
        if named:
            rows = rows.filter(Q(*(of(one) for one in named), _connector=Q.OR) | has_word(value))
        for word in words.split():
            rows = rows.filter(has_word(word))
        return rows

    @cached_property
    def meant(self) -> str:
        """What was perhaps meant, where none of the person's actions has the words."""
        asked = self.form.cleaned_data["q"] if self.form.is_valid() else ""
        rows = cast("QuerySet[Action]", self.queryset).values_list(*PLACES)
        return respelled(asked, (text for row in rows for text in row)) if asked else ""


def of(named: Named) -> Q:
    """The actions that are named: one, or those of a recommendation or of its part."""
    found = Q(recommendation__number=named.recommendation)
    if named.part or named.action:
        found &= Q(part__label=named.part) if named.part else Q(part=None)
    return found & Q(number=named.action) if named.action else found


def has_word(word: str) -> Q:
    """Whether an action has the word."""
    return Q(*((f"{place}__icontains", word) for place in PLACES), _connector=Q.OR)
