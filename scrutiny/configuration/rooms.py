"""Which rooms there are, what every request passes, and what rooms below are told of those above."""

from typing import Any

from scrutiny.configuration.install import BASE_DIR
from scrutiny.configuration.mail import MAIL_PROVIDER

INSTALLED_APPS = [
    "scrutiny.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "django_htmx",
    "csp",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "accounts",
    "council",
    "recommendations",
    "evidence",
    "reminders",
    "reports",
    "intake",
    "webhooks",
    "api",
    "guides",
    "operating",
]
if MAIL_PROVIDER:
    INSTALLED_APPS.append("anymail")

MIDDLEWARE = [
    "operating.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "scrutiny.compressed.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.PrivateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignedOutMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "council.middleware.RolesMiddleware",
    "council.middleware.NotAllowedMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    # The last, so that who is asking is never read from a copy that lags behind.
    "operating.middleware.ReadsApartMiddleware",
]

ROOT_URLCONF = "scrutiny.urls"
WSGI_APPLICATION = "scrutiny.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "scrutiny.templating.letting_go.Templates",
        "NAME": "django",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "scrutiny.navigation.chrome",
            ],
            "builtins": ["council.templatetags.drawn"],
            "loaders": [
                (
                    "scrutiny.templating.loading.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "scrutiny.renderer.FieldGroups"

# What rooms above recommendations add to the timeline of one: functions of its standing and of the reader's roles.
TIMELINE_SOURCES = ["reminders.timeline.events"]
# What the room that imports tells of a review's report: functions of a recommendation, and of a review.
OWNER_NAMED = "intake.printed.owner_named"
NOT_TAKEN_OVER = "intake.printed.not_taken_over"
# Further files in the storage of proof: functions that tell (what it belongs to, name in the storage, SHA-256) of each.
KEPT_FILES = ["intake.kept.kept_files"]
# What is told of verdicts and reports as they are recorded: functions of the row, inside the verb's transaction.
TOLD_OF_RECORDS = ["webhooks.planning.plan"]
# What looks at a file that somebody uploads: tells what it is by its content, or refuses it.
INSPECTION = "evidence.inspection"
# What the room that reminds does for reports: says what became of reminders, and what a fault in sending a mail means.
REPORT_RECEIPTS = "reminders.receipts.receipts"
REPORT_MAIL_FAULTS = "reminders.faults"
