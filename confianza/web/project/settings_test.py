"""Settings of the tests: the same rooms, a passing workspace, quick passwords; the database comes from DATABASE_URL."""

import os
import tempfile

os.environ.setdefault("CONFIANZA_WORKSPACE", tempfile.mkdtemp(prefix="confianza-tests-"))
os.environ.setdefault("CONFIANZA_SECRET_KEY", "only-for-tests-" + "x" * 40)

from confianza.web.project.settings import *  # noqa: E402, F403
from confianza.web.project.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
ALLOWED_HOSTS = ["*"]
