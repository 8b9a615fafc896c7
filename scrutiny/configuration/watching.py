"""Logs, measures, what is well, and who is told of faults."""

import os
from pathlib import Path
from typing import Any

from scrutiny.configuration.environment import env_flag, env_secret
from scrutiny.configuration.install import BEHIND_PROXY, VAR_DIR
from scrutiny.telling import tell_sentry

# "json": one object a line, for a machine; anything else: one line for people. Neither names anybody.
LOG_FORMAT = os.environ.get("LOG_FORMAT", "line")
LOG_LEVEL = os.environ.get("LOG_LEVEL", "WARNING").upper()
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "operating.logs.Line"},
        "json": {"()": "operating.logs.Json"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if LOG_FORMAT == "json" else "line"}
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Django's own handlers would write a second time, and mail what went wrong.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # One line for each request, where machines read the log.
        "operating.requests": {"level": "INFO" if LOG_FORMAT == "json" else LOG_LEVEL},
    },
}
# The proxy's own number of a request is taken over where one stands before the site.
TRUST_REQUEST_ID = BEHIND_PROXY
# Queries that take longer than so many ms are logged, without their values; 0: none.
SLOW_QUERY_MS = int(os.environ.get("SLOW_QUERY_MS", "0"))

# Measures for Prometheus at /metrics: with a token as bearer, or to this machine alone (METRICS_LOOPBACK=1).
METRICS_TOKEN = env_secret("METRICS_TOKEN")
METRICS_LOOPBACK = env_flag("METRICS_LOOPBACK")
if METRICS_TOKEN or METRICS_LOOPBACK:
    # Where the processes of the web server put their counts together; the library reads it as it is imported.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(VAR_DIR / "measures"))
    Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)

# Less free space than this where files are kept is not well.
DISK_MIN_MB = int(os.environ.get("DISK_MIN_MB", "500"))
# A backup older than so many hours is told by manage.py doctor; 0: backups are made in another way.
BACKUP_HOURS = int(os.environ.get("BACKUP_HOURS", "26"))

# How long it is kept who signed in from where, how to reach a witness, and what was sent to webhooks, in days; 0: until
# somebody deletes it.
KEEP_SIGN_INS_DAYS = int(os.environ.get("KEEP_SIGN_INS_DAYS", "90"))
KEEP_CONTACTS_DAYS = int(os.environ.get("KEEP_CONTACTS_DAYS", "1095"))
KEEP_DELIVERIES_DAYS = int(os.environ.get("KEEP_DELIVERIES_DAYS", "90"))

SENTRY_DSN = env_secret("SENTRY_DSN")
if SENTRY_DSN:
    tell_sentry(SENTRY_DSN)
