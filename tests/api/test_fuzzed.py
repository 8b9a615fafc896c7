"""No request makes the API fail, and whatever it answers is what its description says. Longer: python -m bench.api."""

from typing import Any

import pytest

from tests.api.fuzzing import fuzz
from tests.conftest import Cast
from tests.house import House, furnished

pytestmark = pytest.mark.usefixtures("day")

EXAMPLES = 2


def known(house: House) -> dict[str, Any]:
    """Values that lead somewhere."""
    review, action = house.review, house.action
    return {
        "review": review.slug,
        "slug": review.slug,
        "committee": review.committee_id,
        "committee_id": review.committee_id,
        "recommendation_id": action.recommendation_id,
        "action_id": action.pk,
        "report_id": house.papers.issued.pk,
    }


@pytest.mark.parametrize("person", ["public", "officer"])
def test_every_answer_is_as_described(cast: Cast, settings: Any, person: str) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    house = furnished(cast, cast.review)
    asked = 0
    for operation, statuses, wrong in fuzz(cast.with_token(person), known(house), EXAMPLES):
        assert not wrong, (operation, wrong)
        assert max(statuses) < 500
        asked += statuses.total()
    # Of 23 operations, in two ways.
    assert asked > 23 * EXAMPLES
