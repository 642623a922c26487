"""Which column of a file of areas is what: guessed from the headings offices use, overridable one by one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from confianza.analysis.territory.areas import GEOGRAPHIES, GEOGRAPHY_OF, LEVELS, RANK
from confianza.analysis.territory.findings import FileRefused
from confianza.analysis.territory.reading import Layer
from confianza.analysis.vocabulary.folding import fold

# Words by which headings and file names tell a level, folded; plurals are read as singulars.
LEVEL_WORDS: Mapping[str, tuple[str, ...]] = {
    "country": ("pais", "country", "adm0"),
    "region": ("region",),
    "department": (
        "departamento", "department", "depto", "dpto", "dep", "adm1", "provincia", "province", "estado",
        "state", "entidad",
    ),
    "municipality": (
        "municipio", "municipality", "municipalitie", "muni", "mupio", "mun", "adm2", "comuna", "alcaldia",
    ),
    "district": ("distrito", "district", "adm3"),
    "zone": ("zona", "zone"),
    "locality": ("localidad", "locality", "colonia", "barrio", "aldea", "caserio", "canton", "poblado"),
    "police_region": ("regionpolicial",),
    "commissariat": ("comisaria", "commissariat", "delegacion"),
    "substation": ("subestacion", "substation", "subdelegacion"),
    "beat": ("cuadrante", "beat", "sector", "circuito"),
}  # fmt: skip
CODE_WORDS = frozenset(
    {"codigo", "cod", "code", "id", "cve", "clave", "pcode", "cut", "cveg", "geocodigo", "num", "numero"}
)
NAME_WORDS = frozenset({"name", "nombre", "nom", "es", "nomgeo", "nam", "label"})
YEAR_WORDS = frozenset({"ano", "year", "anio", "periodo"})
POPULATION_WORDS = frozenset({"poblacion", "population", "pob", "habitantes", "pobtot", "personas", "pop"})

_POPULATION_YEAR = re.compile(r"^(?:poblacion|population|pob|pop|p|habitantes)? ?((?:19|20)\d\d)$")
# Codes such as HN.AT and GT.AV.CO tell their level by how many parts they have (HASC, Law 1999).
_HASC = (
    (re.compile(r"^[A-Z]{2}\.[A-Z]{2}$"), "department"),
    (re.compile(r"^[A-Z]{2}\.[A-Z]{2}\.[A-Z]{2}$"), "municipality"),
)


@dataclass(frozen=True)
class Columns:
    """The headings of a file that hold what is needed; "" where there is none."""

    level: str = ""  # of the layer, where it is one for all rows
    level_column: str = ""
    code: str = ""
    name: str = ""
    parent_level: str = ""
    parent_code: str = ""
    parent_name: str = ""
    valid_from: str = ""
    valid_to: str = ""
    year: str = ""
    population: str = ""
    population_by_year: Mapping[int, str] = field(default_factory=dict)


# The answers that may be overridden.
_TEXTS = tuple(item.name for item in fields(Columns) if item.name != "population_by_year")


def guess(layer: Layer, told: Mapping[str, str] | None = None) -> Columns:
    """Return what each column of the layer is; `told` overrides single answers, as {"level": "zone", "code":
    "CVE"}.

    A file in the project's own convention (level, code, name, parent_code, valid_from, valid_to,
    population_<year>) needs no guess. Raises FileRefused where a told column is absent or there is neither a
    code nor a name.
    """
    headers, answers = layer.cells.columns, {name: text for name, text in (told or {}).items() if text}
    plain = {fold(header): header for header in reversed(headers)}
    levels = _Levels(headers)
    own = answers.get("level") or ("" if "level" in plain else _own_level(layer, levels))
    parent = levels.above(own)
    found = Columns(
        level=own,
        level_column="" if "level" in answers else plain.get("level", ""),
        code=plain.get("code") or levels.codes.get(own, "") or _general(headers, CODE_WORDS),
        name=plain.get("name") or levels.names.get(own, "") or _general(headers, NAME_WORDS),
        parent_level=parent,
        parent_code=plain.get("parent code") or levels.codes.get(parent, ""),
        parent_name=plain.get("parent name") or levels.names.get(parent, ""),
        valid_from=plain.get("valid from", ""),
        valid_to=plain.get("valid to", ""),
        year=_general(headers, YEAR_WORDS),
        population=_general(headers, POPULATION_WORDS),
        population_by_year=_population_by_year(headers),
    )
    return _checked(_overridden(found, answers), layer)


def _overridden(found: Columns, answers: Mapping[str, str]) -> Columns:
    changed = {name: answers.get(name, getattr(found, name)) for name in _TEXTS}
    return Columns(**changed, population_by_year=found.population_by_year)


class _Levels:
    """The columns that name or number an area of each level."""

    def __init__(self, headers: Sequence[str]) -> None:
        self.names: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        # Plain headings first: "codigo_muni" before "codigo_muni_in_depto".
        for header in sorted(headers, key=lambda text: len(fold(text).split())):
            words = _words(header)
            level = _finest(words) if _population_year(header) is None else ""
            if level:
                kind = self.codes if CODE_WORDS & set(words) else self.names
                kind.setdefault(level, header)

    def above(self, level: str) -> str:
        """Return the nearest told level above `level` in its geography, "" where there is none."""
        geography: tuple[str, ...] = LEVELS[GEOGRAPHY_OF[level]] if level in GEOGRAPHY_OF else ()
        wider = [
            name
            for name in geography
            if RANK[name] < RANK[level] and (name in self.names or name in self.codes)
        ]
        return wider[-1] if wider else ""

    @property
    def finest(self) -> str:
        """The smallest level that has a column; police levels before administrative ones."""
        told = {*self.names, *self.codes}
        ranked = [
            level
            for geography in reversed(GEOGRAPHIES)
            for level in reversed(LEVELS[geography])
            if level in told
        ]
        return ranked[0] if ranked else ""


def _own_level(layer: Layer, levels: _Levels) -> str:
    """Return the level of the layer's areas: by its headings, its own or its file's name, or the form of its
    codes.
    """
    named = [_finest(_words(text)) for text in (layer.name, layer.file.rpartition(".")[0].rpartition("/")[2])]
    answers = [levels.finest, *named, _level_of_codes(layer)]
    return next((answer for answer in answers if answer), "")


def _level_of_codes(layer: Layer) -> str:
    for header in layer.cells.columns:
        values = layer.cells[header].drop_nulls().to_list()
        for pattern, level in _HASC:
            if values and all(pattern.match(value) for value in values):
                return level
    return ""


def _words(text: str) -> list[str]:
    """Fold a heading to words in the singular, numbers apart from letters that follow them kept together."""
    return [word[:-1] if word.endswith("s") and len(word) > 3 else word for word in fold(text).split()]


def _finest(words: Iterable[str]) -> str:
    """Return the smallest level that any of the words names."""
    told = set(words)
    named = [level for level, synonyms in LEVEL_WORDS.items() if told & set(synonyms)]
    return max(named, key=lambda level: (GEOGRAPHY_OF[level] == "police", RANK[level]), default="")


def _general(headers: Sequence[str], wanted: frozenset[str]) -> str:
    """Return the first heading that is, or else has, one of the wanted words and names no level."""
    exact = [header for header in headers if fold(header) in wanted]
    partly = [header for header in headers if set(_words(header)) & wanted and not _finest(_words(header))]
    return next(iter([*exact, *partly]), "")


def _population_by_year(headers: Sequence[str]) -> dict[int, str]:
    return {year: header for header in headers if (year := _population_year(header)) is not None}


def _population_year(header: str) -> int | None:
    found = _POPULATION_YEAR.match(fold(header))
    return int(found.group(1)) if found else None


def _checked(columns: Columns, layer: Layer) -> Columns:
    headers = ", ".join(layer.cells.columns)
    for column in (getattr(columns, name) for name in _TEXTS if name not in ("level", "parent_level")):
        if column and column not in layer.cells.columns:
            raise FileRefused("column_absent", file=layer.file, column=column, headers=headers)
    if not columns.code and not columns.name:
        raise FileRefused("no_name_or_code", file=layer.file, headers=headers)
    return columns
