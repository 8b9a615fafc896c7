"""What kind of install this is: its folders, its key, its address."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from scrutiny.configuration.environment import env_flag, env_list, env_secret

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

DEBUG = env_flag("DEBUG")
# Lies beside the embedded database while that holds a demonstration, for commands run by hand.
DEMONSTRATION_FILE = VAR_DIR / "demonstration"


def is_demonstration() -> bool:
    """As DEMONSTRATION says; when it says nothing, as the embedded database was last started."""
    if "DEMONSTRATION" in os.environ or env_secret("DATABASE_URL"):
        return env_flag("DEMONSTRATION")
    return DEMONSTRATION_FILE.is_file()


# The demonstration signs people in with one button and keeps every mail on a page: never on a real install.
DEMONSTRATION = is_demonstration()
# Behind TLS. The demonstration is plain HTTP on this machine.
SECURE = env_flag("SECURE")
# One proxy of the council's own stands before the site, or none.
BEHIND_PROXY = env_flag("BEHIND_PROXY")

SECRET_KEY_FILE = VAR_DIR / "secret-key"


def secret_key() -> str:
    """From SECRET_KEY, else the file that the first start wrote, else a new one for this process only."""
    if key := env_secret("SECRET_KEY"):
        return key
    if SECRET_KEY_FILE.is_file():
        return SECRET_KEY_FILE.read_text().strip()
    return secrets.token_urlsafe(50)


SECRET_KEY = secret_key()
SECRET_KEY_IS_LASTING = bool(env_secret("SECRET_KEY")) or SECRET_KEY_FILE.is_file()
if SECURE and (DEMONSTRATION or not SECRET_KEY_IS_LASTING or len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10):
    # A site behind TLS is a real one: it does not start with a key that anybody could guess, or open to anybody.
    raise ImproperlyConfigured(
        "SECURE=1 needs a SECRET_KEY of 50 or more random characters, and no DEMONSTRATION. See the settings in README."
    )

# "localhost" always, for whoever asks from the same machine whether the site is well. Links begin with SITE_URL.
ALLOWED_HOSTS = [*env_list("ALLOWED_HOSTS", "127.0.0.1,[::1]"), "localhost"]
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
SITE_URL = os.environ.get("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")

# The technical administration's own path, which an install may choose.
ADMIN_PATH = os.environ.get("ADMIN_PATH", "administration").strip("/") + "/"
