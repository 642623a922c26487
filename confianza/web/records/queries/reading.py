"""Reading files without storing them, and the layouts they can be read by."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from confianza.web.design.tables import Column, Table
from confianza.web.records import sentences
from confianza.web.records.queries.received import summary

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.consolidate.delivery import Consolidated, DeliveredFile
    from confianza.analysis.consolidate.suggestion import Suggestion
    from confianza.analysis.sources.profile import Profile

FIRST_PROBLEMS = 20
CLAIMS_SHOWN = 5
# What a preview shows of a claim: enough to see that columns were read rightly, nothing that names a person.
COLUMNS_SHOWN = {
    "row": gettext_lazy("Row"),
    "occurred_on": gettext_lazy("Date"),
    "offence_label": gettext_lazy("Offence"),
    "iccs": gettext_lazy("ICCS code"),
    "sex": gettext_lazy("Sex"),
    "age_from": gettext_lazy("Age"),
    "mechanism": gettext_lazy("Mechanism"),
    "department_name": gettext_lazy("Department"),
    "municipality_name": gettext_lazy("Municipality"),
    "zone": gettext_lazy("Zone"),
    "police_name": gettext_lazy("Police jurisdiction"),
    "weight": gettext_lazy("Counts as"),
}


def consolidated(files: "Sequence[DeliveredFile]", source: str, *, today: date) -> "Consolidated":
    """Read the files of a delivery as claims, storing nothing. Raises DeliveryRefused and UnknownSource."""
    from confianza.analysis.consolidate import consolidation
    from confianza.analysis.consolidate.delivery import Limits
    from confianza.analysis.sources import catalogue

    limits = Limits(
        max_file_bytes=settings.MAX_DELIVERY_BYTES, max_expanded_bytes=2 * settings.MAX_DELIVERY_BYTES
    )
    return consolidation.consolidate(
        files, catalogue.get(source), today=today, limits=limits, bounds=_bounds()
    )


def preview(consolidated: "Consolidated") -> dict[str, Any]:
    """Return summary, first problems and a few claims, as JSON that an upload keeps until confirmed."""
    claims = consolidated.claims.head(CLAIMS_SHOWN).select(*COLUMNS_SHOWN)
    return summary(consolidated) | {
        "first_problems": _first_problems(consolidated.rejected),
        "sample": [{name: _plain(value) for name, value in row.items()} for row in claims.to_dicts()],
        "problems": [dict(each) for each in map(sentences.as_mapping, consolidated.warnings)],
    }


def sample_table(sample: list[dict[str, Any]]) -> Table:
    """Return the kept sample as a table in the reader's language; columns that told nothing are left out."""
    told = [name for name in COLUMNS_SHOWN if any(claim[name] is not None for claim in sample)]
    columns = [Column(COLUMNS_SHOWN[name], 0 if name in ("age_from", "weight") else None) for name in told]
    rows = [[_worded(name, claim[name]) for name in told] for claim in sample]
    return Table(_("The first claims, as they were understood"), columns, rows)


def _worded(name: str, value: Any) -> Any:
    from confianza.analysis.vocabulary import mechanisms, sexes

    spanish_first = {"sex": sexes.LABELS, "mechanism": mechanisms.LABELS}.get(name, {}).get(value)
    if spanish_first is None:
        return value
    return spanish_first[0] if (get_language() or "es").startswith("es") else spanish_first[1]


def _first_problems(rejected: "pl.DataFrame") -> list[dict[str, Any]]:
    import polars as pl

    # Where no column is named the value is the whole row, names and all: that stays in the quarantine.
    value = pl.when(pl.col("column").fill_null("") != "").then("value")
    return rejected.head(FIRST_PROBLEMS).drop("record").with_columns(value.alias("value")).to_dicts()


def suggestion(file: "DeliveredFile") -> "Suggestion":
    """Return which layouts an unknown file may be of, and what is unsure."""
    from confianza.analysis.consolidate import suggestion as suggesting

    return suggesting.suggest(file)


def profiles() -> "list[Profile]":
    """Return every known layout."""
    from confianza.analysis.sources import catalogue

    return catalogue.everyone()


def profile(name: str) -> "Profile":
    """Return one layout; raises UnknownSource."""
    from confianza.analysis.sources import catalogue

    return catalogue.get(name)


def _bounds() -> tuple[float, float, float, float] | None:
    from confianza.web.territory import queries as territory

    return _bounds_of(territory.edition())


@lru_cache(maxsize=1)
def _bounds_of(edition: str) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of everything drawn; None where no boundary was imported."""
    import shapely

    from confianza.web.territory import queries as territory

    drawn = territory.territory().areas["wkb"].drop_nulls()
    if drawn.is_empty():
        return None
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(drawn.to_list()))
    return float(west), float(south), float(east), float(north)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
