"""Sign-in and sign-out. The demonstration's buttons exist in demonstration mode only."""

from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [path("sign-out/", LogoutView.as_view(), name="sign_out")]

if settings.DEMONSTRATION:
    urlpatterns += [
        path("sign-in/", views.people, name="sign_in"),
        path("sign-in/as/<int:pk>/", views.sign_in_as, name="sign_in_as"),
        path("sign-in/with-password/", views.SignIn.as_view(), name="sign_in_with_password"),
    ]
else:
    urlpatterns += [path("sign-in/", views.SignIn.as_view(), name="sign_in")]
