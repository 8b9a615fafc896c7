"""The site map of webhooks."""

from django.urls import path

from webhooks import views

app_name = "webhooks"

urlpatterns = [
    path("set-up/webhooks/", views.index, name="index"),
    path("set-up/webhooks/add/<slug:council>/", views.add, name="add"),
    path("set-up/webhooks/<int:pk>/", views.endpoint, name="endpoint"),
    path("set-up/webhooks/<int:pk>/change/", views.change, name="change"),
    path("set-up/webhooks/<int:pk>/secret/", views.secret, name="secret"),
    path("set-up/webhooks/<int:pk>/remove/", views.remove, name="remove"),
    path("set-up/webhooks/<int:pk>/test/", views.test, name="test"),
    path("set-up/webhooks/<int:pk>/pause/", views.pause, name="pause"),
    path("set-up/webhooks/<int:pk>/resume/", views.resume, name="resume"),
    path("set-up/webhooks/deliveries/<int:pk>/again/", views.again, name="again"),
]
