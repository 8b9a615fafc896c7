"""The outbox's addresses. Outside the demonstration there are none."""

from django.conf import settings
from django.urls import URLPattern, path

from reminders import views

app_name = "reminders"

OUTBOX = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/", views.outbox_mail, name="outbox_mail"),
    path("outbox/<int:pk>/html/", views.outbox_html, name="outbox_html"),
]

urlpatterns: list[URLPattern] = OUTBOX if settings.DEMONSTRATION else []
