"""Settings of the staff service: DATABASE_URL decides the register, all else stands in the workspace."""

import os
from pathlib import Path

import dj_database_url
from csp import constants as csp

from confianza.web.lib import sealing, workspaces

WORKSPACE = workspaces.current()
PACKAGE = Path(__file__).resolve().parents[2]

# The workspace of `confianza demo` carries this mark; every page then says that its data are invented.
FICTIONAL_DATA = (WORKSPACE.root / "demo").exists()

DEBUG = os.environ.get("CONFIANZA_DEBUG") == "1"
SECRET_KEY = os.environ.get("CONFIANZA_SECRET_KEY") or workspaces.secret_key(WORKSPACE)
ALLOWED_HOSTS = os.environ.get("CONFIANZA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

# In the order of the cycle, later rooms first, as in the import contract.
INSTALLED_APPS = [
    "confianza.web.project",
    "confianza.web.public_site",
    "confianza.web.evaluation",
    "confianza.web.plans",
    "confianza.web.observatory",
    "confianza.web.tips",
    "confianza.web.community",
    "confianza.web.surveys",
    "confianza.web.records",
    "confianza.web.fieldwork",
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
    # Not "allauth" itself: of its pages and texts none is used, and a page we forgot shall fail, not show.
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    # For its static files alone: the library of the interactive maps, from a wheel.
    "leaflet",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    # Above whitenoise, so that static files, refusals and failures carry them too.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "confianza.web.project.middleware.isolation",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "confianza.web.project.middleware.language",
    "confianza.web.project.middleware.same_origin",
    # Before whatever asks the register: what everybody may see is made once, not once a visitor.
    "confianza.web.public_site.middleware.remember",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "confianza.web.project.middleware.leave_nothing_behind",
    "confianza.web.project.middleware.note_refusals",
    "confianza.web.project.middleware.human_pace",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "confianza.web.accounts.middleware.Sessions",
    "confianza.web.accounts.middleware.Keyrings",
    "confianza.web.accounts.middleware.SecondFactorFirst",
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

# Forms are drawn by the templates of the design room; what was refused in them is noted.
FORM_RENDERER = "confianza.web.project.rendering.Noting"

DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{WORKSPACE.register}", conn_max_age=60),
}
# On PostgreSQL the tables belong to another role than the one that serves (register.py).
_OWNER = os.environ.get("CONFIANZA_OWNER_DATABASE_URL")
OWNER_DATABASE = dj_database_url.parse(_OWNER) if _OWNER else {}
# And the public door of the tip line (tips/intake/settings.py) logs in as a third one.
TIP_LINE_ROLE = os.environ.get("CONFIANZA_TIPS_ROLE", "")
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is deleted is overwritten where it stood. No auto_vacuum: it moves pages that live and leaves
        # copies of them beyond the end of the file, where nothing overwrites them.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA secure_delete=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
        "TIMEOUT": 3600,
    },
    # Apart, so that what is computed for pages does not push the counts out.
    "pace": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pace",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
# How much one person may ask for and send: (within so many seconds, at most so many requests). Of the demo,
# where nothing is to be had, tools ask thousands of times.
_AT_WORK: dict[str, list[tuple[int, int]]] = {
    "asked": [(60, 240), (3600, 3000)],
    "sent": [(60, 60), (3600, 600)],
}
PACE = {kind: [] if FICTIONAL_DATA else measures for kind, measures in _AT_WORK.items()}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "public_site:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Length counts, mixtures of signs do not; pasting is allowed and nothing expires (decision 0015).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "confianza.web.accounts.passwords.NotTooLong"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "confianza.web.accounts.passwords.NotAboutTheWork"},
    {"NAME": "confianza.web.accounts.passwords.NotSoonGuessed"},
    {"NAME": "confianza.web.accounts.passwords.NotStolen"},
]
# The list of Have I Been Pwned, 40 GB, where somebody has laid it (docs/security.md).
STOLEN_PASSWORDS = WORKSPACE.root / "stolen-passwords.txt"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# In the demo everybody tries every account: there the second factor is offered, not demanded.
SECOND_FACTOR_REQUIRED = not FICTIONAL_DATA

ACCOUNT_ADAPTER = "confianza.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Allauth's own limits count per address and process; ours count per name, in the register (throttling.py).
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "confianza.web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Confianza"
MFA_TOTP_TOLERANCE = 1  # the clocks of old phones drift
MFA_RECOVERY_CODES_SHOW_ONCE = True

