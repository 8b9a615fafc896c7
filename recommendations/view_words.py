"""What saved views look at, in words, read from their addresses alone: four queries, however many there are."""

from collections.abc import Iterable, Iterator

from django.http import QueryDict

from council.amounts import written
from council.models import Post, Service
from council.roles import Roles
from council.written_days import read_day
from recommendations.figures import REASONS, TIMELINESS, lower_first
from recommendations.filters import TOLD_OF, PositionFilter
from recommendations.models import Review, SavedView, Theme
from recommendations.scope import LONGEST_NUMBER
from recommendations.states import ViewPage

DAYS = {"as_at": "as at", "since": "compared with"}
# Filters whose choices are the same everywhere.
FIXED = {
    **{
        name: dict(PositionFilter.base_filters[name].extra["choices"])
        for name in ("state", "response", "claim", "verdict", "agreement", "having")
    },
    "moved_for": dict(REASONS),
}
NO_OWNER = {"none": "Owner to be assigned"}


def in_words(views: Iterable[SavedView], roles: Roles) -> dict[int, str]:
    """The filters and days of each view, by its number; what this person may not see has no name."""
    asked = {view: QueryDict(view.query) for view in views}
    names = Names(list(asked.values()), [view.review_id for view in asked if view.review_id], roles)
    return {view.pk: "; ".join(names.words_of(view, query)) for view, query in asked.items()}


class Names:
    """The names of what some addresses ask for by number."""

    def __init__(self, asked: list[QueryDict], reviews: list[int], roles: Roles) -> None:
        def numbers(*names: str) -> set[int]:
            values = {query.get(name, "") for query in asked for name in names}
            return {
                int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER
            }

        councils = list(roles.council_ids)
        services = Service.objects.filter(pk__in=numbers("service", "acting"), directorate__council__in=councils)
        posts = Post.objects.filter(pk__in=numbers("post"), service__directorate__council__in=councils)
        slugs = {query.get("review", "") for query in asked}
        seen = Review.objects.visible_to(roles).filter(slug__in=slugs)
        themes = Theme.objects.filter(review__in=reviews, number__in=numbers("theme"))
        self.services = {str(pk): name for pk, name in services.values_list("pk", "name")} | NO_OWNER
        self.posts = {str(pk): title for pk, title in posts.values_list("pk", "title")}
        self.reviews = dict(seen.values_list("slug", "title"))
        self.themes = {
            (of, str(number)): title for of, number, title in themes.values_list("review", "number", "title")
        }

    def words_of(self, view: SavedView, query: QueryDict) -> Iterator[str]:
        """What one view looks at: its filters in the order of its address, then its days."""
        for name, value in query.items():
            if name in DAYS:
                continue
            words = f"“{value}”" if name == "q" else self.word(view, name, str(value))
            yield (
                f"{TOLD_OF[name]} {lower_first(words)}" if view.page == ViewPage.ACTIONS and name in TOLD_OF else words
            )
        yield from (f"{words} {day_of(str(query[name]))}" for name, words in DAYS.items() if query.get(name))

    def word(self, view: SavedView, name: str, value: str) -> str:
        """One filter; as the address has it where nobody knows it any more."""
        if name == "theme":
            return self.themes.get((view.review_id or 0, value), value)
        if name == "timeliness" and value in TIMELINESS:
            limits = {"stale": view.committee.stale_after_days, "due_soon": view.committee.due_soon_days}
            return TIMELINESS[value][0].format(days=limits.get(value))
        by_name = {"review": self.reviews, "service": self.services, "acting": self.services, "post": self.posts}
        return str({**by_name, **FIXED}.get(name, {}).get(value, value))


def day_of(value: str) -> str:
    """A day of an address, as people write it."""
    try:
        return written(read_day(value))
    except ValueError:
        return value
