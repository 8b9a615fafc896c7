"""The web application, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from accounts.collecting import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")

application = get_wsgi_application()
collect_seldom()
