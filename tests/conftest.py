"""The cast: one person of each kind around one small review, on one fixed day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from accounts.models import User
from api.keys import make_key
from api.models import Key
from council.models import Committee, Council, Holding, Membership, Post, Service
from council.roles import Roles
from recommendations.models import Action, Recommendation, Review
from tests import factories as f
from tests.snapshot import Snapshot, taken

# How long an example takes says how busy the machine is, and nothing about the code. The same examples each time, so
# that a red run tells of a change; `pytest --hypothesis-profile=search` looks for others.
PLAIN: dict[str, Any] = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("ours", derandomize=True, database=None, **PLAIN)
hypothesis.settings.register_profile("search", derandomize=False, max_examples=1000, **PLAIN)
hypothesis.settings.load_profile("ours")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A test on a file is named by its size. Its content holds the hour in which it was made, and processes that share
    the tests between them must know each by the same name."""
    return f"{argname} of {len(val)} bytes" if isinstance(val, bytes) else None


@pytest.fixture(autouse=True)
def plain_files(settings: Any, tmp_path: Path) -> None:
    """Static files without a manifest, and files in a folder of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "proofs": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "proofs"},
        },
    }
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture
def day() -> Iterator[None]:
    """The clock stands at noon on DAY, local time."""
    with time_machine.travel(f.noon(f.DAY), tick=False):
        yield


def load_demonstration() -> None:
    """The review with the illustrative council around it, as it stands on DAY."""
    with time_machine.travel(f.noon(f.DAY), tick=False):
        call_command("load_review", stdout=StringIO())
        call_command("load_illustrative_council", stdout=StringIO())


@pytest.fixture(scope="session")
def loaded_demonstration(django_db_setup: None, django_db_blocker: Any) -> Snapshot:
    """The rows of the demonstration, loaded once in each process of a run; the database is as empty as before."""
    with django_db_blocker.unblock(), transaction.atomic():
        snapshot = taken(load_demonstration)
        transaction.set_rollback(True)
    return snapshot


@pytest.fixture(scope="module")
def demonstration(loaded_demonstration: Snapshot, django_db_blocker: Any) -> Iterator[Review]:
    """The review with the illustrative council around it, once for all tests of a module.

    Each test runs in a transaction inside the one that holds the data, so what a test changes is gone after it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        loaded_demonstration.put_back()
        yield Review.objects.for_page().get()
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Cast:
    """Who is who around the review."""

    council: Council
    committee: Committee
    service: Service
    review: Review
    recommendation: Recommendation
    action: Action
    post: Post
    head_post: Post
    people: dict[str, User]
    # The session of each person who was signed in beforehand, and the token of each.
    sessions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, key: str) -> User:
        try:
            return self.people[key]
        except KeyError:
            raise AttributeError(key) from None

    def roles(self, key: str, on: date = f.DAY) -> Roles:
        """What this person may speak for on a day."""
        return f.roles(self.people[key], on)

    def client(self, key: str) -> Client:
        """A browser in which this person is signed in ("public": nobody)."""
        client = Client()
        if key in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[key]
        elif key != "public":
            client.force_login(self.people[key])
        return client

    def sign_everybody_in(self) -> None:
        """Once, for tests that open hundreds of pages as each person: signing in takes a quarter of a page's time."""
        for key in self.people:
            self.sessions[key] = self.client(key).cookies[settings.SESSION_COOKIE_NAME].value
            self.token(key)

    def token(self, key: str) -> str:
        """A token of this person's that reads and gives updates."""
        if key not in self.tokens:
            made = make_key(by=self.roles(key), opens=Key.Opens.UPDATE, name="A program of theirs")
            self.tokens[key] = made[1]
        return self.tokens[key]

    def with_token(self, key: str) -> dict[str, str]:
        """The header by which the API knows this person ("public": none)."""
        return {} if key == "public" else {"Authorization": f"Bearer {self.token(key)}"}


@pytest.fixture
def cast(db: None) -> Cast:
    """A review with one recommendation and one action of the Youth Service, and everyone around it."""
    return assemble()


def assemble(mark: str = "") -> Cast:
    """The cast, made anew; with a mark, one of another council whose addresses alone tell it apart."""
    council = f.CouncilFactory.create(name="Harbour Council", slug=f"harbour{mark}")
    committee = f.CommitteeFactory.create(council=council)
    directorate = f.DirectorateFactory.create(council=council, name="Children’s Services")
    service = f.ServiceFactory.create(directorate=directorate, name="Youth Service")
    other_service = f.ServiceFactory.create(directorate=directorate, name="Library Service")
    head_post = f.PostFactory.create(service=service, title="Head of the Youth Service", is_head=True)
    post = f.PostFactory.create(service=service, title="Youth Service Manager")
    other_post = f.PostFactory.create(service=other_service, title="Library Manager")
    elsewhere = f.CommitteeFactory.create()
    people = {
        key: f.UserFactory.create(name=name, email=f"{key}@harbour{mark}.example")
        for key, name in {
            "officer": "Youth Service Manager",
            "deputy": "Deputy Youth Service Manager",
            "other_officer": "Library Manager",
            "head": "Head of the Youth Service",
            "member": "Scrutiny member",
            "member_elsewhere": "Member of another committee",
            "former_member": "Former member",
            "chair": "Chair of the committee",
            "scrutiny": "Scrutiny Officer",
        }.items()
    }
    people["administrator"] = f.UserFactory.create(
        name="Administrator", email=f"administrator@harbour{mark}.example", is_staff=True, is_superuser=True
    )
    f.HoldingFactory.create(post=post, user=people["officer"])
    f.HoldingFactory.create(post=post, user=people["deputy"], capacity=Holding.Capacity.DEPUTY)
    f.HoldingFactory.create(post=head_post, user=people["head"])
    f.HoldingFactory.create(post=other_post, user=people["other_officer"])
    role = Membership.Role
    f.MembershipFactory.create(committee=committee, user=people["member"])
    f.MembershipFactory.create(committee=elsewhere, user=people["member_elsewhere"])
    f.MembershipFactory.create(committee=committee, user=people["former_member"], to_on=f.days(-30))
    f.MembershipFactory.create(committee=committee, user=people["chair"], role=role.CHAIR)
    f.MembershipFactory.create(committee=committee, user=people["scrutiny"], role=role.SCRUTINY_OFFICER)
    review = f.ReviewFactory.create(committee=committee, title="Harbour review", slug=f"harbour{mark}-review")
    theme = f.ThemeFactory.create(review=review, number=1, title="Young people")
    recommendation = f.RecommendationFactory.create(
        review=review, theme=theme, number=1, title="Youth curriculum", lead_service=service
    )
    action = f.ActionFactory.create(recommendation=recommendation, number=1, title="Write a curriculum", post=post)
    return Cast(council, committee, service, review, recommendation, action, post, head_post, people)