AXES_HANDLER = "confianza.web.accounts.throttling.CountsNamesOnly"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = 5  # only for the words of its log; how long to wait is told by accounts/rules.py
AXES_USERNAME_CALLABLE = "confianza.web.accounts.throttling.name_counted"
AXES_CLIENT_IP_CALLABLE = "confianza.web.accounts.throttling.no_address"
AXES_CLIENT_STR_CALLABLE = "confianza.web.accounts.throttling.nothing_about"
AXES_COOLOFF_TIME = "confianza.web.accounts.throttling.axes_memory"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# Who must wait is told in the form, not by axes' own answer; and counting per address is what we never do.
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W006"]

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
FORMAT_MODULE_PATH = ["confianza.web.project.formats"]
LOCALE_PATHS = [PACKAGE.parent / "locale", PACKAGE / "web" / "project" / "locale"]
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
# A register on another machine must speak TLS and show its certificate, unless DATABASE_URL says otherwise.
_REGISTER = DATABASES["default"]
if HTTPS and _REGISTER.get("HOST", "").strip("/") not in (
    "",
    "localhost",
    "127.0.0.1",
    "::1",
    "var/run/postgresql",
):
    _REGISTER.setdefault("OPTIONS", {}).setdefault("sslmode", "verify-full")
# The one neighbour whose word on HTTPS is taken ("*": nobody else can reach the port).
TRUSTED_PROXY = os.environ.get("CONFIANZA_PROXY", "127.0.0.1")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS and os.environ.get("CONFIANZA_HSTS_PRELOAD", "1") == "1"
# Not no-referrer: the check against forged forms reads the Referer where a browser sends no Origin.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

# A browser takes a __Host- cookie only over TLS. Lax, not Strict: people arrive by links in messages (0014).
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-sid", "__Host-csrf", "__Host-idioma"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_AGE = 60 * int(os.environ.get("CONFIANZA_IDLE_MINUTES", "60"))
# The second cookie opens the person's keys, which wait sealed in the session. Strict: no link from elsewhere
# needs it (decision 0030).
UNLOCK_COOKIE_NAME = "__Host-uk" if HTTPS else "uk"
UNLOCKED_FOR = 8 * 3600
UNLOCKED_IDLE = 15 * 60
# What each guess of a password costs whoever stole the sealed keys.
KEYRING_COST = sealing.COST
DEVICE_COOKIE_NAME = "__Host-device" if HTTPS else "device"
# Sentences about one's work wait in the session, never in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Everything a page needs comes from this server; nothing is inline, nothing is framed.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.NONE],
        "style-src": [csp.SELF],
        "script-src": [csp.SELF],
        "img-src": [csp.SELF, "data:", "blob:"],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "manifest-src": [csp.SELF],
        "object-src": [csp.NONE],
        "form-action": [csp.SELF],
        "base-uri": [csp.NONE],
        "frame-ancestors": [csp.NONE],
        # Texts become part of a page only through the one policy of design/trusted.js.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default"],
        "upgrade-insecure-requests": HTTPS,
    }
}
# Where this office is (ISO 3166): what a reward may be, and whom to call, differ.
COUNTRY = os.environ.get("CONFIANZA_COUNTRY", "GT")
# Told to neighbours where they read what happens; countries differ (110 and 120, 911…).
EMERGENCY_NUMBER = os.environ.get("CONFIANZA_EMERGENCY_NUMBER", "")
# Where the tip line's own door stands, for those who want to tell; "" where it is told on posters alone.
TIPS_ADDRESS = os.environ.get("CONFIANZA_TIPS_ADDRESS", "")
# Where other sites may do more than link: read our open data, and show our charts in frames of theirs.
OPEN_TO_OTHER_SITES = ("/api/v1/", "/incrustar/")
# What a browser can do and we never ask of it; only the keys people log in with (WebAuthn) stay possible.
_NEVER_ASKED_FOR = (
    "accelerometer", "autoplay", "bluetooth", "camera", "clipboard-read", "display-capture",
    "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial",
    "encrypted-media", "storage-access", "sync-xhr", "usb", "web-share", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS_POLICY = {
    **{feature: [] for feature in _NEVER_ASKED_FOR},
    "publickey-credentials-create": ["self"],
    "publickey-credentials-get": ["self"],
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Telephones send up to a hundred pictures at once beside the form that names them.
DATA_UPLOAD_MAX_NUMBER_FILES = 200
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
