"""What the illustrative council holds, whatever the day on which it was loaded."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count

from accounts.models import DemonstrationPerson, User
from council.models import Post
from recommendations.models import Action, Extension, Recommendation, Response, Review, Update, Verdict
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration", "day")]


def test_the_council_is_marked_as_illustrative() -> None:
    council = Review.objects.get().committee.council
    assert council.illustrative_notice == (
        "Statuses, dates, posts and figures of this council are illustrative. "
        "The recommendations of the Prevent Duty review are those that the committee published in 2016."
    )


def test_there_is_a_response_of_every_kind_and_one_is_awaited() -> None:
    kinds = set(Response.objects.values_list("kind", flat=True))
    assert len(kinds) == 6
    assert Recommendation.objects.filter(responses__isnull=True).count() == 1


def test_there_is_a_verdict_of_every_kind() -> None:
    assert set(Verdict.objects.values_list("verdict", flat=True)) == {"achieved", "acceptable", "unacceptable"}


def test_there_are_requests_agreed_refused_and_waiting() -> None:
    assert set(Extension.objects.values_list("agreed", flat=True)) == {True, False, None}


def test_there_is_one_button_for_each_kind_of_person_named_by_post() -> None:
    people = list(DemonstrationPerson.objects.select_related("user"))
    assert len({p.kind for p in people}) == len(people)
    assert {"Officer", "Head of service", "Scrutiny member", "Chair", "Scrutiny officer"} <= {p.kind for p in people}
    for person in people:
        assert person.user.email.endswith("@tower-hamlets.example")
        assert person.user.has_usable_password() is False
        assert person.says


def test_services_of_the_report_have_their_directorate_and_a_head() -> None:
    services = Review.objects.get().committee.council.directorates.values_list("services__name", flat=True)
    assert {"Youth Service", "Community Safety Service", "Communications Service"} <= set(services)
    assert "Directorate to be confirmed" not in services
    heads = Post.objects.filter(is_head=True).values("service").annotate(heads=Count("pk"))
    assert len(heads) == Post.objects.values("service").distinct().count()


def test_updates_about_a_price_and_about_legal_advice_are_not_for_the_public(demonstration: Review) -> None:
    kept = Update.objects.filter(exemptions__isnull=False)
    assert {update.exemptions.get().paragraph for update in kept} == {3, 5}
    assert not Update.objects.visible_to(f.reader(demonstration)).filter(pk__in=kept).exists()
    assert demonstration.committee.publishes


def test_loading_again_changes_nothing() -> None:
    before = (Action.objects.count(), Update.objects.count(), User.objects.count(), Verdict.objects.count())
    out = StringIO()
    call_command("load_illustrative_council", stdout=out)
    assert out.getvalue().strip() == "The illustrative council was loaded already: 50 actions."
    assert before == (Action.objects.count(), Update.objects.count(), User.objects.count(), Verdict.objects.count())
