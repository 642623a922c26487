"""What can be found in a file of boundaries or populations, as codes with sentences (English message ids)."""

from confianza.analysis.vocabulary.problems import Problem, ProblemKind, Severity

KINDS: dict[str, ProblemKind] = {}


class FileRefused(Exception):
    """A file cannot be read as a territory; `problem` says why, in a code and its values."""

    def __init__(self, code: str, **details: object) -> None:
        self.problem = Problem(code, 1, file=str(details.get("file", "")), details=details)
        super().__init__(KINDS[code].sentence % details)


def finding(code: str, count: int, examples: list[str], *, file: str = "", **details: object) -> Problem:
    """Return what was found, how often, with the first few examples for the reader to look up."""
    shown = ", ".join(examples[:5]) + (" (…)" if len(examples) > 5 else "")
    return Problem(
        code,
        count,
        file=file,
        value=shown,
        details={"file": file, "count": count, "examples": shown, **details},
    )


def sentence(problem: Problem) -> str:
    """Return the English sentence of a finding, filled in."""
    return KINDS[problem.code].sentence % problem.details


def _kind(code: str, severity: Severity, text: str) -> None:
    KINDS[code] = ProblemKind(code, severity, text)


_kind("empty", "refuse", "%(file)s is empty.")
_kind(
    "too_big", "refuse", "%(file)s is larger than %(limit)s MB. Simplify the boundaries or divide the file."
)
_kind(
    "not_readable",
    "refuse",
    "%(file)s is not a GeoJSON, TopoJSON, shapefile, GeoPackage or CSV that can be read.",
)
_kind(
    "not_what_its_name_says",
    "refuse",
    "%(file)s holds something else than its name says; what it holds is named %(endings)s.",
)
_kind(
    "shapefile_incomplete",
    "refuse",
    "%(file)s lacks its %(missing)s part. Send .shp, .shx and .dbf together, or as .zip.",
)
_kind("no_polygons", "refuse", "%(file)s has no polygons. Areas must be drawn as polygons.")
_kind(
    "unknown_projection",
    "refuse",
    "%(file)s does not say its coordinate system and its numbers are not longitude and latitude. "
    "Send the .prj too, or reproject it to WGS 84.",
)  # fmt: skip
_kind(
    "off_the_globe",
    "refuse",
    "%(file)s has coordinates that are not on the globe after reading them as %(crs)s.",
)
_kind(
    "level_unknown",
    "refuse",
    "It is not clear of which level the areas of %(file)s are (department, municipality …). Say the level.",
)
_kind(
    "level_not_known",
    "refuse",
    "%(file)s names a level that does not exist: %(level)s. Levels are %(levels)s.",
)
_kind(
    "no_name_or_code",
    "refuse",
    "%(file)s has neither a code nor a name column among: %(headers)s. Say which they are.",
)
_kind("column_absent", "refuse", "%(file)s has no column %(column)s. Its columns are: %(headers)s.")
_kind(
    "one_code_two_names", "refuse", "One code stands for differently named areas in %(file)s: %(examples)s."
)
_kind(
    "date_unreadable",
    "refuse",
    "%(file)s has a date that cannot be read: %(value)s. Write dates as 2024-05-01.",
)
_kind("ends_before_it_begins", "refuse", "In %(file)s an area ends before it begins: %(examples)s.")
_kind(
    "no_population_column",
    "refuse",
    "%(file)s has no population: give population_<year> columns, or year and population.",
)
_kind("shape_repaired", "warn", "%(count)s boundaries crossed themselves and were repaired: %(examples)s.")
_kind("shape_missing", "warn", "%(count)s areas have no boundary: %(examples)s.")
_kind("mended_text", "warn", "The accents of %(file)s were written in another encoding and were mended.")
_kind("parts_merged", "warn", "%(count)s areas came in several pieces, which were joined: %(examples)s.")
_kind("code_made", "warn", "%(count)s areas have no code; one was made from the name: %(examples)s.")
_kind(
    "no_area",
    "left_out",
    "%(count)s shapes are no areas of this level (lakes, code 0, the code of their parent): %(examples)s.",
)
_kind("excluded", "left_out", "%(count)s shapes were left out as asked: %(examples)s.")
_kind("parent_made", "warn", "%(count)s parents were drawn from their parts: %(examples)s.")
_kind(
    "parent_unknown",
    "warn",
    "%(count)s areas name a parent that is ambiguous, and stand alone: %(examples)s.",
)
_kind("overlap", "warn", "%(count)s pairs of areas overlap: %(examples)s.")
_kind(
    "area_unknown", "left_out", "%(count)s population figures are of areas that are not known: %(examples)s."
)
_kind("area_ambiguous", "left_out", "%(count)s population figures could be of several areas: %(examples)s.")
_kind("population_unreadable", "left_out", "%(count)s population figures are no numbers: %(examples)s.")
_kind(
    "figures_summed",
    "warn",
    "%(count)s areas and years came in several rows (by sex or age?), which were added up: %(examples)s.",
)
