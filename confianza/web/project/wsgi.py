"""Entry point for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "confianza.web.project.settings")
application = get_wsgi_application()

# Whichever server imports this serves nothing while a page stands open that nobody opened.
from confianza.web.project import checks  # noqa: E402

checks.insist()
