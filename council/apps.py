from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CouncilConfig(AppConfig):
    name = "council"
    verbose_name = "Councils, committees and posts"

    def ready(self) -> None:
        """Tables that a migration made are marked from then on."""
        post_migrate.connect(put_up_marks, sender=self)


def put_up_marks(using: str, **about: Any) -> None:
    """The triggers of every room: no room migrates after the first has told that all have."""
    from council.marks import put_up

    put_up(using)
