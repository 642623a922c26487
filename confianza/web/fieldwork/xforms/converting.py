"""A spreadsheet form (XLSForm) made into an XForm by pyxform, in a process apart, and looked at twice."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from confianza.web.fieldwork.xforms import dictionary, expressions, limits, refusals
from confianza.web.fieldwork.xforms.problems import FormRefused, Problem

MEGABYTE = 1024 * 1024
LARGEST, LARGEST_UNPACKED = 10 * MEGABYTE, 60 * MEGABYTE
KINDS = {".xlsx": ".xlsx", ".xlsm": ".xlsm", ".xls": ".xls", ".csv": ".csv", ".md": ".md"}
SECONDS = 40


@dataclass(frozen=True)
class Converted:
    """A form ready to be served: `xml` byte for byte, and what is in it.

    `dictionary`: its questions (dictionary.py). `itemsets`: the content of itemsets.csv, where pyxform made
    one. `warnings`: what its author should know, in English as pyxform says it.
    """

    form_id: str
    title: str
    version: str
    xml: bytes
    dictionary: tuple[dict[str, Any], ...]
    languages: tuple[str, ...]
    warnings: tuple[str, ...]
    itemsets: str | None

    @property
    def md5(self) -> str:
        """What telephones compare to know whether they hold these bytes."""
        return hashlib.md5(self.xml, usedforsecurity=False).hexdigest()


def converted(content: bytes, name: str) -> Converted:
    """Return the XForm of a spreadsheet by its file name. Raises FormRefused with every problem found."""
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise FormRefused(Problem("not_a_spreadsheet"))
    _check_size(content, kind)
    told = _of_worker(_in_utf8(content) if kind == ".csv" else content, kind)
    if "unreadable" in told:
        code = "took_too_long" if told["unreadable"] == "memory" else "not_a_spreadsheet"
        raise FormRefused(Problem(code))
    sheets = told["sheets"]
    if "error" in told:
        raise FormRefused(refusals.problem(told["error"], sheets))
    if problems := (*limits.of_cells(sheets),):
        raise FormRefused(*problems)
    xml = told["xml"].encode()
    if problems := (*limits.of_settings(told["form"], xml), *expressions.problems(xml, sheets["survey"])):
        raise FormRefused(*problems)
    found = _found(told, xml, sheets)
    if not found.dictionary:
        raise FormRefused(Problem("no_questions"))
    return found


def _found(told: Mapping[str, Any], xml: bytes, sheets: Mapping[str, Sequence[dict[str, str]]]) -> Converted:
    form = told["form"]
    questions = dictionary.of_form(form, sheets.get("survey", ()))
    return Converted(
        form_id=form["id_string"],
        title=form["title"],
        version=str(form.get("version") or ""),
        xml=xml,
        dictionary=questions,
        languages=dictionary.languages(questions, form),
        warnings=tuple(told["warnings"]),
        itemsets=told["itemsets"],
    )


def _in_utf8(content: bytes) -> bytes:
    """Return a text as UTF-8; spreadsheet programs save it in the machine's own letters too, or as UTF-16."""
    coding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(coding).encode()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").encode()


def _check_size(content: bytes, kind: str) -> None:
    if len(content) > LARGEST:
        told = {"size": len(content) // MEGABYTE, "most": LARGEST // MEGABYTE}
        raise FormRefused(Problem("too_large", told))
    if kind not in (".xlsx", ".xlsm"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        raise FormRefused(Problem("not_a_spreadsheet")) from None
    if unpacked > LARGEST_UNPACKED:
        raise FormRefused(Problem("unpacks_too_large", {"size": unpacked // MEGABYTE}))


def _of_worker(content: bytes, kind: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "confianza.web.fieldwork.xforms.worker", kind]
    try:
        # Our own module, told nothing but the kind of the file.
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise FormRefused(Problem("took_too_long")) from None
    if done.returncode:
        raise FormRefused(Problem("took_too_long"))
    told: dict[str, Any] = json.loads(done.stdout)
    return told
