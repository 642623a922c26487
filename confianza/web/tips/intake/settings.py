"""Settings of the public door of the tip line, complete in themselves: none of the staff's rooms is loaded.

No sessions, no cookies, no accounts, no mail, no log. What stands here is what the process can do.
"""

import os
from pathlib import Path

import dj_database_url

from confianza.web.lib import workspaces

WORKSPACE = workspaces.current()
PACKAGE = Path(__file__).resolve().parents[3]

DEBUG = False
# Nothing here is signed with it; Django wants one.
SECRET_KEY = os.environ.get("CONFIANZA_SECRET_KEY") or workspaces.secret_key(WORKSPACE)
ALLOWED_HOSTS = os.environ.get("CONFIANZA_TIPS_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "confianza.web.tips",
    "confianza.web.territory",
    "confianza.web.tips.intake.people",
    # Django's own, because models of ours ask its doors who may see them; nobody logs in here.
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
AUTH_USER_MODEL = "accounts.User"

MIDDLEWARE = [
    "confianza.web.tips.intake.middleware.forget_who_asks",
    "confianza.web.tips.intake.middleware.fill_up",
    "confianza.web.tips.intake.middleware.protect",
    # Before anything reads what a form holds.
    "confianza.web.tips.intake.middleware.same_origin",
    "confianza.web.tips.intake.middleware.speak",
]
ROOT_URLCONF = "confianza.web.tips.intake.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parent / "templates"],
        "OPTIONS": {"builtins": ["django.templatetags.i18n"]},
    }
]

# A role of its own on PostgreSQL, which may add tips and find one by its receipt, and little else.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("CONFIANZA_TIPS_DATABASE_URL")
        or os.environ.get("DATABASE_URL")
        or f"sqlite:///{WORKSPACE.register}"
    ),
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",
    }
elif os.environ.get("CONFIANZA_HTTPS") == "1" and DATABASES["default"].get("HOST", "").strip("/") not in (
    "", "localhost", "127.0.0.1", "::1", "var/run/postgresql",
):  # fmt: skip
    # A register on another machine must speak TLS and show its certificate, as to the staff's service.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("sslmode", "verify-full")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the memory of this process, and gone with it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
LOCALE_PATHS = [PACKAGE.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("CONFIANZA_TIME_ZONE", "America/Guatemala")

# Files go straight into the seal, whatever their size; there is no handler that would lay one on the disk.
FILE_UPLOAD_HANDLERS = ["confianza.web.tips.intake.uploads.SealingUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
# One file too many is told beside the file; Django would refuse the whole form.
DATA_UPLOAD_MAX_NUMBER_FILES = None

HTTPS = os.environ.get("CONFIANZA_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# Whom to call in danger and to whom to turn outside, by country (ISO 3166); one's own table goes before ours.
COUNTRY = os.environ.get("CONFIANZA_COUNTRY", "GT")
CONTACTS = WORKSPACE.root / "decisions" / "contacts.toml"
# Recorded questions and explanations, by language: voices/es/start.ogg
VOICES = WORKSPACE.root / "voices"
# Where the quick exit leads; nowhere: a page of ours about nothing.
EXIT_ADDRESS = os.environ.get("CONFIANZA_TIPS_EXIT", "")

# Nothing is written down about a request, a refusal or a failure: not even that there was one.
LOGGING_CONFIG = "confianza.web.tips.intake.silence.keep"
LOGGING: dict[str, object] = {}
DEFAULT_EXCEPTION_REPORTER = "confianza.web.tips.intake.silence.Nothing"
DEFAULT_EXCEPTION_REPORTER_FILTER = "confianza.web.tips.intake.silence.NothingPasses"
ADMINS: list[str] = []
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
