"""Look at what a workspace holds of what telephones sent, opening every file of it.

Run as `python -m tests.field.look FOLDER`; prints JSON: submissions by instance, each with where it stands and
the SHA-256 of its XML and of its files by name; what was kept aside; and what does not open or is not what its
name says.
"""

import hashlib
import json
import sys
from pathlib import Path

from confianza.cli.starting import start
from confianza.web.lib.workspaces import Workspace


def main(folder: str) -> None:
    place = Workspace(Path(folder).resolve())
    start(place)
    from confianza.web.lib import walls

    with walls.lowered():
        sys.stdout.write(json.dumps({**_submissions(), **_aside(), "broken": _broken(place.root / "field")}))


def _submissions() -> dict[str, object]:
    from confianza.web.fieldwork.models import Submission

    found = Submission.objects.select_related("form").prefetch_related("files")
    return {
        "submissions": [
            {
                "form": each.form.form_id, "instance": each.instance_id, "standing": each.standing,
                "sha256": each.sha256, "flags": each.flags,
                "files": {file.name: file.sha256 for file in each.files.all()},
            }
            for each in found
        ]
    }  # fmt: skip


def _aside() -> dict[str, object]:
    from confianza.web.fieldwork.models import Quarantined

    return {"aside": [[each.instance_id, each.reason] for each in Quarantined.objects.all()]}


def _broken(folder: Path) -> list[str]:
    from confianza.web.fieldwork import sealed

    names = [path.name for path in folder.glob("??/*")]
    return [name for name in names if hashlib.sha256(sealed.read(name)).hexdigest() != name]


if __name__ == "__main__":
    main(*sys.argv[1:])
