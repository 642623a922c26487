"""A list whose day has come is in no byte of the register and of no backup made after; one that stays, stays."""

import json
import os
import subprocess
import sys

import pytest

# Three meetings with their lists in a real workspace, by its own settings: two of them long ago.
MEET = """
import json
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from confianza.demo import clock
from confianza.web.audit.actions import COMMAND_LINE as BY
from confianza.web.community import lists
from confianza.web.community.actions import bodies, meetings
from confianza.web.community.models import Attendance
from confianza.web.community.rules.standing import Attendees
from confianza.web.territory.models import Area
area = Area.objects.create(stable_id="municipality-1", geography="administrative", level="municipality", code="1")
body = bodies.found(name="Comité", kind="community_committee", area=area, by=BY)
today, sealed = timezone.localdate(), {}
for days in (91, 120, 5):
    with clock.on(today - timedelta(days=days)):
        meeting = meetings.call(body=body, theme="school", starts_at=timezone.now(), place="Salón", by=BY)
        meetings.hold(meeting=meeting, came=Attendees(8, 5, 1), highest_came=True, minutes="Luz.", by=BY)
        meetings.keep_attendance(meeting=meeting, people=lists.read("Persona Inventada"), by=BY)
    sealed[days] = bytes(Attendance.objects.get(meeting=meeting).sealed).hex()
print(json.dumps(sealed))
"""
LISTS = """
import json
import django; django.setup()
from confianza.web.community.models import Attendance
print(json.dumps([bytes(each.sealed).hex() for each in Attendance.objects.all()]))
"""


def run(workspace, *command):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "CONFIANZA_WORKSPACE": str(workspace),
        "DJANGO_SETTINGS_MODULE": "confianza.web.project.settings",
    }
    done = subprocess.run(
        [sys.executable, *map(str, command)], env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def confianza(workspace, *words):
    return run(workspace, "-c", "from confianza.cli import main; main()", *words, "--json")


@pytest.fixture
def passphrase(tmp_path):
    path = tmp_path / "passphrase"
    path.write_text("una frase para las pruebas")
    return path


def restored(tmp_path, workspace, passphrase):
    """Return the register's bytes and its lists, as a backup of now would bring them back elsewhere."""
    kept, elsewhere = tmp_path / "kept", tmp_path / "elsewhere"
    confianza(workspace, "backup", kept, "-w", workspace, "--passphrase-file", passphrase)
    confianza(elsewhere, "restore", kept, "-w", elsewhere, "--passphrase-file", passphrase)
    return register(elsewhere), run(elsewhere, "-c", LISTS)


def register(workspace):
    return b"".join(file.read_bytes() for file in workspace.glob("register.sqlite3*"))


def test_expired_lists_are_gone_from_the_register_and_from_backups_made_after(tmp_path, passphrase):
    office = tmp_path / "office"
    confianza(office, "init", office)
    sealed = {int(days): bytes.fromhex(text) for days, text in run(office, "-c", MEET).items()}
    assert all(each[:64] in register(office) for each in sealed.values())
    assert confianza(office, "purge", "-w", office)["lists"] == 2  # noqa: PLR2004 - of 91 and of 120 days ago
    after, lists_after = restored(tmp_path, office, passphrase)
    assert lists_after == [sealed[5].hex()]
    for content in (register(office), after):
        assert [days for days, each in sealed.items() if each[:64] in content] == [5]
