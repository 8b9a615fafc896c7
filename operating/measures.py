"""Measures for Prometheus: how requests were answered, by every process, and how work stands, as the rows say."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import REGISTRY, Collector

from intake.models import ImportedReport
from operating.queues import lengths
from reminders.models import Message
from reminders.runs import works
from reports.models import Copy
from webhooks.models import Delivery, Endpoint

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
ANSWERS = Counter("scrutiny_answers", "Requests that were answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "scrutiny_answer_seconds",
    "How long an answer took.",
    ["route"],
    buckets=(0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
)


def answered(route: str, method: str, status: int, seconds: float) -> None:
    """One request was answered."""
    ANSWERS.labels(route, method, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


class Standing(Collector):
    """What rows and queues say at the moment of asking."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Each as a gauge."""
        messages = GaugeMetricFamily("scrutiny_messages", "Mails of reminders, by state.", labels=["state"])
        for state, count in Message.objects.order_by().values_list("state").annotate(Count("pk")):
            messages.add_metric([state], count)
        yield messages
        for name, words, model, column in (
            ("scrutiny_copies", "Copies of reports, by state.", Copy, "state"),
            ("scrutiny_imports", "Published reports that were chosen, by stage.", ImportedReport, "stage"),
            ("scrutiny_webhook_deliveries", "Messages to webhooks, by state.", Delivery, "state"),
        ):
            family = GaugeMetricFamily(name, words, labels=["state"])
            for state, count in model._default_manager.order_by().values_list(column).annotate(Count("pk")):
                family.add_metric([state], count)
            yield family
        failing = Endpoint.objects.filter(failing_since__isnull=False, paused_on__isnull=True).count()
        yield GaugeMetricFamily("scrutiny_webhooks_failing", "Webhooks that did not take the last message.", failing)
        waiting = GaugeMetricFamily("scrutiny_queue_length", "Wake-ups that no worker took yet.", labels=["queue"])
        for queue, length in lengths().items():
            waiting.add_metric([queue], length)
        yield waiting
        yield from self.timed_work()

    def timed_work(self) -> Iterator[GaugeMetricFamily]:
        """When each piece ended last, and whether it is late."""
        ended = GaugeMetricFamily("scrutiny_work_ended_timestamp", "When timed work ended last.", labels=["work"])
        late = GaugeMetricFamily("scrutiny_work_late", "1 where timed work has missed its turns.", labels=["work"])
        for work in works(self.at):
            if work.run and work.run.ended_at:
                ended.add_metric([work.task], work.run.ended_at.timestamp())
            late.add_metric([work.task], int(work.is_late))
        yield ended
        yield late


def exposition(at: datetime) -> bytes:
    """Everything in Prometheus's own format."""
    own = CollectorRegistry()
    own.register(Standing(at))
    return generate_latest(own) + generate_latest(counted_by_all())


def counted_by_all() -> CollectorRegistry:
    """What every process of the web server counted, or where there is one only, this one."""
    try:
        together = CollectorRegistry()
        multiprocess.MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    except ValueError:
        return REGISTRY
    return together
