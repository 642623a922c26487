from datetime import date

import polars as pl
import pytest

from confianza.analysis.territory import placing
from confianza.analysis.vocabulary import claims
from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.territory import decisions, queries
from confianza.web.territory.actions import naming
from confianza.web.territory.models import NameDecision

pytestmark = pytest.mark.usefixtures("workspace", "valle")


def decide(by=COMMAND_LINE, **told):
    given = {
        "variant": "San José Rio", "level": "municipality", "within": "department-01",
        "area_id": "municipality-0102", "reason": "as the police write it",
        "decided_on": date(2026, 11, 3), **told,
    }  # fmt: skip
    return naming.confirm_name(by=by, **given)


def placed(**place):
    claim = pl.DataFrame([{**dict.fromkeys(claims.SCHEMA), "record": 1, **place}], schema=claims.SCHEMA)
    rows = placing.place(claim, queries.territory()).filter(pl.col("geography") == "administrative")
    return rows.select("area_id", "placed_by").row(0)


def test_a_confirmed_name_places_claims_from_then_on():
    place = {"department_name": "VALLE", "municipality_name": "SAN JOSE RIO"}
    assert placed(**place) == ("department-01", "name")
    decide()
    assert placed(**place) == ("municipality-0102", "variant")


def test_a_decision_stands_in_the_register_and_in_the_data_file_with_author_and_reason(person):
    ana = person(Role.ANALYST)
    decide(by=ana)
    row = NameDecision.objects.get()
    assert (row.variant, row.author, row.reason) == (
        "San José Rio",
        ana.display_name,
        "as the police write it",
    )
    [line] = decisions.read(decisions.file())
    assert line == decisions.Decision(
        "San José Rio", "municipality", "department-01", "municipality-0102", ana.display_name,
        "as the police write it", "2026-11-03",
    )  # fmt: skip
    assert Entry.objects.latest("id").action == "territory.confirm_name"


def test_a_later_decision_holds_and_the_file_keeps_both():
    decide()
    decide(area_id="municipality-0101", reason="a mistake")
    assert NameDecision.objects.get().area.stable_id == "municipality-0101"
    assert [line.reason for line in decisions.read(decisions.file())] == [
        "as the police write it",
        "a mistake",
    ]


def test_without_a_reason_or_with_an_unknown_area_nothing_is_decided():
    with pytest.raises(naming.DecisionRefused):
        decide(reason="  ")
    with pytest.raises(naming.DecisionRefused):
        decide(area_id="municipality-9999")
    assert not NameDecision.objects.exists()
    assert not decisions.file().exists()


def test_decisions_come_back_from_the_file_into_an_empty_register():
    decide()
    decide(variant="Otro País", within="", area_id="")
    NameDecision.objects.all().delete()
    assert naming.read_decisions(by=COMMAND_LINE) == 2
    assert {row.variant: row.area and row.area.stable_id for row in NameDecision.objects.all()} == {
        "San José Rio": "municipality-0102", "Otro País": None,
    }  # fmt: skip


def test_decisions_about_unknown_areas_wait_for_their_boundaries(tmp_path):
    file = tmp_path / "elsewhere.csv"
    file.write_text("variant,level,within,area,author,reason,date\nX,zone,,zone-77,Ana,because,2026-01-01\n")
    assert naming.read_decisions(by=COMMAND_LINE, file=file) == 0


def test_no_file_no_decisions():
    assert naming.read_decisions(by=COMMAND_LINE) == 0


PLACES = [
    ("Valle", "Valle Klaro", None, None, 7),
    ("Otro", "Lejos", None, None, 2),
    ("Valle", "Valle Claro", None, None, 9),
]


def test_names_nobody_knows_are_proposed_with_most_claims_first():
    found = queries.proposals(PLACES)
    assert [(one.name, one.count, one.best and one.best.area_id) for one in found] == [
        ("Valle Klaro", 7, "municipality-0101"), ("Otro", 2, None),
    ]  # fmt: skip


def test_what_was_decided_is_not_asked_again_even_if_it_is_none_of_ours():
    decide(variant="VALLE KLARO", area_id="municipality-0101")
    decide(variant="Otro", level="department", within="", area_id="")
    assert queries.proposals(PLACES) == []
