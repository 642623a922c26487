"""Settings of the staff service: DATABASE_URL decides the register, all else stands in the workspace."""

import os
from pathlib import Path

import dj_database_url

from confianza.web.lib import workspaces

WORKSPACE = workspaces.current()
PACKAGE = Path(__file__).resolve().parents[2]

# The workspace of `confianza demo` carries this mark; every page then says that its data are invented.
FICTIONAL_DATA = (WORKSPACE.root / "demo").exists()

DEBUG = os.environ.get("CONFIANZA_DEBUG") == "1"
SECRET_KEY = os.environ.get("CONFIANZA_SECRET_KEY") or workspaces.secret_key(WORKSPACE)
ALLOWED_HOSTS = os.environ.get("CONFIANZA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

# In the order of the cycle, later rooms first, as in the import contract.
INSTALLED_APPS = [
    "confianza.web.public_site",
    "confianza.web.observatory",
    "confianza.web.records",
    "confianza.web.territory",
    "confianza.web.accounts",
    "confianza.web.audit",
    "confianza.web.design",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "confianza.web.project.middleware.content_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "confianza.web.project.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "confianza.web.project.urls"
WSGI_APPLICATION = "confianza.web.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "confianza.web.design.context.hall",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# Forms are drawn by the templates of the design room.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{WORKSPACE.register}", conn_max_age=60),
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
        "TIMEOUT": 3600,
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "public_site:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = ["confianza.web.project.formats"]
LOCALE_PATHS = [PACKAGE.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("CONFIANZA_TIME_ZONE", "America/Guatemala")

# Whatever serves gathers the static files first (assets.gather); with CONFIANZA_DEBUG=1 they are found.
STATIC_URL = "static/"
STATIC_ROOT = WORKSPACE.cache / "static"
_FOUND = "django.contrib.staticfiles.storage.StaticFilesStorage"
_GATHERED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _FOUND if DEBUG else _GATHERED},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# Behind a reverse proxy that speaks HTTPS; the demo on one laptop speaks plain HTTP to itself.
HTTPS = os.environ.get("CONFIANZA_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
MAX_DELIVERY_BYTES = int(os.environ.get("CONFIANZA_MAX_DELIVERY_BYTES", 1024**3))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "confianza": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
