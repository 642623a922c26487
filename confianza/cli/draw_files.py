"""Records of draws as files: read strictly, written whole or not at all."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from confianza.cli.failures import WrongUsage
from confianza.cli.language import _

if TYPE_CHECKING:
    from confianza.web.lib.draw_checks import Verified

ONLY_I_READ = 0o600
LARGEST = 50_000_000


def read(file: Path, *, revealed: bool = False) -> dict[str, Any]:
    """Return an announced record, or a revealed one that holds. Raises WrongUsage and DrawRefused."""
    from confianza.web.lib import draw_checks
    from confianza.web.lib.draw_plans import DrawRefused

    told, problem = _loaded(file)
    found = draw_checks.Verified((problem,)) if problem else draw_checks.verify(told)
    codes = [each.code for each in found.problems]
    if codes == ([] if revealed else ["draw_not_revealed"]):
        return told  # type: ignore[no-any-return]
    if not codes:
        raise WrongUsage(_("This draw was done already; its record tells the result."))
    raise DrawRefused(found.problems[0].code, **found.problems[0].details)


def verified(file: Path, *, published: str, heard: str) -> "Verified":
    """Return what comes of verifying a file; what is no record at all is a problem like any other."""
    from confianza.web.lib import draw_checks

    told, problem = _loaded(file)
    if problem:
        return draw_checks.Verified((problem,))
    return draw_checks.verify(told, published=published, heard=heard)


def write_both(record: Path, told: dict[str, Any], secret: Path, kept: str) -> None:
    """Write a secret and the record of what was committed to with it: both, or neither. Raises WrongUsage
    where one is there already.
    """
    write_secret(secret, kept)
    try:
        write_new(record, told)
    except (OSError, WrongUsage):
        secret.unlink()
        raise


def write_secret(file: Path, secret: str) -> None:
    """Write a secret that only its keeper can read. Raises WrongUsage where the file is there already."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ)
    except FileExistsError:
        raise _there_already(file) from None
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(secret + "\n")


def write_new(file: Path, told: dict[str, Any]) -> None:
    """Write a record where there is none. Raises WrongUsage."""
    write_new_bytes(file, _written(told))


def write_new_bytes(file: Path, content: bytes) -> None:
    """Write a file where there is none, whole or not at all. Raises WrongUsage."""
    if file.exists():
        raise _there_already(file)
    _replace(file, content)


def write_again(file: Path, told: dict[str, Any]) -> None:
    """Write a record in the place of an earlier state of it, at once."""
    _replace(file, _written(told))


def _written(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _replace(file: Path, content: bytes) -> None:
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(file)


def _there_already(file: Path) -> WrongUsage:
    return WrongUsage(_("%(file)s is there already; name a file that is not.") % {"file": file.name})


def _loaded(file: Path) -> Any:
    """Return what a file holds and no problem, or nothing and the problem. Two fields of one name are one."""
    from confianza.web.lib.draw_checks import Problem

    try:
        if file.stat().st_size > LARGEST:
            raise ValueError(f"> {LARGEST // 1_000_000} MB")
        text = file.read_bytes().decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number), None
    except (ValueError, RecursionError) as error:
        return None, Problem("draw_not_json", {"detail": str(error)[:120]})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    twice = [name for name in names if names.count(name) > 1] if len(names) < 100 else []
    if twice or len(set(names)) < len(names):
        raise ValueError(f"“{(twice or names)[0]}” ×2")
    return dict(pairs)


def _no_number(text: str) -> float:
    raise ValueError(text)
