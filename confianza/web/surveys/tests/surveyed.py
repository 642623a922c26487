"""A small town that was surveyed twice, in the same segments: three neighbourhoods of many answers, one of
few, and one in which nobody could be interviewed.

Trust rises by about two; nothing else changes.
"""

from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import polars as pl

from confianza.analysis.surveys import design as designs
from confianza.analysis.surveys.columns import Table
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.models import Form
from confianza.web.surveys.models import (
    Cluster,
    Item,
    Measure,
    Mode,
    Sampled,
    Stratum,
    Survey,
    Wave,
    Weighting,
)
from confianza.web.surveys.queries import interviews, results
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Generation

# Segments, and interviews in each.
PLACES = {"Centro": (6, 7), "Carmen": (6, 7), "San José": (6, 7), "Loma": (2, 4), "Mirador": (1, 0)}
FIRST = date(2026, 3, 2)
HALF_A_YEAR = timedelta(days=182)


def town(code="2399"):
    """Return a municipality and its neighbourhoods, by name."""
    whole = Area.objects.create(
        stable_id=f"municipality-{code}", geography="administrative", level="municipality", code=code
    )
    Generation.objects.create(area=whole, name="Encuestada", valid_from="2001-01-01", origin="test")
    places = {}
    for number, name in enumerate(PLACES):
        place = Area.objects.create(
            stable_id=f"locality-{code}{number}", geography="administrative", level="locality",
            code=f"{code}{number}",
        )  # fmt: skip
        Generation.objects.create(
            area=place, parent=whole, name=name, valid_from="2001-01-01", origin="test", wkb=_square(number)
        )
        places[name] = place
    containments.rebuild(by=COMMAND_LINE)
    return whole, places


def survey(code="2399", *, places=PLACES, waves=2, seed=5):
    """Return the survey of a town with its waves, interviewed and weighed."""
    area, found = town(code)
    form = Form.objects.create(form_id=f"encuesta-{code}", title="Encuesta", area=area)
    made = Survey.objects.create(
        title="Percepción en Encuestada", area=area, population="Personas de 18 años o más", form=form,
        missing=["ns"], made_by="Ana",
    )  # fmt: skip
    clusters = _clusters(made, found, places)
    items = [*_items(made)]
    town_ = SimpleNamespace(area=area, survey=made, clusters=clusters, items=items, waves=[], frames={})
    for number in range(1, waves + 1):
        wave(town_, number, trust=3.0 + 2 * number, seed=seed + number)
    return town_


def wave(told, number, *, trust, seed, mode=Mode.FACE_TO_FACE, items=None, same=True):
    """Interview a wave and weigh it by the draw alone. What was answered is kept in memory."""
    begins = FIRST + (number - 1) * HALF_A_YEAR
    made = Wave.objects.create(
        survey=told.survey, number=number, mode=mode, begins_on=begins, ends_on=begins + timedelta(days=20),
        same_clusters_as=told.waves[-1] if told.waves and same else None, made_by="Ana",
    )  # fmt: skip
    made.items.set(items or told.items)
    for place, (cluster, count) in enumerate(told.clusters):
        Sampled.objects.create(wave=made, cluster=cluster, chance=0.2, place=place, interviews=count)
    draw = np.random.default_rng(seed)
    told.frames[number] = pl.DataFrame(
        [
            _answers(cluster, dwelling, trust, draw)
            for cluster, count in told.clusters
            for dwelling in range(count)
        ]
    )
    told.waves.append(made)
    Weighting.objects.create(wave=made, sha256="0" * 64, made_by="Ana")
    return made


def weigh(told, made, factor=lambda cluster: 1.0):
    """Weigh a wave anew: `factor` of a cluster's code changes the weights of the draw."""
    own = told.frames[made.number]
    changed = own["_cluster"].map_elements(factor, return_dtype=pl.Float64) * own["_base"]
    told.frames[made.number] = own.with_columns(_weight=changed)
    return Weighting.objects.create(wave=made, sha256="0" * 64, made_by="Ana")


def hear(told):
    """Return the waves of a town as `results.hear` does of what was sent in."""
    return tuple(heard(told, made) for made in told.waves)


def heard(told, made):
    """Return a wave of a town as it was heard."""
    frame = told.frames[made.number]
    found = interviews.Interviews(
        wave=made,
        table=Table(frame, frozenset({"ns"})),
        design=designs.of(
            frame["_weight"].to_list(), strata=frame["_stratum"].to_list(),
            clusters=[frame["_cluster"].to_list()], lonely="adjust",
        ),
        weighting=made.weightings.first(),
        areas=interviews.areas(made),
        left_out=(),
        questions=(),
    )  # fmt: skip
    return results.Heard(made, found, found.design, {"I": frame.height, "R": 30, "NC": 12})


def _answers(cluster, dwelling, trust, draw):
    victim = draw.random() < 0.4
    return {
        "instance_id": f"uuid:{cluster.code}-{dwelling}",
        "_stratum": cluster.stratum.name,
        "_cluster": cluster.code,
        "_area": cluster.area.stable_id,
        "_base": 40 / 7 * 5,
        "_weight": 40 / 7 * 5,
        "confianza": int(np.clip(round(draw.normal(trust, 1.5)), 0, 10)),
        "victima": "si" if victim else "no",
        "denuncio": ("si" if draw.random() < 0.5 else "no") if victim else "",
    }


def _clusters(made, found, places):
    strata = [Stratum.objects.create(survey=made, name=name, population=4000) for name in ("Este", "Oeste")]
    clusters = []
    for name, (segments, count) in places.items():
        for number in range(segments):
            cluster = Cluster.objects.create(
                stratum=strata[number % 2], code=f"{name[:2].upper()}-{number}", size=40, area=found[name]
            )
            clusters.append((cluster, count))
    return clusters


def _items(made):
    yield Item.objects.create(
        survey=made, column="confianza", place=0, measure=Measure.MEAN, lowest=0, highest=10,
        name={"es": "Confianza en la policía", "en": "Trust in the police"},
        wording={"es": "¿Cuánto confía en la policía, de 0 a 10?", "en": "How much do you trust the police?"},
        higher_is_better=True, source="ESS trstplc",
    )  # fmt: skip
    for place, (column, name) in enumerate((("victima", "Victims"), ("denuncio", "Reported")), 1):
        yield Item.objects.create(
            survey=made, column=column, place=place, measure=Measure.SHARE, answers=["si"],
            name={"es": {"victima": "Víctimas", "denuncio": "Denunciaron"}[column], "en": name},
            wording={"es": "¿…?", "en": "…?"}, higher_is_better=column == "denuncio",
        )  # fmt: skip


def _square(number):
    import shapely

    west = -90.5 + 0.01 * number
    return shapely.to_wkb(shapely.box(west, 14.6, west + 0.01, 14.61))
