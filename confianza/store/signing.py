"""Signed packages that observatories send each other: one file, the same bytes for the same content.

An archive is a zip without compression: `manifest.json` (canonical JSON), `signature` (Ed25519 over the
manifest, which holds the SHA-256 of every file), then `files/…` in the order of their names. Nothing else is
allowed, not one byte: whoever opens an archive writes it anew and compares, so that what zip would let be
changed unseen (dates, attributes, remarks, order) cannot be changed here.
"""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from confianza.store import durable

FORMAT = "confianza-package/1"
NAME = "network"
SUFFIX = ".confianza"
MANIFEST, SIGNATURE, FILES = "manifest.json", "signature", "files/"
ONLY_I_READ = 0o600

# Five digits a group as in a safety number of Signal; seven groups are 116 bits: nobody makes a second key
# with the same ones. Digits alone are said alike in every language, and never spell a word.
GROUPS, DIGITS = 7, 5

# A municipality's ten years of months, areas and indicators take some 10 MB; a country's, ten times that.
MOST_BYTES = 200 * 1024 * 1024
MOST_MANIFEST_BYTES = 4 * 1024 * 1024
MOST_FILES = 64

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest date that zip knows
_UNIX = 3
_HEX_KEY = r"^[0-9a-f]{64}$"
_MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class Refused(Exception):
    """A package cannot be taken; `code` says why (network_sentences has the words), `told` the values."""

    def __init__(self, code: str, **told: Any) -> None:
        self.code, self.told = code, told
        super().__init__(code)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class File(_Strict):
    """One file of a package."""

    name: str = Field(max_length=200)
    size: int = Field(ge=0)
    sha256: str = Field(pattern=_HEX_KEY)


class Definition(_Strict):
    """How the sender counts an indicator: its version, its names, and every condition of the definition."""

    version: int
    sha256: str = Field(pattern=_HEX_KEY)
    name_es: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    told: dict[str, Any]


class Manifest(_Strict):
    """What a package is: from whom, for whom, which one, made when, known when, about what.

    `key` and `recipient` are public keys in hexadecimal. `sequence` counts the packages of this sender for
    this recipient from 1. `area` is the whole that the sender speaks for. `first` and `last` are months.
    """

    format: Literal["confianza-package/1"]
    schema_version: int
    node: str = Field(min_length=1, max_length=100)
    country: str = Field(pattern=r"^[A-Z]{2}$")
    level: Literal["municipal", "regional", "national"]
    key: str = Field(pattern=_HEX_KEY)
    recipient: str = Field(pattern=_HEX_KEY)
    sequence: int = Field(ge=1, le=10**9)
    made_at: AwareDatetime = Field(strict=False)
    as_of: date = Field(strict=False)
    first: str = Field(pattern=_MONTH)
    last: str = Field(pattern=_MONTH)
    kind: Literal["aggregates", "records"]
    area_id: str = Field(max_length=160)
    area_name: str = Field(max_length=200)
    agreement: str = Field(max_length=200)
    release: str = Field(max_length=100)
    definitions: dict[str, Definition]
    files: tuple[File, ...] = Field(strict=False)


class Sealed(BaseModel):
    """A package whose form is right; who sent it is another question."""

    model_config = ConfigDict(frozen=True)

    manifest: Manifest
    signature: bytes
    files: dict[str, bytes]
    sha256: str


# --- keys ------------------------------------------------------------------------------------------


def key(folder: Path, name: str = NAME) -> SigningKey:
    """Return the key of this node, made on first use in the workspace's folder of keys."""
    place = folder / name
    with durable.locked(folder / f".{name}.lock"):
        if not place.exists():
            keep(folder, SigningKey.generate(), name)
        return SigningKey(bytes.fromhex(place.read_text(encoding="ascii").strip()))


def keep(folder: Path, made: SigningKey, name: str = NAME) -> None:
    """Write a node's key where only its owner reads it; replaces an older one."""
    aside = folder / f".{name}.new"
    aside.unlink(missing_ok=True)
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ), "w") as file:
        file.write(made.encode().hex())
        file.flush()
        os.fsync(file.fileno())
    durable.publish(aside, folder / name)


def public(signer: SigningKey) -> str:
    """Return the public half in hexadecimal."""
    encoded: bytes = signer.verify_key.encode()
    return encoded.hex()


def fingerprint(public_key: str) -> str:
    """Return seven groups of five digits that stand for a public key: to be read aloud and compared."""
    digest = hashlib.sha256(b"confianza-fingerprint" + bytes.fromhex(public_key)).digest()
    digits = str(int.from_bytes(digest) % 10 ** (GROUPS * DIGITS)).zfill(GROUPS * DIGITS)
    return " ".join(digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS))


