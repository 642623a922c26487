"""What people tell, built in a process beside that of the files: a second core would otherwise wait.

`python -m confianza.demo.listening FOLDER TODAY` takes a workspace whose people and places are there, and has
tips told, telephones send, people asked and committees meet. Nothing of it needs a delivery.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

# Two processes that write all the time can keep each other out for longer than any page would wait.
SECONDS_TO_WAIT = 300


class DidNotListen(Exception):
    """The process beside stopped before it was done; what it said stands on the error output."""


@contextmanager
def beside(folder: Path, today: date) -> Iterator[None]:
    """Listen while the block runs; at its end both are done. Raises DidNotListen."""
    command = [sys.executable, "-m", "confianza.demo.listening", str(folder), today.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as listener:  # noqa: S603
        try:
            yield
        except BaseException:
            listener.terminate()
            raise
        if listener.wait():
            raise DidNotListen(f"What people tell could not be built: code {listener.returncode}.")


def wait_patiently() -> None:
    """Have this process wait for the register as long as the other one may hold it."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.close()
        connection.settings_dict["OPTIONS"]["timeout"] = SECONDS_TO_WAIT


def main(folder: str, today: str) -> None:
    """Build it in a workspace that this process and one other know."""
    import django

    django.setup()
    wait_patiently()
    listen(Path(folder), date.fromisoformat(today))


def listen(root: Path, today: date) -> None:
    """Have everybody tell what they have to tell."""
    from confianza.demo import community, fieldwork, places, surveys, tips
    from confianza.web.accounts.cast import member
    from confianza.web.accounts.models import Role, User

    analyst = User.objects.get(username=member(Role.ANALYST).username)
    tips.tell(tips.found(root))
    community.meet(today)
    fieldwork.collect(today, places.TOWN, analyst)
    surveys.ask(today, places.TOWN, analyst)


if __name__ == "__main__":
    main(*sys.argv[1:])
