"""Read files of areas (GeoJSON, TopoJSON, shapefile, GeoPackage, CSV) from bytes to text columns and
polygons.
"""

import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from confianza.analysis.territory import geometries, tables
from confianza.analysis.territory.findings import FileRefused, finding
from confianza.analysis.vocabulary import folding
from confianza.analysis.vocabulary.problems import Problem

LIMIT_MB = 256
_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# How files of each kind are named; a name without any of these endings says nothing, and is no lie.
_ENDINGS = {
    "shapefile": (".zip", ".shp"),
    "geopackage": (".gpkg",),
    "json": (".geojson", ".json", ".topojson"),
    "table": (".csv", ".tsv", ".txt"),
}
_AN_ENDING = re.compile(r"\.[a-z][a-z0-9]{0,7}")
_REQUIRED_PARTS = (".shp", ".shx", ".dbf")


@dataclass(frozen=True)
class File:
    """One file as it was handed over."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Drawn:
    """One table of a file as it is: `cells` has String columns as named in the file, `wkb` what is drawn in
    each row, in the numbers of `crs` (None: the file does not say which).
    """

    file: str
    name: str
    cells: pl.DataFrame
    wkb: tuple[bytes | None, ...]
    crs: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Layer:
    """One table of a file: `cells` has String columns as named in the file, `wkb` polygons in WGS 84 (or
    None).
    """

    file: str
    name: str
    cells: pl.DataFrame
    wkb: tuple[bytes | None, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether the layer has any boundary."""
        return any(shape is not None for shape in self.wkb)


def read(files: Sequence[File]) -> list[Layer]:
    """Read every layer of the files; the parts of a shapefile may come as files of their own or in a .zip.

    The kind of a file is told by its content, and its name may not say another.
    Raises `findings.FileRefused`.
    """
    return [_cleaned(drawn) for drawn in drawn_in(files)]


def drawn_in(files: Sequence[File]) -> Iterator[Drawn]:
    """Yield every layer of the files as `read` does, but drawn as it is there: lines and points too.

    Raises `findings.FileRefused`.
    """
    for source in _with_parts_joined(files):
        yield from _layers(source)


def _cleaned(drawn: Drawn) -> Layer:
    if not any(drawn.wkb):
        return Layer(drawn.file, drawn.name, drawn.cells, drawn.wkb, drawn.problems)
    shapes, problems = geometries.cleaned(drawn.file, drawn.wkb, drawn.crs)
    return Layer(drawn.file, drawn.name, drawn.cells, shapes, (*problems, *drawn.problems))


def _with_parts_joined(files: Sequence[File]) -> Iterator[File]:
    """Yield the files, the parts of each shapefile as one .zip."""
    parts: dict[str, list[File]] = {}
    for file in files:
        _check_size(file)
        stem, extension = _split(file.name)
        if extension in _SHAPEFILE_PARTS:
            parts.setdefault(stem, []).append(file)
        else:
            yield file
    for stem, members in parts.items():
        yield _as_zip(stem, members)


def _check_size(file: File) -> None:
    if not file.content.strip():
        raise FileRefused("empty", file=file.name)
    if len(file.content) > LIMIT_MB * 1024**2:
        raise FileRefused("too_big", file=file.name, limit=LIMIT_MB)


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    return (stem, f".{extension.lower()}") if dot else (name, "")


