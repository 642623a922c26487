"""Verbs that only read: sources, deliveries, territory, indicators."""

import json

import pytest

SOURCE = ("--source", "canonical_es")


@pytest.fixture
def received(told, delivery):
    return told("ingest", delivery("05/01/2024", "11/02/2024", "12/02/2024"), *SOURCE)


def test_sources_are_listed_by_name(told):
    names = [source["name"] for source in told("sources", "list")]
    assert "gt_pnc_victims" in names
    assert names == sorted(names)


def test_a_source_shows_its_columns(told):
    shown = told("sources", "show", "canonical_es")
    columns = {field["column"]: field for field in shown["fields"]}
    assert columns["first_name"]["personal"]
    assert columns["occurred_on"]["required"]


def test_an_unknown_source_is_wrong_usage(told):
    assert told("sources", "show", "gt_pnc", exit_code=2)["error"]["code"] == "unknown_source"


def test_a_layout_is_suggested_with_its_doubts(told, delivery):
    suggestion = told("sources", "suggest", delivery("05/01/2024"))
    assert (suggestion["source"], suggestion["sure"]) == ("canonical_es", True)
    assert suggestion["header_row"] == 1
    assert "PROFILE" in suggestion["profile"]


def test_deliveries_are_listed_newest_first(told, delivery, received):
    told("ingest", delivery("01/03/2024", name="marzo.csv"), *SOURCE)
    assert [each["delivery"] for each in told("deliveries", "list")] == [
        "00002-canonical_es",
        "00001-canonical_es",
    ]
    assert told("deliveries", "list", "--as-of", "2020-01-01") == []


def test_a_delivery_shows_what_its_ingest_said(told, received):
    # single records in quarantine are read, on the record, with `deliveries rejected`
    said = {key: value for key, value in received.items() if key != "rejections"}
    assert told("deliveries", "show", received["delivery"]) == said


def test_a_delivery_that_never_came_is_told(told):
    assert told("deliveries", "show", "00009-nobody", exit_code=1)["error"]["code"] == "unknown_delivery"


def test_rejected_records_come_as_csv_for_people(confianza, told, delivery):
    outcome = told("ingest", delivery("05/01/2024", "05/01/2090"), *SOURCE)
    lines = confianza("deliveries", "rejected", outcome["delivery"]).stdout.splitlines()
    assert lines[0].startswith("file,sheet,row,column,value,reason")
    assert "05/01/2090" in lines[1]


def test_reading_rejected_records_is_on_account(told, received):
    from confianza.web.audit.models import Entry

    told("deliveries", "rejected", received["delivery"])
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.actor_name) == ("records.read_records", "command line")


def test_counts_come_without_a_territory(told, received):
    rows = told("indicators", "--by", "month", "--offence", "homicide")
    assert [(row["period"], row["count"], row["sources"]) for row in rows] == [
        ("2024-01", 1, ["canonical_es"]), ("2024-02", 2, ["canonical_es"]),
    ]  # fmt: skip
    assert set(rows[0]) == {
        "area", "period", "count", "rate_per_100k", "ci_low", "ci_high", "sources", "as_of",
    }  # fmt: skip


def test_months_and_sources_narrow_the_counts(told, received):
    assert [row["count"] for row in told("indicators", "--by", "month", "--from", "2024-02")] == [2]
    assert told("indicators", "--by", "month", "--source", "pa_homicides") == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--offence", "homicidiosis"), "unknown_indicator"),
        (("--by", "colour"), "unknown_dimension"),
        (("--from", "2024"), "wrong_usage"),
        (("--as-of", "yesterday"), "wrong_usage"),
        (("--area", "Nowhere"), "unknown_place"),
        (("--offence", "trust"), "not_yet_answerable"),
        (("--by", "year", "--smoothed"), "nothing_to_smooth"),
    ],
)
def test_a_question_that_cannot_be_is_wrong_usage(words, code, told, received):
    assert told("indicators", *words, exit_code=2)["error"]["code"] == code


def test_no_figure_is_told_to_people_in_a_sentence(confianza):
    result = confianza("indicators", "--by", "year")
    assert result.exit_code == 0
    assert "deliveries list" in result.stdout


def test_a_table_is_printed_for_people(confianza, received):
    told_to_people = confianza("indicators", "--by", "year").stdout
    assert "2024" in told_to_people
    assert "canonical_es" in told_to_people


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sources", "list"), "gt_pnc_victims"),
        (("sources", "show", "canonical_es"), "fecha_hecho"),
        (("deliveries", "list"), "00001-canonical_es"),
        (("deliveries", "show", "00001-canonical_es"), "records read"),
        (("territory", "names"), "May mean"),
        (("check",), "up to date"),
    ],
)
def test_people_are_told_in_tables(words, said, confianza, received):
    result = confianza(*words)
    assert result.exit_code == 0
    assert said in result.stdout


def test_people_are_told_what_a_file_may_be(confianza, delivery):
    said = confianza("sources", "suggest", delivery("05/01/2024")).stdout
    assert "It is of the layout canonical_es." in said
    assert "A profile to begin with:" in said


def test_people_are_told_what_was_rejected_and_noticed(confianza, delivery):
    rows = "1;05/01/2090;H;23;1;101;Zona 1;0;0;rayo láser;Homicidio;0101\n"
    good = "2;05/01/2024;H;23;1;101;Zona 1;0;0;rayo láser;Homicidio;0101\n"
    said = confianza("ingest", delivery(rows=rows + good), *SOURCE).stdout
    assert "The date lies in the future." in said
    assert "láser" in said


