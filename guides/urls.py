"""The addresses of help."""

from django.urls import path

from guides import views

app_name = "guides"
urlpatterns = [
    path("help/", views.index, name="index"),
    path("help/<slug:name>/", views.guide, name="guide"),
    path("help/<slug:name>/pdf/", views.ask_for_paper, name="ask_for_paper"),
    path("help/<slug:name>/paper/", views.paper, name="paper"),
    path("help/<slug:name>/file/", views.download, name="download"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
