"""The room of the pages of help."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """No rows of its own."""

    name = "guides"
