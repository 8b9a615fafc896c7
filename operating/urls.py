"""Addresses of whoever watches an install."""

from django.urls import path

from operating import views

app_name = "operating"

urlpatterns = [
    path("health/", views.health, name="health"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
]
