"""The site map of importing."""

from django.urls import path

from intake.views import asides, deciding

app_name = "intake"

urlpatterns = [
    path("imports/", deciding.imports, name="imports"),
    path("imports/<int:pk>/", deciding.report, name="report"),
    path("imports/<int:pk>/progress/", deciding.progress, name="progress"),
    path("imports/<int:pk>/file/", deciding.file, name="file"),
    path("imports/<int:pk>/accept/", deciding.accept, name="accept"),
    path("imports/<int:pk>/leave-out/", deciding.leave_out, name="leave_out"),
    path("imports/<int:pk>/settle/", deciding.settle, name="settle"),
    path("imports/<int:pk>/start-again/", deciding.start_again, name="start_again"),
    path("imports/<int:pk>/typed/", asides.keep_typed, name="keep_typed"),
    path("imports/<int:pk>/remove/", asides.remove, name="remove_import"),
    path("imports/<int:pk>/take-back/", asides.take_back, name="take_back"),
    path("imports/<int:pk>/items/add/", asides.add, name="add"),
    path("imports/<int:pk>/make/", deciding.make, name="make"),
    path("imports/<int:pk>/items/<int:item>/", deciding.item, name="item"),
    path("imports/<int:pk>/items/<int:item>/decide/", deciding.decide, name="decide_item"),
]
