"""The site map of evidence."""

from django.urls import path

from evidence import views

app_name = "evidence"

urlpatterns = [path("reviews/<slug:slug>/evidence/", views.evidence, name="evidence")]
