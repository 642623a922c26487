"""An evaluation as tests have it: registered, computed on counts of theirs, criticised, published."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from confianza.web.evaluation.models import (
    Critique,
    Deviation,
    Evaluation,
    Objection,
    Publication,
    Registration,
    Result,
    State,
    Vintage,
)
from confianza.web.evaluation.queries import answering, publishing, telling
from confianza.web.territory.models import Area

AREAS = tuple(f"zone-{at}" for at in range(8))
QUARTERS = [f"{2020 + at // 4}-{1 + at % 4 * 3:02}-01" for at in range(24)]
BEGINS, LAST = date(2024, 1, 1), date(2025, 10, 1)
REGISTERED = (
    '{"area":"zone-0","begins_on":"2024-01-01","comparison":["zone-1","zone-2","zone-3","zone-4"],'
    '"direction":"fall","first_day":"2020-01-01","format":"confianza-registration/1","hypothesis":"Bajan",'
    '"last_day":"2025-12-31","method":"panel","outcome":"homicide","settings":[],"smallest_effect":""}'
)
NAMES = ("Ana Beltrán", "Beto Criticón", "Cora Contesta")


@dataclass(frozen=True)
class Asked:
    """How many a quarter before and with the programme, and which way speaks."""

    before: int = 24
    after: int = 20
    method: str = "panel"


def question(area: Area, **more: Any) -> Evaluation:
    """Return an evaluation that was registered, and nothing else."""
    told = {
        "title": "Luces en la calzada", "question": "¿Bajan los homicidios con las luces?",
        "programme": "Luces", "run_by": "Municipalidad", "area": area, "begins_on": BEGINS,
        "does": "luces", "hopes": "menos homicidios", "because": "se ve", "wrong_if": "no bajan",
        "why_here": "por sorteo", "chosen_high": "no", "indicator": "homicide", "source": "gt_pnc_victims",
        "step": "quarter", "treated": [AREAS[0]], "comparison": list(AREAS[1:]), "first_on": date(2020, 1, 1),
        "last_on": LAST, "method": "panel", "state": State.REGISTERED, "listed": True, "made_by": NAMES[0],
    } | more  # fmt: skip
    made = Evaluation.objects.create(**told)
    if made.listed:
        digest = hashlib.sha256(REGISTERED.encode()).hexdigest()
        Registration.objects.create(
            evaluation=made, content=REGISTERED, sha256=digest, timing="before", registered_by=NAMES[0],
            registered_on=date(2023, 12, 1),
        )  # fmt: skip
    return made


def published(area: Area, asked: Asked = Asked(), **more: Any) -> Evaluation:
    """Return one that was published, with an objection that stands and a departure."""
    made = question(area, state=State.PUBLISHED, **more)
    Deviation.objects.create(
        evaluation=made, field="last_day", registered="2026-12-31", done="2025-12-31",
        value={"value": "2025-12-31"}, reason="El programa terminó antes.", made_by=NAMES[0],
    )  # fmt: skip
    found = result(made, asked)
    Objection.objects.create(
        result=found, text="Hubo otra obra.", standing="stands", raised_by=NAMES[1], answer="Sí, hubo.",
        answered_by=NAMES[2], answered_at=timezone.now(), last_word="Entonces no se sabe.",
    )  # fmt: skip
    Critique.objects.create(
        evaluation=made, result=found, verdict="disagrees", words="No basta.", made_by=NAMES[1]
    )
    content = publishing.content(made, found, telling.telling(made, found))
    Publication.objects.create(evaluation=made, result=found, content=content, made_by=NAMES[2])
    return made


def result(made: Evaluation, asked: Asked) -> Result:
    """Return what was computed of one: eight areas, six years of quarters, the last two with it."""
    rows = [[float(asked.before + (3 * at + area) % 4) for at in range(24)] for area in range(len(AREAS))]
    rows[0] = rows[0][:16] + [float(asked.after + at % 2) for at in range(8)]
    series = {
        "areas": list(AREAS), "periods": QUARTERS, "counts": rows, "before": 16,
        "exposures": [[20000.0] * 24 for _ in AREAS],
    }  # fmt: skip
    design = {
        "method": asked.method, "last_day": "2025-12-31", "comparison": list(AREAS[1:]), "same_area": True,
        "chosen_high": "no", "registered": False, "deviations": 1,
    }  # fmt: skip
    content = answering.answer(series, design)
    assert "cannot" not in content, content
    vintage = Vintage.objects.create(
        evaluation=made, known_on=date(2026, 2, 1), series=series, sha256=answering.digest(series),
        deliveries=["a", "b"], frozen_by=NAMES[0],
    )  # fmt: skip
    return Result.objects.create(
        evaluation=made, vintage=vintage, design=design, content=content, sha256=answering.digest(content),
        computed_by=NAMES[0],
    )  # fmt: skip
