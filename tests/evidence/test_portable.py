"""A whole review goes out as one document and comes into an empty database, equal object by object."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from accounts.models import User
from council.models import Council
from evidence import linking
from evidence.models import Basis, Citation
from evidence.portable import COLUMNS_ADDED, NAMED_BY_KEY, OWNED, SHARED, NotPortable, exported, imported, same
from recommendations.models import ActionChange, Review
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.house import furnished

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day")]

# What is an install's own, and not the review's.
NOT_CARRIED = {"Draft", "UpdateLink", "SavedView"}


def emptied(document: dict[str, Any]) -> dict[str, Any]:
    """What an install that never had the review exports after importing it: under other names, renamed back."""
    other = json.loads(json.dumps(document).replace("harbour", "seaside"))
    again = exported(imported(other))
    back: dict[str, Any] = json.loads(json.dumps(again).replace("seaside", "harbour"))
    return back


def test_a_review_with_all_that_came_of_it_is_equal_after_the_journey(cast: Cast) -> None:
    house = furnished(cast, cast.review)
    verbs.attach(house.update, cast.head, verbs.file("A second file."))
    post = f.PostFactory.create(service=cast.service, title="Another post")
    ActionChange.objects.create(
        action=cast.action, what="post", before=str(cast.post.pk), after=str(post.pk), before_words="One",
        after_words="Two", reason="Moved", changed_by=cast.scrutiny, changed_as="Scrutiny officer", changed_on=f.DAY,
    )  # fmt: skip
    by = cast.roles("scrutiny")
    linking.cite(cast.recommendation, by=by, sources=[house.witness, house.session], basis=Basis.PERSON)
    linking.strike(Citation.objects.get(witness=house.witness), by=by, because="Another person of this name.")
    document = exported(cast.review)
    assert sum(len(rows) for rows in document["rows"].values()) > 25 and document["files"]
    assert list(same(document, emptied(document))) == []


def test_the_real_review_is_equal_in_an_empty_database(demonstration: Review, db: None) -> None:
    document = exported(demonstration)
    counts = {label: len(document["rows"][label]) for label in OWNED}
    assert (counts["recommendations.Recommendation"], counts["evidence.Witness"], counts["evidence.Contradiction"]) == (
        13,
        25,
        46,
    )
    names = ("prevent-duty", "tower-hamlets")
    text = json.dumps(document)
    for name in names:
        text = text.replace(f'"{name}"', f'"{name}-elsewhere"')
    for row in document["rows"]["accounts.User"]:
        text = text.replace(f'"{row["email"]}"', f'"elsewhere.{row["email"]}"')
    again = json.dumps(exported(imported(json.loads(text)))).replace("-elsewhere", "").replace("elsewhere.", "")
    assert list(same(document, json.loads(again))) == []


def test_every_kind_of_row_that_leads_to_a_review_is_carried() -> None:
    carried = {*OWNED, *SHARED}
    for app in ("recommendations", "evidence"):
        for model in apps.get_app_config(app).get_models():
            if model.__name__ not in NOT_CARRIED:
                assert model._meta.label in carried, model
    assert set(NAMED_BY_KEY.values()) <= carried


def test_what_the_council_has_already_is_used_and_nobody_can_sign_in_by_it(cast: Cast) -> None:
    furnished(cast, cast.review)
    document = json.loads(json.dumps(exported(cast.review)).replace('"harbour-review"', '"elsewhere"'))
    councils, users = Council.objects.count(), User.objects.count()
    review = imported(document)
    assert (review.committee, Council.objects.count(), User.objects.count()) == (cast.committee, councils, users)
    document["rows"]["recommendations.Review"][0]["slug"] = "a-third"
    document["rows"]["accounts.User"][0]["email"] = "new@harbour.example"
    imported(document)
    stranger = User.objects.get(email="new@harbour.example")
    assert (stranger.is_active, stranger.is_staff, stranger.has_usable_password()) == (False, False, False)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({}, "no review document"),
        ({"schema": "scrutiny-tracker/review/1"}, "not whole"),
        (
            {"schema": "scrutiny-tracker/review/1", "rows": {"recommendations.Review": [{"slug": "x"}]}, "files": {}},
            "not whole",
        ),
        ([], "no review document"),
    ],
)
def test_what_is_no_document_is_refused_and_leaves_nothing(broken: Any, said: str) -> None:
    before = Council.objects.count(), Review.objects.count()
    with pytest.raises(NotPortable, match=said):
        imported(broken)
    assert (Council.objects.count(), Review.objects.count()) == before


def test_a_document_that_points_nowhere_leaves_nothing_half_made(cast: Cast) -> None:
    document = json.loads(json.dumps(exported(cast.review)).replace("harbour", "seaside"))
    document["rows"]["recommendations.Action"][0]["post"] = 99
    with pytest.raises(NotPortable):
        imported(document)
    assert not Council.objects.filter(slug="seaside").exists()
    with pytest.raises(NotPortable, match="here already"):
        imported(exported(cast.review))


def test_a_file_that_is_not_the_one_of_its_row_is_refused_and_so_are_two_reviews(cast: Cast) -> None:
    furnished(cast, cast.review)
    document = json.loads(json.dumps(exported(cast.review)).replace("harbour", "seaside"))
    other = document | {"files": dict.fromkeys(document["files"], "QW5vdGhlciBmaWxlLg==")}
    assert document["files"]
    with pytest.raises(NotPortable, match="is not the one"):
        imported(other)
    reviews = document["rows"]["recommendations.Review"]
    with pytest.raises(NotPortable, match="one review"):
        imported(document | {"rows": document["rows"] | {"recommendations.Review": reviews * 2}})
    assert not Review.objects.filter(slug="seaside-review").exists()


def test_the_commands_carry_a_review_in_a_file(cast: Cast, tmp_path: Path) -> None:
    out = StringIO()
    call_command("export_review", "harbour-review", stdout=out)
    path = tmp_path / "review.json"
    path.write_text(out.getvalue().replace("harbour", "seaside"), encoding="utf-8")
    said = StringIO()
    call_command("import_review", str(path), stdout=said)
    assert said.getvalue() == "Harbour review is imported: 1 recommendations.\n"
    with pytest.raises(CommandError, match="here already"):
        call_command("import_review", str(path))
    with pytest.raises(CommandError, match="No review"):
        call_command("export_review", "nothing")
    path.write_text("{")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_review", str(path))


def test_a_document_made_before_links_could_be_struck_is_imported_with_none(cast: Cast) -> None:
    furnished(cast, cast.review)
    older = json.loads(json.dumps(exported(cast.review)).replace('"harbour-review"', '"elsewhere"'))
    for row in older["rows"]["evidence.Citation"]:
        for name in COLUMNS_ADDED["evidence.Citation"]:
            del row[name]
    cited = Citation.objects.filter(recommendation__review=imported(older))
    assert [(c.struck_on, c.witness, c.place) for c in cited] == [(None, None, "")]
