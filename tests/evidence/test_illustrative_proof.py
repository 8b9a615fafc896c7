"""The proof of the demonstration: one of each, attached by those who gave the updates."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from evidence.models import Proof
from recommendations.models import Review
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day")]


def loaded() -> str:
    out = StringIO()
    call_command("load_illustrative_proof", stdout=out)
    return out.getvalue()


def test_one_file_one_link_and_one_exempt_file_are_loaded_once(demonstration: Review) -> None:
    assert loaded() == "Illustrative proof is loaded: 3.\n"
    assert loaded() == "Illustrative proof was loaded already: 3.\n"
    member = User.objects.get(demonstration__kind="Scrutiny member")
    seen = Proof.objects.visible_to(f.roles(member)).order_by("pk")
    assert [(p.form, p.exempt_under) for p in seen] == [("CSV table", None), ("CSV table", 3), ("Link", None)]
    assert Proof.objects.visible_to(f.reader(demonstration)).count() == 2
    for proof in seen:
        assert (proof.given_by, proof.given_on) == (proof.update.given_by, proof.update.given_on)


def test_it_needs_a_demonstration_and_the_council_around_it(settings: Any) -> None:
    Review.objects.update(slug="another-review")
    with pytest.raises(CommandError, match="Load the illustrative council first"):
        loaded()
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="for demonstrations only"):
        loaded()
