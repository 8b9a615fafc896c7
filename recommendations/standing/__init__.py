"""Where one action and one recommendation stand on a day: what was said, what was decided, what follows from both.

Pure: built from rows that ``ledger.py`` read, asks no query and no clock.
"""

from recommendations.standing.action import HEARD_DAYS, ONE_DAY, ActionStanding, Word, achieved_since
from recommendations.standing.before import Before
from recommendations.standing.decided import Answer, AnyResponse, AnyVerdict, Judgement
from recommendations.standing.recommendation import RecommendationStanding, claims_as_much, signs_off

__all__ = [
    "HEARD_DAYS",
    "ONE_DAY",
    "ActionStanding",
    "Answer",
    "AnyResponse",
    "AnyVerdict",
    "Before",
    "Judgement",
    "RecommendationStanding",
    "Word",
    "achieved_since",
    "claims_as_much",
    "signs_off",
]
