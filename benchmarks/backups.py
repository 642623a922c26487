"""A backup and the way back beside plain tar: the demo, and a store of two million claims."""

import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import measuring, workspace
from benchmarks.measuring import Row
from confianza.web.lib.workspaces import Workspace
from confianza.web.project.backups import making, pairs, restoring, sqlite_register
from confianza.web.project.backups.envelopes import Lock, Opener

CLAIMS, DELIVERIES = 2_000_000, 20
PASSPHRASE = "only for this benchmark"
PROGRAM = "from confianza.cli import main; main()"
# Sealing may not make it larger than it is; of the memory, Argon2id takes 256 MiB whatever the size.
AIM_SIZE, AIM_MB = 1.05, 400.0


def run() -> list[Row]:
    """Measure both installations."""
    with TemporaryDirectory(prefix="confianza-backups-") as folder:
        demo, large = Path(folder) / "demo", Path(folder) / "large"
        _confianza("demo", "--no-serve", "-w", demo)
        _confianza("init", large)
        workspace.fill(large, claims=CLAIMS, deliveries=DELIVERIES)
        return [*_rows("demo", demo), *_rows(f"{CLAIMS // 10**6} million claims", large)]


def back_up(root: str, away: str) -> dict[str, float]:
    """Back up in this process; return the size of both archives."""
    place = Workspace(Path(root))
    pair = pairs.fresh(Path(away), Path(away))
    made = making.make(
        place, pair, Lock(PASSPHRASE), lambda aside: sqlite_register.held(place.register, aside), _silent
    )
    return {"megabytes": (made.data_bytes + made.keys_bytes) / 10**6}


def bring_back(away: str, root: str) -> bool:
    """Bring the newest backup back and compare everything."""
    place = Workspace(Path(root))
    target = sqlite_register.target(place, lambda manifest: None)
    pair = pairs.found(Path(away), None)
    restored = restoring.restore(place, pair, Opener(PASSPHRASE), target, replace=False, report=_silent)
    return restored.equal


def pack(root: str, into: str) -> dict[str, float]:
    """The peer: plain tar, nothing sealed, nothing verified."""
    with tarfile.open(into, "w") as archive:
        archive.add(root, "office")
    return {"megabytes": Path(into).stat().st_size / 10**6}


def unpack(archive: str, into: str) -> None:
    with tarfile.open(archive) as packed:
        packed.extractall(into, filter="data")


def _rows(name: str, root: Path) -> Sequence[Row]:
    away, tar = root.with_name(f"{name} away"), root.with_name(f"{name}.tar")
    made = measuring.apart(back_up, str(root), str(away))
    packed = measuring.apart(pack, str(root), str(tar))
    back = measuring.apart(bring_back, str(away), str(root.with_name(f"{name} again")))
    unpacked = measuring.apart(unpack, str(tar), str(root.with_name(f"{name} unpacked")))
    size = made.returned["megabytes"] / packed.returned["megabytes"]
    return [
        _against(f"backup, {name}", made.seconds, packed.seconds),
        _against(f"restoration, verified and compared, {name}", back.seconds, unpacked.seconds),
        Row(
            f"size of both archives, {name}", made.returned["megabytes"], "MB", "tar", size,
            f"≤ {AIM_SIZE} times", size <= AIM_SIZE,
        ),
        Row(
            f"memory of a backup, {name}", made.peak_mb, "MB",
            aim=f"≤ {AIM_MB:.0f} MB", met=made.peak_mb <= AIM_MB,
        ),
    ]  # fmt: skip


def _against(what: str, seconds: float, tar: float) -> Row:
    return Row(what, seconds, "s", "tar", seconds / tar)


def _confianza(*words: str | Path) -> None:
    subprocess.run([sys.executable, "-c", PROGRAM, *map(str, words)], check=True, capture_output=True)


def _silent(percent: int, doing: str) -> None:
    """Nobody watches."""
