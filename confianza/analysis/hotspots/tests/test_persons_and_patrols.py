"""Places are scored, persons never; and what patrols find stands apart from what citizens report."""

import ast
import inspect
import pkgutil
from datetime import date
from importlib import import_module

import numpy as np
import polars as pl
import pytest

from confianza.analysis.hotspots import forecasts, offence_words, origins, persons, points
from confianza.analysis.hotspots.asking import PointsRefused
from confianza.analysis.hotspots.forecasts import answering
from confianza.analysis.hotspots.forecasts.answering import Asked

PERSONAL = {
    "person",
    "persons",
    "name",
    "names",
    "victim",
    "suspect",
    "offender",
    "officer",
    "people",
    "identity",
}


def reports(cases=1_500, **more):
    random = np.random.default_rng(3)
    day = np.datetime64("2022-01-01") + np.sort(random.integers(0, 730, cases))
    return pl.DataFrame(
        {
            "x": random.normal(500_000, 600, cases),
            "y": random.normal(1_600_000, 600, cases),
            "date": day.astype(str),
            **more,
        }
    )


def ask(**more):
    return Asked("x", "y", "date", train_until=date(2023, 6, 30), test_until=date(2023, 12, 31), **more)


def codes(answer):
    return {note.code for note in answer.notes}


def test_no_function_of_forecasting_takes_anything_that_tells_of_a_person():
    for found in pkgutil.iter_modules(forecasts.__path__):
        module = import_module(f"{forecasts.__name__}.{found.name}")
        if found.name == "tests":
            continue
        tree = ast.parse(inspect.getsource(module))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                arguments = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
                assert not arguments & PERSONAL, f"{found.name}.{node.name} takes {arguments & PERSONAL}"
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                assert node.target.id not in PERSONAL, f"{found.name} has a field {node.target.id}"


@pytest.mark.parametrize(
    "column", ["nombre", "DPI", "Nombre de la víctima", "suspect_id", "Apellidos", "CURP"]
)
def test_columns_of_persons_are_not_read_and_that_is_said(column):
    answer = answering.of_table(reports(**{column: ["Fulana"] * 1_500}), ask())
    assert "persons_ignored" in codes(answer)


@pytest.mark.parametrize("column", ["id", "offence", "date", "hour", "colonia", "victims", "number"])
def test_other_columns_are_not_taken_for_persons(column):
    assert persons.columns([column]) == ()


@pytest.mark.parametrize("field", ["x", "day", "offence", "origin"])
def test_whoever_asks_to_read_a_person_is_refused(field):
    table = reports(nombre=["Fulana"] * 1_500)
    asked = {"x": "x", "y": "y", "day": "date"} | {field: "nombre"}
    with pytest.raises(PointsRefused, match="never persons"):
        answering.of_table(table, Asked(**asked))


def test_the_same_table_without_its_persons_gives_the_same_forecast():
    table = reports()
    named = table.with_columns(pl.Series("nombre", [f"P{n % 7}" for n in range(1_500)]))
    one, other = answering.of_table(table, ask()), answering.of_table(named, ask())
    for method, maps in one.whole.comparison.maps.items():
        assert np.array_equal(maps, other.whole.comparison.maps[method])


@pytest.mark.parametrize(
    ("word", "find"),
    [("Patrullaje", True), ("flagrancia", True), ("Denuncia ciudadana", False), ("Llamada 911", False),
     ("sí", True), ("denuncia a la patrulla", False), ("", False), ("0", False), ("true", True)],
)  # fmt: skip
def test_a_find_is_told_from_a_report_by_its_words(word, find):
    assert origins.found_by_patrols(pl.Series([word])).tolist() == [find]


def test_finds_of_patrols_stand_apart():
    origin = ["patrulla" if n % 3 == 0 else "denuncia" for n in range(1_500)]
    apart = answering.of_table(reports(origen=origin), ask(origin="origen"))
    only_reports = answering.of_table(reports().filter(pl.Series(origin) == "denuncia"), ask())
    assert "patrols_apart" in codes(apart)
    assert apart.whole.learnt == only_reports.whole.learnt
    together = answering.of_table(reports(origen=origin), ask(origin="origen", with_finds=True))
    assert "with_patrol_finds" in codes(together)
    assert together.whole.learnt > apart.whole.learnt