def same_fingerprint(typed: str, public_key: str) -> bool:
    """Whether what somebody typed is the fingerprint of a key, however it is grouped."""
    return "".join(filter(str.isdigit, typed)) == fingerprint(public_key).replace(" ", "")


def is_key(text: str) -> bool:
    """Whether a text is a public key in hexadecimal that can verify anything."""
    try:
        VerifyKey(bytes.fromhex(text))
    except (ValueError, TypeError):
        return False
    return len(text) == 64 and text == text.lower()


def signed(signer: SigningKey, content: bytes) -> str:
    """Return the signature over `content` in hexadecimal."""
    signature: bytes = signer.sign(content).signature
    return signature.hex()


def verifies(public_key: str, content: bytes, signature: str | bytes) -> bool:
    """Whether a signature over `content` was made with the private half of a key."""
    try:
        made = bytes.fromhex(signature) if isinstance(signature, str) else signature
        VerifyKey(bytes.fromhex(public_key)).verify(content, made)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


# --- archives --------------------------------------------------------------------------------------


def canonical(told: Any) -> bytes:
    """Return JSON that is the same bytes for the same content: sorted keys, no blanks, UTF-8."""
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def listed(files: Mapping[str, bytes]) -> tuple[File, ...]:
    """Return name, size and checksum of each file, in the order of names."""
    return tuple(
        File(name=name, size=len(files[name]), sha256=hashlib.sha256(files[name]).hexdigest())
        for name in sorted(files)
    )


def seal(told: Mapping[str, Any], files: Mapping[str, bytes], signer: SigningKey) -> bytes:
    """Return the archive of a package: `told` is its Manifest without `format`, `key` and `files`."""
    manifest = Manifest.model_validate(
        {**told, "format": FORMAT, "key": public(signer), "files": listed(files)}
    )
    content = canonical(manifest.model_dump(mode="json"))
    return _archive(content, bytes.fromhex(signed(signer, content)), files)


def unsealed(data: bytes) -> Sealed:
    """Read an archive, whoever sent it, without writing anything to the disk.

    Raises Refused where it is too large, no archive, damaged, or not byte by byte as it should be written.
    """
    if len(data) > MOST_BYTES:
        raise Refused("too_large", most=MOST_BYTES)
    contents = _contents(data)
    manifest = _manifest(contents.pop(MANIFEST))
    signature = contents.pop(SIGNATURE)
    files = {name.removeprefix(FILES): content for name, content in contents.items()}
    if _archive(canonical(manifest.model_dump(mode="json")), signature, files) != data:
        raise Refused("altered")
    return Sealed(
        manifest=manifest, signature=signature, files=files, sha256=hashlib.sha256(data).hexdigest()
    )


def content_signed(manifest: Manifest) -> bytes:
    """Return the bytes of a manifest that its signature covers."""
    return canonical(manifest.model_dump(mode="json"))


def _archive(manifest: bytes, signature: bytes, files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in ((MANIFEST, manifest), (SIGNATURE, signature), *_named(files)):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.create_system, entry.external_attr = _UNIX, 0o100600 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _named(files: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    return [(FILES + name, files[name]) for name in sorted(files)]


def _contents(data: bytes) -> dict[str, bytes]:
    if not data.startswith(b"PK"):
        raise Refused("no_package")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            return {entry.filename: archive.read(entry) for entry in entries}
    # A forged archive makes the reader fail in more ways than it documents.
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as broken:
        raise Refused("damaged") from broken


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse, before anything is read, what could fill a memory or lead out of a folder."""
    names = [entry.filename for entry in entries]
    if len(names) > MOST_FILES:
        raise Refused("too_many_files", most=MOST_FILES)
    if len(set(names)) != len(names) or names[:2] != [MANIFEST, SIGNATURE]:
        raise Refused("no_package")
    for entry in entries:
        if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size:
            raise Refused("compressed")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Refused("too_large", most=MOST_BYTES)
    if entries[0].file_size > MOST_MANIFEST_BYTES:
        raise Refused("too_large", most=MOST_MANIFEST_BYTES)
    for name in names[2:]:
        if not name.startswith(FILES) or not _stays_inside(name.removeprefix(FILES)):
            raise Refused("leads_out", name=name[:100])


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    odd = "\\" in name or ":" in name or not name.isprintable()
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not odd


def _manifest(content: bytes) -> Manifest:
    try:
        told = json.loads(content)
        if isinstance(told, dict) and told.get("format", FORMAT) != FORMAT:
            raise Refused("other_format", format=str(told["format"])[:40], known=FORMAT)
        return Manifest.model_validate_json(content)
    except (ValidationError, ValueError, RecursionError) as wrong:
        raise Refused("no_manifest") from wrong
