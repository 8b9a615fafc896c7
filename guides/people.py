"""For whom there is a guide, and which one is whose. Pure."""

from dataclasses import dataclass
from enum import Enum

from council.roles import Roles


@dataclass(frozen=True)
class About:
    """What a list of guides says of one."""

    title: str
    summary: str


class Guide(Enum):
    """A guide of one page, by the name in its address."""

    READER = "everybody"
    OFFICER = "officer"
    MEMBER = "member"
    CHAIR = "chair"
    SCRUTINY_OFFICER = "scrutiny-officer"
    ADMINISTRATOR = "administrator"

    @property
    def about(self) -> About:
        """Its title and what it helps with."""
        return ABOUT[self]

    @property
    def template(self) -> str:
        """Its words, drawn on the page and in the PDF alike."""
        return f"guides/_{self.value.replace('-', '_')}.html"


ABOUT = {
    Guide.READER: About(
        "Guide for residents",
        "Find what was recommended, what became of it, and whether a paper that you hold is genuine.",
    ),
    Guide.OFFICER: About(
        "Guide for officers and heads of service",
        "Update your actions, attach proof, ask for more time, answer members’ questions.",
    ),
    Guide.MEMBER: About(
        "Guide for scrutiny members",
        "See what is on track and what is late, follow any figure to its list, ask a question.",
    ),
    Guide.CHAIR: About(
        "Guide for the chair", "Record what the committee decided, and write and issue the quarterly report."
    ),
    Guide.SCRUTINY_OFFICER: About(
        "Guide for scrutiny officers", "Set the tracker up, import a report, run meetings, hand over work."
    ),
    Guide.ADMINISTRATOR: About(
        "Guide for administrators", "Keep the tracker running: see that it is well, keep a copy, take a new version."
    ),
}


def guides_of(roles: Roles, runs_it: bool = False) -> list[Guide]:
    """The guides that are this person's own, most telling first; the public's, where nobody is signed in.

    ``runs_it``: whether they may open the technical administration.
    """
    mine = {
        Guide.READER: not roles.is_signed_in,
        Guide.SCRUTINY_OFFICER: bool(roles.scrutiny_officer_of),
        Guide.CHAIR: bool(roles.chair_of),
        Guide.OFFICER: roles.is_officer,
        Guide.MEMBER: bool(roles.member_of),
        Guide.ADMINISTRATOR: runs_it,
    }
    return [guide for guide, is_mine in mine.items() if is_mine]
