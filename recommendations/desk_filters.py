"""Filters of a person's own actions. Everything that they look at is stored, so the database filters."""

import django_filters
from django.db.models import Q, QuerySet

from recommendations.filter_sets import FilterSet
from recommendations.models import Action
from recommendations.searched import WordsFilter
from recommendations.states import Status


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
        """All these words somewhere in its title, success measure or recommendation; "R3" finds those of R3."""
        for word in value.split():
            found = Q(title__icontains=word) | Q(success_measure__icontains=word)
            found |= Q(recommendation__title__icontains=word) | Q(post__title__icontains=word)
            if word[:1] in "Rr" and word[1:].isdecimal():
                found |= Q(recommendation__number=int(word[1:]))
            rows = rows.filter(found)
        return rows
