"""The site map."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("", include("council.urls")),
    path("", include("recommendations.urls")),
    path("", include("evidence.urls")),
    path("", include("reminders.urls")),
    path("", include("reports.urls")),
    path("administration/", admin.site.urls),
]
