"""The verbs of crime analysis on the facts of a workspace, as on a plain table."""

from datetime import date, timedelta

import numpy as np
import pytest

from confianza.web.observatory.tests import encinos

HEADER = "id_registro;fecha_hecho;hora_hecho;sexo;edad;cod_depto;cod_mupio;lat;lon;precision_geo;iccs"
# A crowded place in zone 2, where half of the assaults of the last year happen.
CROWDED = (-91.507, 14.503)
BLOCK = 0.02
SOURCE = "canonical_es"


def rows_of(first, days, iccs="02011", seed=1):
    """One assault a day, half of them at one place, the others somewhere in a town of 2 km."""
    random = np.random.default_rng(seed)
    rows = []
    for n in range(days):
        somewhere = np.array(CROWDED) + random.uniform(-BLOCK / 2, BLOCK / 2, 2)
        east, north = (*CROWDED,) if n % 2 else somewhere
        on = first + timedelta(days=n)
        place = f"{north:.5f};{east:.5f};punto" if n % 10 else ";;"
        rows.append(f"A{seed}-{n};{on:%d/%m/%Y};{n % 24}:30;H;30;1;101;{place};{iccs}".replace(".", ","))
    return rows


@pytest.fixture
def town(confianza, tmp_path):
    """Encinos with its zones, and two years of assaults; a month of what is put on no map."""
    (tmp_path / "encinos.geojson").write_bytes(encinos.boundaries().content)
    assert confianza("territory", "import", tmp_path / "encinos.geojson").exit_code == 0
    rows = [HEADER, *rows_of(date(2024, 1, 1), 731), *rows_of(date(2025, 1, 1), 31, "0301", seed=2)]
    (tmp_path / "lesiones.csv").write_text("\n".join(rows))
    brought = confianza("ingest", tmp_path / "lesiones.csv", "--source", SOURCE)
    assert brought.exit_code == 0, brought.output


def test_every_verb_of_analysis_works_on_the_workspace(town, told, confianza):
    spots = told("hotspots", "--offence", "assault", "--area", "Encinos", "--cell", "500")
    assert spots["of"] == {
        "offence": "assault",
        "area": "Encinos",
        "source": SOURCE,
        "from": "2025-01-01",
        "until": "2025-12-31",
    }
    assert spots["events"] == 328
    assert spots["found"] > 0
    assert any("37 facts tell no place" in note for note in spots["notes"])

    again = told("near-repeat", "--offence", "assault", "--from", "2025-06-01", "--to", "2025-12-31")
    assert (again["of"]["from"], again["events"]) == ("2025-06-01", 192)
    assert len(again["observed"]) == 5

    series = told("trend", "--offence", "assault")
    assert [row["count"] for row in series["series"][:3]] == [31, 29, 31]
    assert len(series["series"]) == 24
    assert sum(series["wheel"]["by_hour"]) == pytest.approx(731)
    assert (series["of"]["from"], series["of"]["until"]) == ("2024-01-01", "2025-12-31")

    ahead = told("forecast", "--offence", "assault", "--train-until", "2025-06-30", "--cell", "500")
    assert ahead["periods"] == [f"2025-{month:02}-01" for month in range(7, 13)]
    assert ahead["next"]["from"] == "2026-01-01"
    best = ahead["next"]["cells"][0]
    assert (best["longitude"], best["latitude"]) == pytest.approx(CROWDED, abs=0.005)

    said = confianza("hotspots", "--offence", "assault", "--method", "chains")
    assert "Assaults in Encinos from 2025-01-01 to 2025-12-31, told by canonical_es." in said.stdout


def test_streets_count_the_facts_of_the_workspace(town, told, tmp_path):
    (tmp_path / "calle.geojson").write_text(
        '{"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": '
        "[[-91.508, 14.503], [-91.506, 14.503]]}}"
    )
    assert told("hotspots", "--streets", tmp_path / "calle.geojson")["on_streets"] >= 140


@pytest.mark.parametrize(
    ("words", "says", "exit_code"),
    [
        (("--offence", "sexual_violence"), "may stand on no map; there are: assault", 2),
        (("--offence", "robbery"), "told by nobody", 2),
        (("--offence", "piratería marítima"), "piratería", 2),
        (("--source", "policía"), "there are: canonical_es", 2),
        (("--area", "Encino"), "Encinos", 2),
        (("--area", "Valle"), "cannot be walked", 2),
        (("--area", "Robles"), "told by nobody|tells of no|nothing", None),
        (("--from", "2031-01-01", "--until", "2031-12-31"), "from 2031-01-01 to 2031-12-31", 1),
        (("--from", "2031-02-31"), "is no day", 2),
    ],
)
def test_what_the_workspace_cannot_tell_is_said_in_a_sentence(town, confianza, words, says, exit_code):
    import re

    result = confianza("hotspots", *words, "--json")
    assert result.exit_code in ((exit_code,) if exit_code else (1, 2)), result.output
    assert re.search(says, result.output)
    assert "Traceback" not in result.output


@pytest.mark.parametrize("verb", ["hotspots", "near-repeat", "trend", "forecast"])
@pytest.mark.parametrize("words", [(), ("--area", "Encinos"), ("--offence", "homicide")])
def test_an_empty_workspace_says_what_it_waits_for(confianza, verb, words):
    result = confianza(verb, *words, "--json")
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert '"message"' in result.output


@pytest.mark.parametrize("verb", ["hotspots", "near-repeat", "trend", "forecast"])
def test_a_file_takes_no_area_of_the_workspace(told, tmp_path, verb):
    (tmp_path / "a.csv").write_text("x,y,date\n1,2,2026-01-01\n")
    said = told(verb, tmp_path / "a.csv", "--area", "Encinos", exit_code=2)
    assert "name no file with it" in said["error"]["message"]


def test_without_file_and_workspace_it_says_how_to_make_one(told, tmp_path):
    said = told("trend", "--workspace", tmp_path / "nada", exit_code=1)
    assert said["error"]["code"] == "no_workspace"
