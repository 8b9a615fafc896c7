"""The site map of webhooks."""

from django.urls import path

from webhooks import views

app_name = "webhooks"

urlpatterns = [
    path("set-up/webhooks/", views.index, name="index"),
    path("set-up/webhooks/add/<slug:council>/", views.add_webhook, name="add_webhook"),
    path("set-up/webhooks/<int:pk>/", views.webhook, name="webhook"),
    path("set-up/webhooks/<int:pk>/change/", views.change_webhook, name="change_webhook"),
    path("set-up/webhooks/<int:pk>/secret/", views.replace_secret, name="replace_secret"),
    path("set-up/webhooks/<int:pk>/remove/", views.remove_webhook, name="remove_webhook"),
    path("set-up/webhooks/<int:pk>/test/", views.send_test, name="send_test"),
    path("set-up/webhooks/<int:pk>/pause/", views.pause, name="pause"),
    path("set-up/webhooks/<int:pk>/resume/", views.resume, name="resume"),
    path("set-up/webhooks/deliveries/<int:pk>/again/", views.send_again, name="send_again"),
]
