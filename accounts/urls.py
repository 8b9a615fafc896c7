"""Sign-in, sign-out and my account. The demonstration's buttons exist in demonstration mode only."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts import views

app_name = "accounts"

ask_for_code = login_not_required(views.AskForCode.as_view())

urlpatterns = [
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("my-account/", views.my_account, name="my_account"),
    path("my-account/password/drop/", views.drop_password, name="drop_password"),
]

if settings.DEMONSTRATION:
    urlpatterns += [
        path("sign-in/", views.people, name="sign_in"),
        path("sign-in/as/<int:pk>/", views.sign_in_as, name="sign_in_as"),
    ]
else:
    urlpatterns += [path("sign-in/", ask_for_code, name="sign_in")]
