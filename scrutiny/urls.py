"""The site map."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("", include("accounts.allauth_urls")),
    path("", include("council.urls")),
    path("", include("recommendations.urls")),
    path("", include("evidence.urls")),
    path("", include("reminders.urls")),
    path("", include("reports.urls")),
    path("", include("intake.urls")),
    path("", include("webhooks.urls")),
    path("", include("api.urls")),
    path("", include("operating.urls")),
    path("", include("guides.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
]

handler500 = "operating.views.went_wrong"
