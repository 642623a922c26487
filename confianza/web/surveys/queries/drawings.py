"""A wave's draw as it is committed to: from the frame and the plan, by `lib.draws`."""

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import QuerySet

from confianza.analysis.surveys import drawing
from confianza.web.lib.draw_plans import Candidate, Plan
from confianza.web.surveys.models import Draw, Wave
from confianza.web.surveys.queries import samples


def plan_of(wave: Wave, *, announced: str, committed_at: datetime) -> Plan:
    """Return what is fixed before the draw of a wave. Raises DrawRefused."""
    wish, counts = wave.plan["wish"], dict(wave.plan["promise"]["by_stratum"])
    by_size = wish["method"] == "by_size"
    clusters = list(samples.clusters(wave.survey).order_by("stratum__name", "code"))
    there_are: dict[str, int] = {}
    for each in clusters:
        there_are[each.stratum.name] = there_are.get(each.stratum.name, 0) + 1
    return Plan(
        purpose=f"{wave.survey.title}, {wave.number}",
        candidates=tuple(
            Candidate(each.code, each.stratum.name, each.size if by_size else 1) for each in clusters
        ),
        counts=counts,
        announced=announced,
        committed_at=committed_at.isoformat(timespec="minutes"),
        method=wish["method"],
        replacements={
            name: min(ceil(count * wish["replacements"]), there_are[name] - count)
            for name, count in counts.items()
        },
    )


def chances(record: Mapping[str, Any]) -> dict[str, float]:
    """Return the chance that every cluster of a record had, by its code: its size against its stratum's."""
    found: dict[str, float] = {}
    for stratum, count in record["counts"].items():
        sizes = {each["name"]: float(each["size"]) for each in record["list"] if each["stratum"] == stratum}
        if record["method"] == "by_size":
            found |= drawing.chances(sizes, count)
        else:
            found |= dict.fromkeys(sizes, count / len(sizes))
    return found


def public() -> QuerySet[Draw]:
    """Return the draws whose record anybody may see."""
    return Draw.objects.public()


def of_wave(wave: Wave) -> Draw | None:
    """Return the draw of a wave, None where nothing was committed to yet."""
    return Draw.objects.filter(wave=wave).first()
