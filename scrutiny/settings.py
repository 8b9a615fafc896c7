"""All settings, from the environment, safe when nothing is set. Each subject has a module of its own.

With nothing set the site runs on SQLite and a filesystem broker under ``var/``, serves only this
machine, and is neither a demonstration nor in debug mode.
"""

# ruff: noqa: F403  # the settings are what these modules say, and Django reads them here
import django_stubs_ext

from scrutiny.configuration.install import *
from scrutiny.configuration.keeping import *
from scrutiny.configuration.mail import *
from scrutiny.configuration.people import *
from scrutiny.configuration.programs import *
from scrutiny.configuration.rooms import *
from scrutiny.configuration.safety import *
from scrutiny.configuration.watching import *
from scrutiny.configuration.work import *

# Lets admin classes name the model they are for, as the type checker wants it.
django_stubs_ext.monkeypatch()

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
# One language: asking which it is at every word took a tenth of a page's time.
USE_I18N = False
USE_TZ = True