def test_a_map_of_finds_alone_is_refused_and_one_of_what_patrols_find_says_so():
    with pytest.raises(PointsRefused, match="sends patrols where they already were"):
        answering.of_table(reports(origen=["patrulla"] * 1_500), ask(origin="origen"))
    drugs = answering.of_table(reports(delito=["NARCOMENUDEO POSESION SIMPLE"] * 1_500), ask())
    assert "feeds_on_patrols" in codes(drugs)
    burglary = answering.of_table(reports(delito=["ROBO A CASA HABITACION"] * 1_500), ask())
    assert "feeds_on_patrols" not in codes(burglary)


def test_an_offence_is_found_by_its_words_its_class_or_an_indicator():
    labels = pl.Series("delito", ["Homicidio doloso", "ROBO A TRANSEUNTE CON VIOLENCIA", "Extorsión", None])
    assert offence_words.chosen(labels, "homicidio doloso").tolist() == [True, False, False, False]
    assert offence_words.chosen(labels, "extortion").tolist() == [False, False, True, False]
    assert offence_words.chosen(labels, "0401").tolist() == [False, True, False, False]
    with pytest.raises(PointsRefused, match="No case is of “piracy”"):
        offence_words.chosen(labels, "piracy")


def test_few_words_are_groups_of_their_own_and_many_are_grouped_by_meaning():
    few = pl.Series(["Robo", "Hurto"])
    assert offence_words.groups(few).to_list() == ["Robo", "Hurto"]
    many = pl.Series([f"Homicidio {n}" for n in range(30)] + ["palabra desconocida"])
    assert set(offence_words.groups(many).to_list()) == {"homicide", offence_words.OTHER}


def test_a_column_makes_a_forecast_for_each_group_that_is_large_enough():
    kinds = ["Robo" if n % 2 else "Hurto" for n in range(1_495)] + ["Plagio"] * 5
    answer = answering.of_table(reports(delito=kinds), ask(offence="delito"))
    assert {group.offence for group in answer.groups} == {"Robo", "Hurto"}
    assert "few_cases" in codes(answer)
    one = answering.of_table(reports(delito=kinds), ask(offence="Robo"))
    assert one.whole.learnt == next(g for g in answer.groups if g.offence == "Robo").learnt


def test_the_next_map_names_cells_and_where_they_are():
    table = reports().with_columns(pl.col("x") / 1e5 - 95.5, pl.col("y") / 1e5)
    answer = answering.of_table(table, Asked("x", "y", "date", crs="EPSG:4326"))
    cells = answering.next_map(answer, answer.whole, 0.05)
    assert [cell["rank"] for cell in cells] == list(range(1, len(cells) + 1))
    expected = [cell["expected"] for cell in cells]
    assert expected == sorted(expected, reverse=True)
    assert answer.periods.history + answer.whole.comparison.scored + 2 == len(answer.periods.edges)
    assert abs(cells[0]["longitude"] + 90.5) < 0.2


def test_layers_are_laid_on_the_cells_of_the_cases_and_one_elsewhere_is_said():
    bars = pl.DataFrame({"x": [500_100.0, 499_800.0], "y": [1_600_100.0, 1_599_900.0]})
    answer = answering.of_table(reports(), ask(), layers={"bars": bars})
    assert [m.method for m in answer.whole.comparison.methods].count("risk_terrain") == 1
    assert "no_layers" not in codes(answer)
    with pytest.raises(PointsRefused, match="“far”"):
        answering.of_table(reports(), ask(), layers={"far": bars.with_columns(pl.col("x") + 1e6)})


def test_weeks_are_kept_aside_where_nobody_says_how_many():
    answer = answering.of_table(reports(), Asked("x", "y", "date", step="week"))
    assert answer.whole.comparison.scored == answering.SCORED
    with pytest.raises(PointsRefused, match="degrees or metres|no column"):
        points.of_table(reports(), x="nada", y="y")


def test_a_column_of_another_name_is_found_by_the_words_in_it():
    frame = pl.DataFrame({"x": ["1", "2"], "hecho": ["Robo", "Hurto"], "nota": ["a", "b"]})
    assert offence_words.column_of(frame, "hurto") == "hecho"
    with pytest.raises(PointsRefused, match="Which column holds the offence"):
        offence_words.column_of(frame, "plagio")
    with pytest.raises(PointsRefused, match="Which column holds the offence"):
        offence_words.column_of(frame, "hurto", "otra")
