"""Make a workspace with a few units that read tips, run as `python -m tests.tipline.prepare FOLDER`.

The private halves of the units' keys stand beside it in `units.json`, where no service would have them.
"""

import json
import os
import sys
from pathlib import Path

from confianza.cli.starting import start
from confianza.web.lib.workspaces import Workspace

UNITS = (
    ("desk", "Mesa civil de avisos", "Civilian tip desk", ""),
    ("criminal_information", "Unidad contra pandillas", "Gangs unit", "gangs"),
    ("criminal_information", "Unidad de delitos especiales", "Special crime unit", "special"),
    ("internal_affairs", "Asuntos internos", "Internal affairs", ""),
    ("oversight", "Procuraduría de los Derechos Humanos", "Human-rights ombudsman", ""),
    ("school_desk", "Mesa de escuelas", "School desk", ""),
    ("evidence", "Custodia de originales", "Keepers of originals", ""),
)


def main() -> None:
    place = Workspace(Path(sys.argv[1]).resolve())
    from confianza.web.project import installation

    installation.create(place)
    start(place)
    installation.migrate()
    from confianza.web.lib import walls

    with walls.lowered():
        made = _units(place)
    (place.root.parent / "units.json").write_text(json.dumps(made))


def _units(place: Workspace) -> dict[str, dict[str, str]]:
    from confianza.web.lib import sealing
    from confianza.web.tips import envelopes, keys
    from confianza.web.tips.models import Unit, UnitKey

    root = sealing.new_signing_pair()
    (place.keys / keys.ROOT).write_text(root.public.hex())
    made = {}
    for kind, name_es, name_en, subject in UNITS:
        unit = Unit.objects.create(kind=kind, name_es=name_es, name_en=name_en, subject=subject)
        box, signing = sealing.new_pair(), sealing.new_signing_pair()
        vouched = envelopes.vouch(root.private, unit.pk, 1, box.public, signing.public)
        key = UnitKey.objects.create(
            unit=unit, epoch=1, public_key=box.public, verify_key=signing.public, root_signature=vouched
        )
        made[str(key.pk)] = {
            "unit": str(unit.pk), "kind": kind, "name": name_es,
            "box": box.private.hex(), "signing": signing.private.hex(),
        }  # fmt: skip
    return made


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    main()
