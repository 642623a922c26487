"""What came, what is wrong with it, what is late. Single records only where the name says so."""

from confianza.web.records.queries.custody import (
    Sight,
    area_for,
    area_of,
    areas_of,
    seen,
    sight,
    sight_of_records,
)
from confianza.web.records.queries.lateness import Late, late
from confianza.web.records.queries.pages import (
    first_rejected,
    offices,
    page,
    questions,
    rejected_csv,
    rejections,
    rows,
)
from confianza.web.records.queries.reading import consolidated, preview, profile, profiles, suggestion
from confianza.web.records.queries.received import (
    deliveries,
    delivery,
    layout,
    originals,
    rejected_records,
    shown_reasons,
    shown_warnings,
    speaks_for,
    summary,
    superseded_by,
)
from confianza.web.records.queries.uploads import open_uploads, stage_name, standing, unfinished, uploads
from confianza.web.records.sentences import of_problem as sentence

__all__ = [
    "Late",
    "Sight",
    "area_for",
    "area_of",
    "areas_of",
    "consolidated",
    "deliveries",
    "delivery",
    "first_rejected",
    "late",
    "layout",
    "offices",
    "open_uploads",
    "originals",
    "page",
    "preview",
    "profile",
    "profiles",
    "questions",
    "rejected_csv",
    "rejected_records",
    "rejections",
    "rows",
    "seen",
    "sentence",
    "shown_reasons",
    "shown_warnings",
    "sight",
    "sight_of_records",
    "speaks_for",
    "stage_name",
    "standing",
    "suggestion",
    "summary",
    "superseded_by",
    "unfinished",
    "uploads",
]
