"""The only door to the public: results as they were published, after their protection; never an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from confianza.web.surveys import pages, printing, result_tables, telling
from confianza.web.surveys.models import Publication

# The words of a licence under which whoever likes may use the figures.
LICENCE = "CC BY 4.0"


@dataclass(frozen=True)
class PublishedResults:
    """The results of a wave as they were published. `replaced_by`: the publication that took over, None for
    the one that stands; `reason`: why it took over from an earlier one.
    """

    id: int
    wave_id: int
    made_at: datetime
    reason: str
    replaced_by: int | None
    told: telling.Survey

    def page(self) -> pages.Page:
        """Return what stands on a page of these results."""
        return pages.Page(self.told)

    def rows(self) -> list[list[Any]]:
        """Return every figure as plain values, the heading first."""
        return list(result_tables.file_rows(self.told))

    def data(self) -> dict[str, Any]:
        """Return everything that was published, as JSON takes it."""
        about = {"publication": self.id, "published_at": self.made_at.isoformat(), "licence": LICENCE}
        return about | {"replaced_by": self.replaced_by, "reason": self.reason, **telling.plain(self.told)}

    def sheet(self) -> bytes:
        """Return the printable sheet (PDF) in the reader's language."""
        return printing.pdf(pages.Page(self.told).paper())


def surveys() -> list[PublishedResults]:
    """Return what is published now, the wave that was asked last first."""
    seen, found = set[int](), []
    for row in Publication.objects.order_by("-made_at", "-pk"):
        if row.wave_id not in seen:
            seen.add(row.wave_id)
            found.append(_opened(row, None))
    return sorted(found, key=lambda each: (each.told.begins_on, each.id), reverse=True)


def results(publication: int) -> PublishedResults | None:
    """Return one publication, also one that was replaced; None where there is none."""
    # In an order of its own: by their waves, who is nobody would find none; waves are not everybody's.
    row = Publication.objects.filter(pk=publication).order_by("pk").first()
    if row is None:
        return None
    latest = Publication.objects.filter(wave_id=row.wave_id).order_by("-made_at", "-pk").first()
    return _opened(row, latest.pk if latest and latest.pk != row.pk else None)


def latest_of_area(stable_id: str) -> PublishedResults | None:
    """Return the last wave published of a place."""
    return next((each for each in surveys() if each.told.area == stable_id), None)


def everything() -> Sequence[tuple[int, datetime]]:
    """Return every publication and when it was made, the newest first."""
    return list(Publication.objects.order_by("-made_at", "-pk").values_list("pk", "made_at"))


def _opened(row: Publication, replaced_by: int | None) -> PublishedResults:
    told = telling.read(row.content["told"])
    return PublishedResults(row.pk, row.wave_id, row.made_at, row.reason, replaced_by, told)
