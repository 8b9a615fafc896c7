"""The pages of django-allauth that the product has, at addresses of its own. What is not listed does not exist."""

from allauth.account import views as account
from allauth.socialaccount import views as social
from allauth.usersessions.views import list_usersessions
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from accounts.urls import ask_for_code
from accounts.views import EnterCode

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/code/", ask_for_code, name="account_request_login_code"),
    path("sign-in/code/enter/", login_not_required(EnterCode.as_view()), name="account_confirm_login_code"),
    path("sign-in/password/", login_not_required(account.login), name="account_login"),
    # Says that nobody registers here: allauth asks for its address.
    path("sign-in/no-account/", login_not_required(account.signup), name="account_signup"),
    path("sign-in/account-closed/", login_not_required(account.account_inactive), name="account_inactive"),
    path("sign-out/now/", LogoutView.as_view(), name="account_logout"),
    path("my-account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("my-account/password/change/", account.password_change, name="account_change_password"),
    path("my-account/password/set/", account.password_set, name="account_set_password"),
    path("my-account/sessions/", list_usersessions, name="usersessions_list"),
    path("my-account/second-step/", include("allauth.mfa.urls")),
    path("sign-in/elsewhere/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path(
        "sign-in/elsewhere-cancelled/", login_not_required(social.login_cancelled), name="socialaccount_login_cancelled"
    ),
    path("sign-in/elsewhere-failed/", login_not_required(social.login_error), name="socialaccount_login_error"),
    path("sign-in/elsewhere-unknown/", login_not_required(social.signup), name="socialaccount_signup"),
    path("my-account/elsewhere/", social.connections, name="socialaccount_connections"),
]
