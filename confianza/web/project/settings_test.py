"""Settings of the tests: the same rooms, a passing workspace, quick passwords, DATABASE_URL's database."""

import atexit
import os
import shutil
import tempfile

if "CONFIANZA_WORKSPACE" not in os.environ:
    # Whose it is stands in its name: tests/support/passing.py clears what killed runs leave, a day later.
    _passing = tempfile.mkdtemp(prefix=f"confianza-tests-{os.getpid()}-")
    os.environ["CONFIANZA_WORKSPACE"] = _passing
    atexit.register(shutil.rmtree, _passing, ignore_errors=True)
os.environ.setdefault("CONFIANZA_SECRET_KEY", "only-for-tests-" + "x" * 40)

from confianza.web.lib import sealing
from confianza.web.project.settings import *  # noqa: F403
from confianza.web.project.settings import DATABASES, MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
KEYRING_COST = sealing.Cost(passes=1, memory_kib=8, lanes=1)
# Whoever a test logs in is not led to the set-up of the second factor, unless the test asks for it.
SECOND_FACTOR_REQUIRED = False
DATABASES["default"]["CONN_MAX_AGE"] = 0
ALLOWED_HOSTS = ["*"]

# The matrix asks as each person for everything within a minute.
PACE = {"asked": [], "sent": []}

# Static files are neither gathered nor searched for at every request: both made tests many times slower.
MIDDLEWARE = [layer for layer in MIDDLEWARE if not layer.startswith("whitenoise.")]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

# Before anything is said: Django remembers for good that a catalogue was not there.
from confianza.web.project import messages  # noqa: E402

messages.compile_catalogues()
