"""Who is let in, and how."""

import os
from typing import Any

from scrutiny.configuration.environment import env_flag, env_secret
from scrutiny.configuration.install import BEHIND_PROXY, SECURE

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.signed_in.Backend"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "recommendations:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "accounts.signed_in"
# A working day at most, and not past the last look by more than a morning.
SESSION_COOKIE_AGE = 12 * 3600

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# The scrutiny officer enters addresses, and a code that was read there proves them.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 10
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_FORMS = {
    "login": "accounts.forms.PasswordForm",
    "request_login_code": "accounts.forms.AddressForm",
    "confirm_login_code": "accounts.forms.CodeForm",
    "set_password": "accounts.forms.FirstPasswordForm",
    "change_password": "accounts.forms.OtherPasswordForm",
}
# "wrong_code" is the product's own, see accounts/views.py.
ACCOUNT_RATE_LIMITS = {
    "wrong_code": "10/5m/key,30/5m/ip",
    "request_login_code": "20/5m/ip,5/5m/key",
    "login_failed": "10/5m/ip,5/5m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
USERSESSIONS_TRACK_ACTIVITY = False

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "accounts.forms.PasskeyForm"}
MFA_TOTP_ISSUER = "Scrutiny Tracker"
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers call this machine a secure origin without TLS; the library has to be told.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

# The council's own directory, such as Microsoft Entra ID.
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "").rstrip("/")
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "council",
                "name": os.environ.get("OIDC_NAME", "the council’s sign-in"),
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": env_secret("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
        # An account is found by its address, where the directory vouches for it. Entra ID sends no such word.
        "EMAIL_AUTHENTICATION": True,
        "EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "VERIFIED_EMAIL": env_flag("OIDC_VOUCHES_FOR_ADDRESSES"),
    }
}
