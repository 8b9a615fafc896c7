"""In which part somebody was told: posts, not names."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from council.models import Holding, Membership


@dataclass(frozen=True)
class Parts:
    """The parts in which people are told: the posts that they hold, else their parts on a committee."""

    holdings: tuple[Holding, ...]
    seats: tuple[Membership, ...]

    @classmethod
    def of(cls, user_ids: Collection[int]) -> "Parts":
        """All that these people ever held: two queries."""
        holdings = Holding.objects.filter(user__in=user_ids).select_related("post")
        return cls.ordered(holdings, Membership.objects.filter(user__in=user_ids))

    @classmethod
    def ordered(cls, holdings: Iterable[Holding], seats: Iterable[Membership]) -> "Parts":
        """These: a post that somebody holds before one that they stand in for, and what was first given first."""
        held = sorted(holdings, key=lambda row: (row.capacity != Holding.Capacity.HOLDER, row.pk))
        return cls(tuple(held), tuple(sorted(seats, key=lambda row: row.pk)))

    def told(self, user_id: int, on: date, own_post: int | None) -> str:
        """In which part somebody was told on a day: by the action's own post where it is theirs, else by another."""
        held = [row for row in self.holdings if row.user_id == user_id and holds(row, on)]
        if held:
            row = next((one for one in held if one.post_id == own_post), held[0])
            return f"Deputy of {row.post.title}" if row.capacity == Holding.Capacity.DEPUTY else row.post.title
        seats = [row for row in self.seats if row.user_id == user_id and holds(row, on)]
        return str(seats[-1].get_role_display()) if seats else "Somebody without a post"


def holds(row: Holding | Membership, on: date) -> bool:
    """Whether it holds on a day, both ends included."""
    return row.from_on <= on and (row.to_on is None or on <= row.to_on)
