"""The site map of reports."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("reviews/<slug:slug>/reports/", views.report_list, name="report_list"),
    path("reviews/<slug:slug>/reports/preview/", views.preview, name="preview"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/progress", views.progress, name="progress"),
    path("reports/<int:pk>/try-again", views.try_again, name="try_again"),
    path("reports/<int:pk>/download", views.download, name="download"),
]
