"""`make test`: the whole suite on SQLite, then what knows a register on a real PostgreSQL.

`make test ARGS="-k name"` passes arguments to pytest; `--only sqlite|postgresql` runs one of the two.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.support import passing, postgres

# A browser that hung is asked once more; whatever else fails has failed.
HUNG_ONCE = ("--reruns", "1", "--only-rerun", "from pytest-timeout")
# In the order of tests/support/choosing.py.
BY_FILE = ("--dist", "loadfile", "--no-loadscope-reorder")
# They have no register (contracts 2 and 2b hold that of the analysis and the store), or one of their own on
# SQLite: a second run would ask them nothing new.
WITHOUT_THE_REGISTER = (
    "confianza/analysis", "confianza/store", "confianza/demo",
    "tests/architecture", "tests/attack", "tests/engines", "tests/journeys", "tests/specs",
)  # fmt: skip


# Every process a test starts would compile the house anew, and whatever it stands on, where nothing is kept.
COMPILED = Path(sys.prefix) / "bytecode"


def main() -> int:
    """Run the suite on each database and return the exit code of the worst run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options, arguments = parser.parse_known_args()
    passing.clear()
    runs = [run for run in (_on_sqlite, _on_postgresql) if options.only in (None, run.__name__[4:])]
    return max(run(arguments) for run in runs)


def _on_sqlite(arguments: list[str]) -> int:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return _pytest("SQLite", arguments, environment)


def _on_postgresql(arguments: list[str]) -> int:
    spared = [f"--ignore={folder}" for folder in WITHOUT_THE_REGISTER]
    with postgres.passing_server() as url:
        return _pytest("PostgreSQL", [*spared, *arguments], os.environ | postgres.roles(url))


def _pytest(database: str, arguments: list[str], environment: dict[str, str]) -> int:
    print(f"\n=== The suite on {database}", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-n", "2", *BY_FILE, "-m", "not slow"]
    command += [*HUNG_ONCE, *arguments]
    code = subprocess.call(command, env=_in_which_bytecode_is_kept(environment))
    print(
        f"=== {database}: {'green' if code == 0 else 'RED'} after {time.monotonic() - started:.0f} s",
        flush=True,
    )
    return code


def _in_which_bytecode_is_kept(environment: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"PYTHONPYCACHEPREFIX": str(COMPILED), **kept, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}


if __name__ == "__main__":
    sys.exit(main())
