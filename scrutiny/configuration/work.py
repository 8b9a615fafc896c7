"""Work that no page waits for: the broker, the workers, the clock."""

import os
from datetime import timedelta
from typing import Any

from kombu import Queue

from scrutiny.configuration.environment import env_secret
from scrutiny.configuration.install import VAR_DIR

REDIS_URL = env_secret("REDIS_URL")
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
# Seconds after which a message that nobody acknowledged is given out again: the longest task has ended by then.
VISIBILITY_TIMEOUT = 3600
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {"visibility_timeout": VISIBILITY_TIMEOUT, "socket_timeout": 0.5, "socket_connect_timeout": 0.5}
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,
    }
)
# Each kind of work has a queue, so that workers of its own can be given to it and none waits for another.
CELERY_TASK_DEFAULT_QUEUE = "timed"
CELERY_TASK_ROUTES = {
    "reminders.tasks.send_waiting": {"queue": "mail"},
    "reports.tasks.make_*": {"queue": "reports"},
    "intake.tasks.*": {"queue": "imports"},
    "webhooks.tasks.*": {"queue": "webhooks"},
}
# A worker that is told of no queue listens to all of them.
CELERY_TASK_QUEUES = [Queue(name) for name in ("timed", "mail", "reports", "imports", "webhooks")]
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = 3600
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Workers write their lines as everybody else does.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Beat stops at clock changes in a local time zone (celery #6438); the tasks work out local days themselves.
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
# How long a web request may wait for the broker, in seconds, before it leaves the row to the sweep.
BROKER_PATIENCE = 0.3

# A copy of a report whose worker has said nothing for this long, or that none took up for so long, is told as failed.
REPORT_LEASE = timedelta(minutes=3)
REPORT_WAIT = timedelta(hours=1)
# So many days before the papers of a meeting are due, a draft of its report begins by itself.
REPORT_DRAFT_DAYS = int(os.environ.get("REPORT_DRAFT_DAYS", "10"))
