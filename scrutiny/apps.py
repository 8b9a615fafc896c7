"""The administration in place of Django's own, so that every app registers with it."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's admin app with the product's site."""

    default_site = "scrutiny.administration.Administration"
