"""The box of words that lists are narrowed by."""

import django_filters

from council.fields import PlainWords


class WordsFilter(django_filters.CharFilter):
    """Words to search for."""

    field_class = PlainWords
