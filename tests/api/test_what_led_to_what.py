"""The API tells what led to a recommendation as the pages do: from which source, on whose word, and nothing struck."""

import pytest

from evidence.models import Citation
from tests import factories as f
from tests.conftest import Cast
from tests.house import furnished

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]


def test_a_link_names_its_one_source_and_a_struck_one_is_not_told(cast: Cast) -> None:
    house = furnished(cast, cast.review)
    kept = Citation.objects.create(
        witness=house.witness, recommendation=house.action.recommendation, kind=Citation.Kind.ARGUES,
        basis="person", linked_by=cast.scrutiny, linked_on=f.DAY,
    )  # fmt: skip
    answer = cast.client("member").get(
        f"/api/v1/citations?review={cast.review.slug}", headers=cast.with_token("member")
    )
    (of_paragraph, of_witness) = sorted(answer.json()["items"], key=lambda row: bool(row["witness"]))
    assert (of_paragraph["paragraph"], of_paragraph["witness"]) == (house.paragraph.number, None)
    assert (of_witness["paragraph"], of_witness["witness"], of_witness["basis"]) == (None, house.witness.name, "person")
    assert of_witness["linked_on"] == f"{f.DAY}"
    Citation.objects.filter(pk=kept.pk).update(
        struck_on=f.DAY, struck_by=cast.scrutiny, struck_because="Another witness."
    )
    answer = cast.client("member").get(
        f"/api/v1/citations?review={cast.review.slug}", headers=cast.with_token("member")
    )
    assert [row["paragraph"] for row in answer.json()["items"]] == [house.paragraph.number]