def test_people_are_told_what_was_imported(confianza, boundaries):
    said = confianza("territory", "import", boundaries).stdout
    assert "municipality" in said
    assert "population figures" in said


def square(name: str, code: str, west: float, **more: object) -> dict:
    ring = [[west, 14], [west + 1, 14], [west + 1, 15], [west, 15], [west, 14]]
    told = {"geography": "administrative", "level": "municipality", "code": code, "name": name}
    return {
        "type": "Feature",
        "properties": {**told, "valid_from": "2000-01-01", "population_2024": 50_000, **more},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def boundaries(tmp_path):
    features = [square("Villa Ficticia", "101", -91.0), square("Otra Villa", "102", -90.0)]
    path = tmp_path / "boundaries.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_a_territory_is_imported_and_gives_rates(told, boundaries, received):
    report = told("territory", "import", boundaries)
    assert report["areas"] == {"municipality": 2}
    rows = told("indicators", "--by", "area,year")
    [row] = [row for row in rows if row["area"] == "Villa Ficticia"]
    assert row["count"] == 3
    # three victims in the two months that were told, among 50,000 people: 18 a year
    assert row["rate_per_100k"] == pytest.approx(36.0)


def test_smoothed_rates_come_only_when_asked_for(told, confianza, boundaries, received):
    told("territory", "import", boundaries)
    plain = told("indicators", "--by", "area,year")
    smoothed = told("indicators", "count", "--by", "area,year", "--smoothed")
    added = {"smoothed_per_100k", "smoothed_low", "smoothed_high"}
    assert [{key: row[key] for key in row if key not in added} for row in smoothed] == plain
    assert all(added <= set(row) for row in smoothed)
    assert [row["smoothed_per_100k"] for row in smoothed] == [None] * len(smoothed)  # two areas are too few
    assert "Smoothed" in confianza("indicators", "--by", "area,year", "--smoothed").stdout


def test_indicators_are_listed_with_what_they_wait_for(told, confianza):
    listed = {each["id"]: each for each in told("indicators", "list")}
    assert {"homicide", "suicide", "vetted_share", "asked_robbery"} <= set(listed)
    assert listed["trust"]["awaits"] == "surveys"
    assert "iccs0101" in {each["id"] for each in told("indicators", "list", "--tree")}
    assert "the surveys" in confianza("indicators", "list").stdout


def test_a_plain_table_gives_rates_without_any_workspace(told, confianza, tmp_path):
    table = tmp_path / "towns.csv"
    lines = [
        f"{name},{age},{3 + n},{1000 * (n + 1)}"
        for n, name in enumerate("abcdefgh")
        for age in ("0-14", "15+")
    ]
    table.write_text("area,age,count,population\n" + "\n".join(lines) + "\n")
    rows = told("indicators", "rates", table, "--age", "age")["rows"]
    assert rows[0]["rate"] == pytest.approx(300)
    assert rows[0]["smoothed"] < rows[0]["rate"]
    assert rows[0]["standardised"] == pytest.approx(300)
    assert "By age" in confianza("indicators", "rates", str(table), "--age", "age").stdout
    assert told("indicators", "rates", table, exit_code=1)["error"]["code"] == "rates_twice"
    assert (
        told("indicators", "rates", table, "--count", "deaths", exit_code=2)["error"]["code"]
        == "rates_column"
    )


def test_the_card_of_an_indicator_is_shown_by_id_code_or_word(told, confianza):
    assert told("indicators", "show", "homicidios")["id"] == "homicide"
    assert told("indicators", "show", "0401")["card"]["en"]["numerator"] == "ICCS 0401 (robbery)"
    assert told("indicators", "show", "trust")["card"]["es"]["awaits"] == "las encuestas"
    assert told("indicators", "show", "robery", exit_code=2)["error"]["code"] == "unknown_indicator"
    shown = confianza("indicators", "show", "suicide").stdout
    assert "ICD-10" in shown or "CIE-10" in shown


def test_a_check_of_a_territory_changes_nothing(told, boundaries):
    assert told("territory", "import", boundaries, "--check")["areas"] == {"municipality": 2}
    assert any(each["sentence"].startswith("No area is known yet") for each in told("check"))


def test_a_file_that_is_no_territory_is_refused(told, tmp_path):
    nonsense = tmp_path / "nonsense.geojson"
    nonsense.write_text("{")
    assert told("territory", "import", nonsense, exit_code=1)["error"]["message"]


def test_names_that_nobody_confirmed_are_listed(told, boundaries, delivery):
    told("territory", "import", boundaries)
    told("ingest", delivery("05/01/2024"), *SOURCE)
    assert isinstance(told("territory", "names"), list)


def test_names_left_unread_are_sealed_and_then_there_is_nothing_to_do(told, delivery, monkeypatch):
    header = "id_registro;fecha_hecho;mecanismo;iccs;primer_nombre"
    file = delivery(rows="1;05/01/2024;arma de fuego;0101;Zenobia\n", header=header)
    with monkeypatch.context() as older:
        older.setattr("confianza.analysis.consolidate.identities.columns_of", lambda profile: ())
        first = told("ingest", file, *SOURCE)["delivery"]
    [again] = told("deliveries", "seal-names")["read_again"]
    assert again != first
    assert told("deliveries", "seal-names") == {"read_again": []}
