"""The web application, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from accounts.collecting import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")

application = get_wsgi_application()
# All pages, before the first of them is asked for: nobody waits for them, and workers share them.
get_resolver().url_patterns  # noqa: B018  # reading them is loading them
collect_seldom()