def _as_zip(stem: str, members: Sequence[File]) -> File:
    """Pack the parts of one shapefile, under the plain names that its driver expects."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in members:
            archive.writestr(f"areas{_split(member.name)[1]}", member.content)
    return File(f"{stem}.shp", buffer.getvalue())


def _layers(file: File) -> Iterator[Drawn]:
    kind, ending = _kind(file), _split(file.name)[1]
    if ending not in _ENDINGS[kind] and _AN_ENDING.fullmatch(ending):
        raise FileRefused("not_what_its_name_says", file=file.name, endings=" ".join(_ENDINGS[kind]))
    if kind == "shapefile":
        yield _shapefile(file)
    elif kind == "geopackage":
        yield from _geopackage(file)
    elif kind == "json":
        yield from _json(file)
    else:
        cells = tables.read(file.name, file.content)
        yield Drawn(file.name, "", cells, (None,) * len(cells))


def _kind(file: File) -> str:
    start = file.content[:16]
    if start.startswith(b"PK\x03\x04"):
        return "shapefile"
    if start.startswith(b"SQLite format 3"):
        return "geopackage"
    if _looks_like_json(file.content):
        return "json"
    if b"\0" in file.content[:4096] and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("not_readable", file=file.name)
    return "table"


def _looks_like_json(content: bytes) -> bool:
    return content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _json(file: File) -> Iterator[Drawn]:
    """Read GeoJSON, and TopoJSON object by object."""
    text = file.content.removeprefix(b"\xef\xbb\xbf")
    try:
        document = json.loads(text)
    except ValueError as error:
        raise FileRefused("not_readable", file=file.name) from error
    kind = document.get("type")
    if kind not in ("Topology", "FeatureCollection", "Feature"):
        raise FileRefused("not_readable", file=file.name)
    names = list(document.get("objects", {})) if kind == "Topology" else [""]
    for name in names:
        yield _drawn(replace(file, content=text), text, layer=name or None)


def _geopackage(file: File) -> Iterator[Drawn]:
    import pyogrio

    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*non conformant file extension")  # bytes have none
            listed = pyogrio.list_layers(file.content)
    except pyogrio.errors.DataSourceError as error:
        raise FileRefused("not_readable", file=file.name) from error
    for name, geometry in listed:
        if geometry is not None:
            yield _drawn(file, file.content, layer=str(name))


def _shapefile(file: File) -> Drawn:
    """Read the one shapefile of an archive; only its own parts are unpacked, within the size limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            members = {_split(info.filename)[1]: info for info in archive.infolist() if not info.is_dir()}
            _check_parts(file.name, members)
            if sum(info.file_size for info in members.values()) > LIMIT_MB * 1024**2:
                raise FileRefused("too_big", file=file.name, limit=LIMIT_MB)
            parts = [
                File(info.filename, archive.read(info))
                for extension, info in members.items()
                if extension in _SHAPEFILE_PARTS
            ]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise FileRefused("not_readable", file=file.name) from error
    drawn = _drawn(file, _as_zip("areas", parts).content, layer=None)
    return drawn if ".cpg" in members else _mended(drawn)


def _check_parts(name: str, members: dict[str, zipfile.ZipInfo]) -> None:
    missing = [part for part in _REQUIRED_PARTS if part not in members]
    if len(missing) == len(_REQUIRED_PARTS):
        raise FileRefused("not_readable", file=name)
    if missing:
        raise FileRefused("shapefile_incomplete", file=name, missing=", ".join(missing))


def _mended(drawn: Drawn) -> Drawn:
    """Undo UTF-8 read as Latin-1, which a .dbf without its .cpg part is read as."""
    mended = drawn.cells.with_columns(folding.repaired(pl.all()))
    if mended.equals(drawn.cells):
        return drawn
    return replace(
        drawn, cells=mended, problems=(*drawn.problems, finding("mended_text", 1, [], file=drawn.file))
    )


def _drawn(file: File, content: bytes, *, layer: str | None) -> Drawn:
    """Read one layer with GDAL, in memory."""
    import pyogrio

    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*non conformant file extension")
            meta, _, wkb, columns = pyogrio.raw.read(content, layer=layer)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise FileRefused("not_readable", file=file.name) from error
    if wkb is None or not len(wkb):
        raise FileRefused("no_polygons", file=file.name)
    cells = tables.as_text(dict(zip(meta["fields"], columns, strict=True)))
    return Drawn(file.name, layer or "", cells, tuple(wkb), meta["crs"])
