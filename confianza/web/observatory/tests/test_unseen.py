"""The page of the unseen, on linkages whose overlaps are known."""

from datetime import UTC, date, datetime
from itertools import compress, product

import polars as pl
import pytest

from confianza.analysis.link.linkage import Linkage
from confianza.store import linkages
from confianza.web.accounts.models import Role
from confianza.web.observatory.queries import ground, unseen
from confianza.web.observatory.queries.horizon import Horizon
from confianza.web.observatory.tests.test_views import in_english, text

ADDRESS = "/observatorio/sin-ver/"
OFFICES = {
    "police": ("gt_pnc_victims", "Comisaría 71"),
    "coroner": ("gt_inacif_necropsies", "Morgue"),
    "health": ("canonical_es", "Hospital Central"),
}
ALL_SEE = Horizon(everywhere=True)


def keep(seen, *, town="0101", series="homicide;violent_death", months=12):
    """Keep a linkage: `seen` says how many victims each set of kinds knows, spread over 2025."""
    cases, records = [], []
    for kinds, number in seen.items():
        for _victim in range(number):
            victim = f"{len(cases):06}"
            on = date(2025, 1 + len(cases) % months, 5)
            cases.append((victim, victim, "reported", series, on, None, town[:2], town))
            records += [(f"{victim}-{kind}", victim, *OFFICES[kind]) for kind in kinds]
    told = pl.DataFrame(records, schema=["record", "victim", "source", "office"], orient="row")
    columns = [
        "case",
        "event",
        "status",
        "series",
        "occurred_on",
        "died_on",
        "department_code",
        "municipality_code",
    ]
    frame = pl.DataFrame(cases, schema=columns, orient="row", schema_overrides={"died_on": pl.Date})
    nothing = pl.DataFrame(schema={"record_a": pl.String, "record_b": pl.String})
    linkage = Linkage(
        pairs=nothing,
        victims=told.select("record", "victim"),
        events=frame.select(victim="case", event="event"),
        review=nothing,
        model={},
        model_hash="0",
        low=0.5,
        high=0.95,
    )
    stands = told.select(
        "record", "source", "office", delivery=pl.lit("1"), number=pl.lit(1), series=pl.lit("")
    )
    return linkages.keep(
        ground.layout(), linkage, stands, frame, as_of=None, made_at=datetime(2026, 1, 3, tzinfo=UTC)
    )


SETS = [tuple(compress(OFFICES, which)) for which in product((1, 0), repeat=3)][:-1]
# Three lists that each know half of 400, independently of one another: 50 of each set, 50 on none.
INDEPENDENT = dict.fromkeys(SETS, 50)


@pytest.fixture
def linked(deliveries):
    return keep(INDEPENDENT)


def asked(**choices):
    return unseen.unseen(unseen.Asked(**choices), ALL_SEE)


def test_before_anything_is_linked_the_page_says_what_is_needed(ana_the_analyst, deliveries):
    assert "Todavía no se ha enlazado nada" in text(ana_the_analyst.get(ADDRESS))


def test_lists_are_kinds_of_sources_and_the_truth_lies_in_the_range(linked):
    found = asked()
    assert found.told.histories.lists == ("police", "coroner", "health")
    assert found.told.observed == 350
    low, high = found.told.range
    assert low < 400 < high


def test_a_mayor_reads_it_in_a_sentence(gloria_the_mayor, linked):
    page = text(gloria_the_mayor.get(ADDRESS))
    assert "Muertes violentas, Encinos, enero a diciembre de 2025" in page
    assert "al menos una fuente entre policía, médico forense y salud conoce a 350 víctimas." in page
    assert "Con las que ninguna vio, hubo entre" in page
    assert "De cada 100 víctimas, a todas las fuentes juntas les faltaron entre" in page
    assert "enlace del 3 de enero de 2026" in page


def test_it_says_the_same_in_english(ana_the_analyst, linked):
    page = text(in_english(ana_the_analyst).get(ADDRESS))
    assert "at least one of police, coroner and health services knows 350 victims." in page
    assert "Average of all" in page


def test_it_says_why_it_says_nothing(ana_the_analyst, deliveries):
    keep({("police",): 40, ("coroner",): 30, ("health",): 20, ("police", "coroner"): 6})
    page = text(ana_the_analyst.get(ADDRESS))
    assert "No se puede decir cuántas no vio ninguna" in page
    assert "La lista «salud» no comparte a nadie con otra" in page
    assert "hubo entre" not in page


def test_two_kinds_of_sources_are_not_enough(ana_the_analyst, deliveries):
    keep({("police",): 40, ("health",): 30, ("police", "health"): 20})
    assert "Hay solo dos listas" in text(ana_the_analyst.get(ADDRESS))


def test_one_kind_of_source_says_nothing(ana_the_analyst, deliveries):
    keep({("police",): 40})
    assert "Hay una sola lista" in text(ana_the_analyst.get(ADDRESS))


def test_only_the_chosen_area_months_and_series_are_counted(deliveries):
    keep(INDEPENDENT)
    assert asked(area="municipality-0101").told.observed == 350
    assert asked(area="municipality-0102", first=date(2025, 1, 1)).told.observed == 0
    assert asked(area="department-01").told.observed == 350
    half = asked(first=date(2025, 1, 1), last=date(2025, 6, 1))
    assert half.told.observed == 176
    assert (half.asked.first, half.asked.last) == (date(2025, 1, 1), date(2025, 6, 1))


def test_a_series_that_leaves_them_out_counts_nobody(deliveries):
    keep(INDEPENDENT, series="violent_death")
    assert asked(series="violent_death").told.observed == 350
    assert asked(series="homicide").told.observed == 0


def test_a_place_with_nobody_is_told_so(ana_the_analyst, linked):
    page = text(ana_the_analyst.get(ADDRESS, {"area": "municipality-0102"}))
    assert "No se puede decir cuántas no vio ninguna" in page


@pytest.mark.parametrize("area", ["zone-0101-1", "municipality-9999", "substation-S1"])
def test_smaller_areas_and_those_that_are_not_are_equally_missing(ana_the_analyst, linked, area):
    assert ana_the_analyst.get(ADDRESS, {"area": area}).status_code == 404


@pytest.mark.parametrize(
    "choice", [{"from": "2025-99"}, {"series": "theft"}, {"from": "2025-05", "to": "2025-01"}]
)
def test_choices_that_mean_nothing_are_told(ana_the_analyst, linked, choice):
    page = text(ana_the_analyst.get(ADDRESS, choice))
    assert "error" in page


def test_nothing_before_all_sources_speak_is_compared(deliveries):
    seen = {("police", "coroner", "health"): 60, ("police", "coroner"): 40, ("health",): 12, ("coroner",): 9}
    keep(seen)
    found = asked()
    assert (found.asked.first, found.asked.last) == (date(2025, 1, 1), date(2025, 12, 1))
    assert list(found.left_out) == []


def test_a_beat_officer_reads_aggregates_and_a_tip_operator_nothing(signed_in, linked):
    assert signed_in(Role.BEAT_OFFICER).get(ADDRESS).status_code == 200
    assert signed_in(Role.TIP_OPERATOR).get(ADDRESS).status_code == 404
