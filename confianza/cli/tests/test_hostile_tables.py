"""Tables as they come: every command of crime analysis reads them, or says in one sentence what to mend."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from confianza.cli.program import app

VERBS = ("hotspots", "near-repeat", "trend", "forecast")
OF_PLACES = tuple(verb for verb in VERBS if verb != "trend")
OF_DAYS = tuple(verb for verb in VERBS if verb != "hotspots")


def rows(row="{x},{y},{day}", *, count=60, header="lon,lat,date", odd=None):
    """Return a table of two years in a town of 2 km, a row of it `odd` where one is given."""
    random = np.random.default_rng(1)
    told = [header]
    for n, (x, y) in enumerate(random.uniform((-90.52, 14.60), (-90.50, 14.62), (count, 2))):
        year, month, day = 2023 + n % 2, 1 + n % 12, 1 + n % 28
        words = {
            "x": f"{x:.5f}", "y": f"{y:.5f}", "day": f"{year}-{month:02}-{day:02}", "n": n, "hour": n % 24,
            "noon": 1 + n % 12, "dmy": f"{day:02}/{month:02}/{year}",
            "short": f"{day:02}/{month:02}/{year % 100}",
            "xc": f"{x:.5f}".replace(".", ","), "yc": f"{y:.5f}".replace(".", ","), "serial": 45_000 + 9 * n,
            "zone": ("Z", "-06:00")[n % 2], "east": 765_000 + 13 * n % 997, "north": 1_612_000 + 7 * n % 991,
        }  # fmt: skip
        told.append((odd if odd and n == 5 else row).format(**words))
    return "\n".join(told) + "\n"


def told(tmp_path, verb, content, *words):
    path = tmp_path / "hechos.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    asked = [verb, str(path), "--json", *words]
    asked += [] if verb == "hotspots" and "--date" not in words else ["--date", "date"]
    asked += ["--method", "counts"] if verb == "hotspots" else []
    asked += [] if verb == "trend" else ["--x", "lon", "--y", "lat"]
    result = CliRunner().invoke(app, asked, catch_exceptions=False)
    said = json.loads(result.stdout)
    assert ("error" in said) == (result.exit_code != 0)
    return result.exit_code, said


READ = {
    "as it should be": rows(),
    "with a mark of byte order": "\ufeff" + rows(),
    "UTF-16 of a spreadsheet": rows().encode("utf-16"),
    "semicolons and decimal commas": rows("{xc};{yc};{day}", header="lon;lat;date"),
    "tabs": rows("{x}\t{y}\t{day}", header="lon\tlat\tdate"),
    "decimal commas in quotes": rows('"{xc}","{yc}",{day}'),
    "lines of an old Macintosh": rows().replace("\n", "\r"),
    "lines of Windows": rows().replace("\n", "\r\n"),
    "blanks around everything": rows(" {x} , {y} , {day} ", header=" lon , lat , date "),
    "columns without name or content": rows("{x},{y},{day},,", header="lon,lat,date,,"),
    "hours": rows("{x},{y},{day} {hour:02}:30"),
    "halves of the day": rows("{x},{y},{day} {noon}:30 p. m."),
    "days first": rows("{x},{y},{dmy}"),
    "days of a spreadsheet": rows("{x},{y},{serial}"),
    "numbers longer than any": rows("{x}" + "3" * 300 + ",{y},{day}"),
    "a row that ends early": rows(odd="{x}"),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("kind", READ)
def test_it_is_read(tmp_path, verb, kind):
    exit_code, said = told(tmp_path, verb, READ[kind])
    assert exit_code == 0, said
    assert said.get("events", 60) >= 59
    assert said.get("crs", "EPSG:32615") == "EPSG:32615"


NOTED = {
    "two_digit_years": (rows("{x},{y},{short}"), "have two digits", OF_DAYS),
    "several_offsets": (rows("{x},{y},{day}T08:00:00{zone}"), "clocks of several zones", OF_DAYS),
    "far future": (rows(odd="{x},{y},9999-12-31"), "1 days lie far", OF_DAYS),
    "the day of a system": (rows(odd="{x},{y},1900-01-01"), "1 days lie far", OF_DAYS),
    "no day": (rows(odd="{x},{y},"), "1 rows have no day", OF_DAYS),
    "no number": (rows(odd="nan,{y},{day}"), "1 rows have no place", OF_PLACES),
    "null island": (rows(odd="0,0,{day}"), "(0, 0)", OF_PLACES),
    "another continent": (rows(odd="-3.7,40.4,{day}"), "far from all others", OF_PLACES),
    "no degrees": (rows(odd="1e300,{y},{day}"), "degrees that do not exist", OF_PLACES),
}


@pytest.mark.parametrize(
    ("kind", "verb"), [(kind, verb) for kind, (_, _, verbs) in NOTED.items() for verb in verbs]
)
def test_it_is_read_and_something_said(tmp_path, kind, verb):
    content, note, _ = NOTED[kind]
    exit_code, said = told(tmp_path, verb, content)
    assert exit_code == 0, said
    assert note in " ".join(said["notes"])


def test_years_of_two_digits_are_of_our_time(tmp_path):
    _, said = told(tmp_path, "trend", rows("{x},{y},{short}"))
    assert (said["series"][0]["period"], len(said["series"])) == ("2023-01-01", 24)


REFUSED = {
    "nothing": ("", "points_empty_file", 1, VERBS),
    "a header alone": ("lon,lat,date\n", "points_empty_file", 1, VERBS),
    "a spreadsheet": (b"PK\x03\x04" + bytes(200), "points_no_text", 1, VERBS),
    "no text": (bytes(range(256)) * 40, "points_no_text", 1, VERBS),
    "more cells than names": (rows(odd="{x},{y},{day},más"), "points_ragged", 1, VERBS),
    "a title first": ("# robos\n" + rows(), "points_ragged", 1, VERBS),
    "two columns of one name": (rows(header="lon,lon,date"), "points_columns_alike", 1, VERBS),
    "other names": (rows(header="este,norte,cuando"), "points_unknown_column", 2, VERBS),
    "31 February": (rows(odd="{x},{y},2024-02-31"), "not_a_day", 1, OF_DAYS),
    "the nanoseconds of a program": (rows("{x},{y},17{serial}000"), "not_a_day", 1, OF_DAYS),
    "two eras": (rows(odd="{x},{y},1000-01-01", count=19), "too_many_periods", 1, ("trend", "forecast")),
    "one day": (rows("{x},{y},2024-01-01"), "one_day", 1, ("near-repeat",)),
    "one event": (rows(count=1), "one_point", 1, OF_PLACES),
    "one place": (rows("-90.5,14.6,{day}"), "one_place", 1, OF_PLACES),
    "no place at all": (rows("0,0,{day}"), "no_points", 1, OF_PLACES),
    "words": (rows(odd="norte,{y},{day}"), "not_a_number", 1, OF_PLACES),
    "minutes and seconds": (rows("90°30' O,{y},{day}"), "not_a_number", 1, OF_PLACES),
    "no end": (rows(odd="inf,{y},{day}"), "not_finite", 1, OF_PLACES),
    "swapped": (rows("{y},{x},{day}"), "swapped_degrees", 1, OF_PLACES),
    "metres in columns of degrees": (rows("{east},{north},{day}"), "metres_as_degrees", 2, OF_PLACES),
    "the whole world": (rows("{n}.5,{n}.5,{day}"), "too_wide", 1, OF_PLACES),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "verb"), [(kind, verb) for kind, (_, _, _, verbs) in REFUSED.items() for verb in verbs]
)
def test_it_is_refused_in_one_sentence(tmp_path, kind, verb):
    content, code, expected, _ = REFUSED[kind]
    exit_code, said = told(tmp_path, verb, content)
    assert (said["error"]["code"], exit_code) == (code, expected)
    assert said["error"]["message"].endswith(".")
    assert "\n" not in said["error"]["message"]


@pytest.mark.parametrize("verb", OF_PLACES)
def test_degrees_given_as_metres_are_refused(tmp_path, verb):
    exit_code, said = told(tmp_path, verb, rows(), "--crs", "EPSG:32615")
    assert (said["error"]["code"], exit_code) == ("degrees_as_metres", 2)


@pytest.mark.parametrize("verb", OF_PLACES)
def test_a_town_on_both_sides_of_the_date_line_is_one_town(tmp_path, verb):
    content = rows().replace("-90.50", "-179.999").replace("-90.51", "179.99")
    exit_code, said = told(tmp_path, verb, content)
    assert exit_code == 0, said
    assert said.get("crs", "EPSG:32660") in ("EPSG:32660", "EPSG:32601")


def test_a_spoilt_date_makes_no_giant_map_of_months(tmp_path):
    path = tmp_path / "hechos.csv"
    path.write_text(rows(odd="{x},{y},1000-01-01", count=19))
    words = ["hotspots", path, "--x", "lon", "--y", "lat", "--date", "date", "--method", "classes", "--json"]
    result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert json.loads(result.stdout)["error"]["code"] == "too_many_periods"


WRONG = [
    ("near-repeat", ("--chains", "nan,5"), "wrong_usage", 2),
    ("near-repeat", ("--chains", "1e300,1e300"), "wrong_usage", 2),
    ("near-repeat", ("--distances", ",".join(map(str, range(400)))), "too_many_bands", 2),
    ("hotspots", ("--cell", "nan"), "no_cell_size", 2),
    ("hotspots", ("--cell", "1e300"), "no_cell_size", 2),
    ("hotspots", ("--cell", "1e-300"), "giant_grid", 1),
    ("hotspots", ("--method", "density", "--bandwidth", "inf"), "no_bandwidth", 2),
    ("hotspots", ("--method", "scan", "--date", "date", "--cell", "5"), "giant_grid", 1),
    ("forecast", ("--test-until", "9999-12-31"), "too_many_periods", 1),
    ("forecast", ("--train-until", "0001-01-01"), "too_many_periods", 1),
    ("forecast", ("--train-until", "9999-12-31"), "too_many_periods", 1),
    ("trend", ("--step", "day", "--from", "1900-01-01"), "too_many_periods", 1),
]


@pytest.mark.parametrize(("verb", "words", "code", "exit_code"), WRONG)
def test_options_beyond_reason_are_refused_in_one_sentence(tmp_path, verb, words, code, exit_code):
    path = tmp_path / "hechos.csv"
    path.write_text(rows())
    columns = [] if verb == "trend" else ["--x", "lon", "--y", "lat"]
    columns += [] if verb == "hotspots" else ["--date", "date"]
    result = CliRunner().invoke(app, [verb, str(path), "--json", *columns, *words], catch_exceptions=False)
    said = json.loads(result.stdout)["error"]
    assert (said["code"], result.exit_code) == (code, exit_code)
    assert len(said["message"]) < 250


def test_a_bandwidth_narrower_than_any_mesh_is_answered_at_once(tmp_path):
    path = tmp_path / "hechos.csv"
    path.write_text(rows())
    words = ["--x", "lon", "--y", "lat", "--method", "density", "--bandwidth", "1e-9", "--json"]
    result = CliRunner().invoke(app, ["hotspots", str(path), *words], catch_exceptions=False)
    assert result.exit_code == 0
