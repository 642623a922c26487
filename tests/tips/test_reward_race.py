"""Eight counters pay the same voucher at the same moment, on a real register: one of them does."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

COUNTERS = 8
PAY = """
import json, sys, threading
import django; django.setup()
from datetime import timedelta
from django.conf import settings
from django.db import connection
from django.utils import timezone
from confianza.web.audit.actions import Named
from confianza.web.tips import vouchers
from confianza.web.tips.actions import rewards
from confianza.web.tips.models import Voucher
from confianza.web.tips.rules.rewards import RewardRefused, Term

today, said, ready = timezone.localdate(), [], threading.Barrier(int(sys.argv[1]))
term = Term(today, today + timedelta(days=1))
made = vouchers.new(settings.WORKSPACE.keys, "a", term)
Voucher.objects.create(lookup=made.lookup, phrase=vouchers.hidden("limon"), band="a", valid_from=today, valid_until=today)

def counter(number):
    ready.wait()
    try:
        rewards.pay(code=made.code, word="limon", by=Named(None, f"counter {number}"))
        said.append("paid")
    except RewardRefused as refused:
        said.append(refused.problem)
    finally:
        connection.close()

threads = [threading.Thread(target=counter, args=(each,)) for each in range(int(sys.argv[1]))]
[each.start() for each in threads]; [each.join() for each in threads]
from confianza.web.audit.models import Entry
print(json.dumps([said, Entry.objects.filter(action="tips.pay_reward").count()]))
"""


def test_of_eight_counters_at_once_one_pays(tmp_path):
    workspace = tmp_path / "office"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "CONFIANZA_WORKSPACE": str(workspace), "DJANGO_SETTINGS_MODULE": "confianza.web.project.settings",
    }  # fmt: skip

    def run(*command):
        told = subprocess.run(
            [sys.executable, "-c", *command], env=environment, capture_output=True, text=True, timeout=200
        )
        assert told.returncode == 0, told.stderr
        return told.stdout

    run("from confianza.cli import main; main()", "init", str(workspace))
    said, written = json.loads(run(PAY, str(COUNTERS)))
    assert (len(said), said.count("paid"), said.count("paid_already"), written) == (
        COUNTERS,
        1,
        COUNTERS - 1,
        1,
    )
