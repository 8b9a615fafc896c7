"""The site map of importing."""

from django.urls import path

from intake import asides, views

app_name = "intake"

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<int:pk>/", views.report, name="report"),
    path("imports/<int:pk>/progress/", views.progress, name="progress"),
    path("imports/<int:pk>/file/", views.file, name="file"),
    path("imports/<int:pk>/accept/", views.accept, name="accept"),
    path("imports/<int:pk>/leave-out/", views.leave_out, name="leave_out"),
    path("imports/<int:pk>/settle/", views.settle, name="settle"),
    path("imports/<int:pk>/start-again/", views.start_again, name="start_again"),
    path("imports/<int:pk>/typed/", asides.keep_typed, name="keep_typed"),
    path("imports/<int:pk>/remove/", asides.remove, name="remove_import"),
    path("imports/<int:pk>/items/add/", asides.add, name="add"),
    path("imports/<int:pk>/make/", views.make, name="make"),
    path("imports/<int:pk>/items/<int:item>/", views.item, name="item"),
    path("imports/<int:pk>/items/<int:item>/decide/", views.decide, name="decide_item"),
]
