"""The addresses of reminders. The outbox is there in the demonstration alone, a provider's events where one is set."""

from django.conf import settings
from django.urls import URLPattern, path

from reminders.views import committee, events, health, mine, outbox

app_name = "reminders"

OUTBOX = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.outbox_mail, name="outbox_mail"),
    path("outbox/<int:pk>/html/", outbox.outbox_html, name="outbox_html"),
]

urlpatterns: list[URLPattern] = [
    path("reminders/", mine.mine, name="mine"),
    path("reminders/digest/", mine.choose, name="choose"),
    path("reminders/away/", mine.add_away, name="add_away"),
    path("reminders/away/<int:pk>/", mine.end_away, name="end_away"),
    path("reminders/timed-work/", health.timed_work, name="timed_work"),
    path("reminders/committees/<int:pk>/", committee.rules, name="rules"),
    path("reminders/committees/<int:pk>/rules/<slug:kind>/", committee.rule, name="rule"),
    path("reminders/committees/<int:pk>/ahead/", committee.ahead, name="ahead"),
    path("reminders/committees/<int:pk>/mails/", committee.kinds, name="kinds"),
    path("reminders/committees/<int:pk>/mails/<slug:kind>/", committee.kind, name="kind"),
    path("reminders/committees/<int:pk>/mails/<slug:kind>/html/", committee.kind_html, name="kind_html"),
    *([path("mail-events/", events.told_by(settings.MAIL_PROVIDER), name="events")] if settings.MAIL_PROVIDER else []),
    *(OUTBOX if settings.DEMONSTRATION else []),
]
