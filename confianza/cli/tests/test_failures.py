"""What nobody expected stays what it was, also in a verb that never starts Django."""

import subprocess
import sys

ASK = """
from confianza.cli import failures
assert failures.explain(RuntimeError("unheard of")) is None
assert failures.explain(failures.WrongUsage("as told")).message == "as told"
"""


def test_an_unexpected_failure_is_not_hidden_by_another_where_django_never_started():
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
