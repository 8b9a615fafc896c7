"""The app's name."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What other programs read: the API, calendars and feeds."""

    name = "api"
    verbose_name = "API, calendars and feeds"
