"""Two towns whose police and morgue told of the same three victims each, linked by hand, without a model.

In every town one pair is sure, one waits for people, and one waits although a hard fact speaks against it.
"""

from typing import Any

import polars as pl
from django.utils import timezone

from confianza.analysis.consolidate.delivery import DeliveredFile
from confianza.analysis.link import cases
from confianza.analysis.link.linkage import Linkage
from confianza.analysis.vocabulary.identities import PERSONAL
from confianza.store import linkable, linkages
from confianza.web.records.actions import deliveries
from confianza.web.records.queries import linkage as queries
from confianza.web.records.queries import received

BEFORE_THE_NAMES = "id_registro;fecha_hecho;sexo;edad;cod_depto;cod_mupio;mecanismo;delito_nacional;iccs"
HEADER = f"{BEFORE_THE_NAMES};primer_nombre;apellido1"
# Number in both files: surname, police's day and age, morgue's day, age and sex, probability.
VICTIMS = {
    1: ("Arcoíris", 5, 23, 9, 29, "H", 0.999),
    2: ("Luciérnaga", 11, 35, 12, 39, "H", 0.8),
    3: ("Ventisquero", 19, 20, 19, 52, "M", 0.6),
}
SURE = 0.95
MODEL: dict[str, Any] = {
    "profile": "victims",
    "prior": 0.01,
    "comparisons": {
        "surnames": {
            "levels": [
                {
                    "level": 1,
                    "label": "the same surnames",
                    "m": 0.9,
                    "u": 0.01,
                    "bits": 6.5,
                    "origin": "trained",
                },
                {"level": 0, "label": "anything else", "m": 0.1, "u": 0.99, "bits": -3.3, "origin": "prior"},
            ]
        },
        "sex": {
            "levels": [
                {"level": 1, "label": "the same", "m": 0.98, "u": 0.7, "bits": 0.5, "origin": "trained"},
                {
                    "level": 0,
                    "label": "anything else",
                    "m": 0.02,
                    "u": 0.3,
                    "bits": -3.9,
                    "origin": "trained",
                },
            ]
        },
        "alias": {"levels": [{"level": 0, "label": "anything else", "m": 0.5, "u": 0.9, "bits": -0.8}]},
    },
}


def tell(town: str, *, by: Any, area: Any = None, year: int = 2024) -> list[str]:
    """Have police and morgue of a town (code of its municipality) deliver; return the deliveries."""
    files = {"Policía": _rows(town, year, morgue=False), "Morgue": _rows(town, year, morgue=True)}
    return [
        deliveries.receive_delivery(
            files=[DeliveredFile(f"{town}-{office}.csv", "\n".join([HEADER, *rows]).encode())],
            source="canonical_es", office=f"{office} {town}", area=area, by=by,
        ).id
        for office, rows in files.items()
    ]  # fmt: skip


def _rows(town: str, year: int, *, morgue: bool) -> list[str]:
    return [
        f"{town}{year}-{number};{day if not morgue else other_day:02}/03/{year};{sex if morgue else 'H'};"
        f"{other_age if morgue else age};{int(town[:-2])};{int(town)};arma de fuego;Homicidio;0101;"
        f"Filiberta;{surname}"
        for number, (surname, day, age, other_day, other_age, sex, _) in VICTIMS.items()
    ]


def link(*, one_event: bool = False) -> str:
    """Link everything that was delivered by the numbers in the files, keep it, and return its id.

    Each victim has an event of its own, or all have one and the same.
    """
    records = queries.records_to_link()
    pairs = _pairs(records)
    sure = {row["record_b"]: row["record_a"] for row in pairs.to_dicts() if row["probability"] >= SURE}
    whose = [sure.get(record, record) for record in records["record"]]
    victims = pl.DataFrame({"record": records["record"], "victim": whose})
    event = pl.col("victim").min() if one_event else pl.col("victim")
    events = victims.select("victim").unique().with_columns(event=event)
    linkage = Linkage(
        pairs, victims, events, pairs.filter(pl.col("probability") < SURE), MODEL, "0" * 64, 0.5, SURE
    )
    nameless = records.drop(list(PERSONAL))
    consolidated = cases.consolidate(
        nameless, victims, events, outcomes=queries.outcomes_frame(), settled=queries.settled_frame()
    )
    placed = nameless.select(linkable.OF_A_RECORD)
    return linkages.keep(received.layout(), linkage, placed, consolidated, as_of=None, made_at=timezone.now())


def waiting_in(town: str) -> list[tuple[str, str]]:
    """Return the pairs of a town that wait for people, the likelier first."""
    linkage = queries.latest_linkage()
    whose = dict(linkage.records().select("record", "office").iter_rows())
    review = linkage.review().sort("probability", descending=True)
    return [(a, b) for a, b in review.select("record_a", "record_b").iter_rows() if town in whose[a]]


def cases_in(town: str) -> list[str]:
    """Return the cases of a town that police or morgue told of, the one they disagree on first."""
    linkage = queries.latest_linkage()
    there = linkage.records().filter(pl.col("office").str.contains(town))["victim"].implode()
    cases = linkage.cases().filter(pl.col("case").is_in(there)).sort("disagreements", "case", descending=True)
    return cases["case"].to_list()


def _pairs(records: pl.DataFrame) -> pl.DataFrame:
    numbered: dict[str, list[str]] = {}
    for record, number in records.select("record", "source_record_id").iter_rows():
        numbered.setdefault(number, []).append(record)
    rows = [
        _pair(sorted(both), int(number.rpartition("-")[2]))
        for number, both in numbered.items()
        if len(both) == 2
    ]
    return pl.DataFrame(rows, schema=SCHEMA).sort("record_a")


def _pair(both: list[str], number: int) -> dict[str, Any]:
    probability = VICTIMS[number][-1]
    same_sex = VICTIMS[number][5] == "H"
    return {
        "record_a": both[0], "record_b": both[1], "probability": probability, "weight": 7.0 - number,
        "contradiction": "" if same_sex else "other_sex_and_age", "decided": "",
        "level_surnames": 1, "bits_surnames": 6.5,
        "level_sex": int(same_sex), "bits_sex": 0.5 if same_sex else -3.9,
        "level_alias": -1, "bits_alias": 0.0,
    }  # fmt: skip


SCHEMA = {
    "record_a": pl.String, "record_b": pl.String, "probability": pl.Float64, "weight": pl.Float64,
    "contradiction": pl.String, "decided": pl.String,
    "level_surnames": pl.Int8, "bits_surnames": pl.Float64, "level_sex": pl.Int8, "bits_sex": pl.Float64,
    "level_alias": pl.Int8, "bits_alias": pl.Float64,
}  # fmt: skip
