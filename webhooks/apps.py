"""The app's name."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """What the tracker tells other programs by itself."""

    name = "webhooks"
    verbose_name = "Webhooks"
