"""Make a workspace with every form that comes with the program and telephones that may fetch them all.

Run as `python -m tests.field.prepare FOLDER NUMBER`; prints the keys of so many telephones as JSON.
"""

import json
import sys
from pathlib import Path
from typing import Any

from confianza.cli.starting import start
from confianza.web.lib.workspaces import Workspace


def main(folder: str, telephones: str) -> None:
    place = Workspace(Path(folder).resolve())
    from confianza.web.project import installation

    installation.create(place)
    start(place)
    installation.migrate()
    from confianza.web.lib import walls

    with walls.lowered():
        keys = _keys(_forms(), int(telephones))
    sys.stdout.write(json.dumps(keys))


def _forms() -> Any:
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.fieldwork.actions import library
    from confianza.web.fieldwork.library.catalogue import ready_forms

    return [library.install(ready=ready, by=COMMAND_LINE).form for ready in ready_forms()]


def _keys(forms: Any, telephones: int) -> list[str]:
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.fieldwork.actions import devices

    return [
        devices.give(label=f"Teléfono {number}", forms=forms, by=COMMAND_LINE)[1]
        for number in range(telephones)
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
