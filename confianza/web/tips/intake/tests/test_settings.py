"""The public door's process holds what it needs: no room of the staff's, no log, no cookie, no mail."""

import os
import subprocess
import sys

from django.apps import apps
from django.db import models

from confianza.web.project import register
from confianza.web.tips.intake import settings as own
from confianza.web.tips.models import Tip

LOADED = """
import django, sys
django.setup()
from confianza.web.tips.intake import serving
from django.urls import get_resolver
get_resolver().url_patterns
print("\\n".join(sorted(name for name in sys.modules if name.startswith("confianza.web."))))
"""


def loaded_by_the_process(workspace) -> list[str]:
    """Every module of ours that is loaded once the public door is ready to answer."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "confianza.web.tips.intake.settings",
        "CONFIANZA_WORKSPACE": str(workspace.root),
    }
    told = subprocess.run(
        [sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=True
    )
    return told.stdout.split()


def test_no_room_of_the_staff_is_loaded(workspace):
    rooms = {name.split(".")[2] for name in loaded_by_the_process(workspace)}
    assert rooms == {"lib", "territory", "tips"}


def test_no_module_of_the_desk_is_loaded(workspace):
    loaded = loaded_by_the_process(workspace)
    assert "confianza.web.tips.intake.server" in loaded
    assert not [name for name in loaded if name.startswith("confianza.web.tips.desk")]


def test_there_are_no_sessions_no_cookies_and_no_mail():
    assert not own.DEBUG
    assert not [name for name in own.MIDDLEWARE if "confianza.web.tips.intake" not in name]
    assert not [name for name in own.INSTALLED_APPS if "session" in name or "message" in name]
    assert own.FILE_UPLOAD_HANDLERS == ["confianza.web.tips.intake.uploads.SealingUploadHandler"]


def test_its_role_on_postgresql_reaches_every_row_that_goes_with_a_tip_and_no_account():
    granted = " ".join(register.GRANTED_TO_THE_TIP_LINE)
    writes = next(one for one in register.GRANTED_TO_THE_TIP_LINE if "INSERT" in one)
    of_tips = {Tip} | {
        model
        for model in apps.get_app_config("tips").get_models()
        if any(
            isinstance(field, models.ForeignKey) and field.related_model is Tip
            for field in model._meta.fields
        )
    }
    missing = [model._meta.db_table for model in of_tips if f"{model._meta.db_table}" not in writes]
    assert not missing
    assert "(id, is_active) ON accounts_user" in granted
    assert "password" not in granted
    assert "tips_keygrant" not in granted
    assert "accounts_sealedkeyring" not in granted
