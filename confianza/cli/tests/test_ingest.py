"""What `confianza ingest` says of good deliveries and of bad ones; records always reconcile."""

import gzip
import io
import zipfile

import pytest

SOURCE = ("--source", "canonical_es")
KEYS = [
    "rows_read", "claims", "victims", "duplicates", "rejected", "left_out", "reasons", "warnings", "period",
]  # fmt: skip


def reconciles(outcome) -> bool:
    parts = ("claims", "duplicates", "rejected", "left_out")
    return outcome["rows_read"] == sum(outcome[part] for part in parts)


def warnings_of(outcome) -> dict[str, dict]:
    return {warning["code"]: warning for warning in outcome["warnings"]}


def test_a_delivery_prints_the_keys_of_the_contract_first(told, delivery):
    outcome = told("ingest", delivery("05/01/2024", "11/01/2024"), *SOURCE)
    assert list(outcome)[: len(KEYS)] == KEYS
    assert outcome["claims"] == outcome["victims"] == outcome["rows_read"] == 2
    assert outcome["period"] == ["2024-01-05", "2024-01-11"]
    assert outcome["delivery"] == "00001-canonical_es"


def test_a_check_says_the_same_and_stores_nothing(told, delivery):
    file = delivery("05/01/2024")
    checked = told("ingest", file, *SOURCE, "--check")
    assert told("deliveries", "list") == []
    stored = told("ingest", file, *SOURCE)
    assert "delivery" not in checked
    assert {key: checked[key] for key in KEYS} == {key: stored[key] for key in KEYS}


def test_the_same_bytes_are_refused(told, delivery):
    file = delivery("05/01/2024")
    told("ingest", file, *SOURCE)
    error = told("ingest", file, *SOURCE, exit_code=1)["error"]
    assert error["code"] == "already_delivered"
    assert "00001-canonical_es" in error["message"]


def test_several_files_are_one_delivery(told, delivery):
    files = [delivery("05/01/2024", name="a.csv"), delivery("11/02/2024", name="b.csv")]
    outcome = told("ingest", *files, *SOURCE)
    assert (outcome["rows_read"], outcome["delivery"]) == (2, "00001-canonical_es")


def test_late_records_replace_nothing(told, delivery):
    told("ingest", delivery("05/01/2024", "06/01/2024"), *SOURCE)
    late = told("ingest", delivery("07/01/2024", name="tardio.csv"), *SOURCE, "--late-records")
    assert late["supersedes"] == []


def test_a_correction_says_what_it_replaces(told, delivery):
    told("ingest", delivery("05/01/2024"), *SOURCE)
    other = delivery("06/03/2024", name="corregido.csv")
    corrected = told("ingest", other, *SOURCE, "--replaces", "00001-canonical_es")
    assert corrected["supersedes"] == [{"delivery": "00001-canonical_es", "months": ["2024-01"]}]


def test_reading_again_with_the_same_layout_changes_nothing(told, delivery):
    told("ingest", delivery("05/01/2024"), *SOURCE)
    checked = told("ingest", "--again", "00001-canonical_es", "--check")
    assert checked["claims"] == 1
    error = told("ingest", "--again", "00001-canonical_es", exit_code=1)["error"]
    assert error["code"] == "nothing_changed"


def test_people_get_a_table_and_machines_get_json(confianza, delivery):
    result = confianza("ingest", delivery("05/01/2024"), *SOURCE)
    assert result.exit_code == 0
    assert "1  records read" in result.stdout
    assert "{" not in result.stdout


# --- bad input: each has its sentence, and nothing is stored --------------------------------------


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


BAD_FILES = {
    "empty_file": ("empty.csv", lambda: b""),
    "expands_too_much": ("bomb.zip", lambda: zipped("a.csv", b"\0" * 300_000_000)),
    "broken_workbook": ("garbage.xlsx", lambda: b"\x8f\x01\xfe\xca" * 3000),
}


@pytest.mark.parametrize("code", BAD_FILES)
def test_a_file_that_cannot_be_read_is_refused_with_its_name(code, told, tmp_path):
    name, content = BAD_FILES[code]
    file = tmp_path / name
    file.write_bytes(content())
    error = told("ingest", file, *SOURCE, exit_code=1)["error"]
    assert error["code"] == code
    assert name in error["message"]
    assert told("deliveries", "list") == []


def test_binary_garbage_named_as_text_is_refused(told, tmp_path):
    file = tmp_path / "garbage.csv"
    file.write_bytes(bytes(range(256)) * 64)
    error = told("ingest", file, *SOURCE, exit_code=1)["error"]
    assert error["code"] in {"not_a_table", "no_header", "wrong_source"}
    assert "garbage.csv" in error["message"]


def test_two_gigabytes_are_refused_unread(told, tmp_path):
    sparse = tmp_path / "huge.csv"
    with sparse.open("wb") as file:
        file.truncate(2 * 1024**3)
    error = told("ingest", sparse, *SOURCE, exit_code=1)["error"]
    assert error["code"] == "delivery_too_big"
    assert "2147 MB" in error["message"]


def test_the_wrong_layout_names_the_columns_that_are_missing(told, delivery):
    error = told("ingest", delivery("05/01/2024"), "--source", "gt_pnc_victims", exit_code=1)["error"]
    assert error["code"].startswith("wrong_source") or error["code"] == "no_header"
    assert "depto_ocu" in error["message"]


def test_rows_with_a_field_too_many_are_rejected_with_their_row(told, delivery):
    good = "1;05/01/2024;H;23;1;101;Zona 1;14.6;-90.5;arma de fuego;Homicidio;0101\n"
    outcome = told(
        "ingest", delivery(rows=good + good.replace("1;05", "2;06", 1).strip() + ";x;y;z\n"), *SOURCE
    )
    assert outcome["reasons"] == {"too_many_fields": 1}
    assert reconciles(outcome)
    [record] = told("deliveries", "rejected", outcome["delivery"])
    assert (record["row"], record["reason"]) == (3, "too_many_fields")


def test_columns_nobody_knows_are_named(told, delivery):
    from confianza.cli.tests.conftest import HEADER

    row = "1;05/01/2024;H;23;1;101;Zona 1;14.6;-90.5;arma de fuego;Homicidio;0101;azul\n"
    outcome = told("ingest", delivery(rows=row, header=HEADER + ";color_favorito"), *SOURCE)
    assert "color_favorito" in warnings_of(outcome)["unknown_columns"]["message"]
    assert outcome["claims"] == 1


def test_a_date_in_the_future_is_rejected_with_row_and_column(told, delivery):
    outcome = told("ingest", delivery("05/01/2024", "05/01/2090"), *SOURCE)
    assert reconciles(outcome)
    assert outcome["reasons"] == {"date_in_future": 1}
    [rejection] = outcome["rejections"]
    assert rejection["row"] > 1
    assert rejection["column"] == "fecha_hecho"
    assert rejection["value"] in rejection["message"]
    [record] = told("deliveries", "rejected", outcome["delivery"])
    assert (record["row"], record["column"], record["value"]) == (3, "fecha_hecho", "05/01/2090")


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        ("0", "0", "coordinates_zero"),
        ("-90.5", "14.6", "coordinates_swapped"),
        ("14.6", "", "coordinates_incomplete"),
    ],
)
def test_coordinates_that_cannot_be_are_told_with_their_row(latitude, longitude, code, told, delivery):
    rows = f"1;05/01/2024;H;23;1;101;Zona 1;{latitude};{longitude};arma de fuego;Homicidio;0101\n"
    outcome = told("ingest", delivery(rows=rows), *SOURCE)
    assert warnings_of(outcome)[code]["rows"] == [2]
    assert outcome["claims"] == 1


def test_a_mechanism_nobody_knows_is_kept_and_told(told, delivery):
    rows = "1;05/01/2024;H;23;1;101;Zona 1;14.6;-90.5;rayo de la muerte;Homicidio;0101\n"
    outcome = told("ingest", delivery(rows=rows), *SOURCE)
    warning = warnings_of(outcome)["mechanism_not_in_catalogue"]
    assert warning["rows"] == [2]
    assert "rayo de la muerte" in warning["message"]


def test_compressed_files_are_read_as_they_are(told, delivery, tmp_path):
    packed = tmp_path / "enero.csv.gz"
    packed.write_bytes(gzip.compress(delivery("05/01/2024").read_bytes()))
    assert told("ingest", packed, *SOURCE)["claims"] == 1


# --- wrong usage ----------------------------------------------------------------------------------


def test_an_unknown_layout_is_wrong_usage_and_names_the_nearest(told, delivery):
    error = told("ingest", delivery("05/01/2024"), "--source", "canonical", exit_code=2)["error"]
    assert error["code"] == "unknown_source"
    assert "canonical_es" in error["message"]


@pytest.mark.parametrize(
    "words",
    [
        ("ingest",),
        ("ingest", "FILE"),
        ("ingest", "--source", "canonical_es"),
        ("ingest", "FILE", "--again", "00001-canonical_es"),
        ("ingest", "/nowhere/file.csv", "--source", "canonical_es"),
        ("ingest", "FILE", "--unheard-of"),
    ],
)
def test_wrong_usage_exits_with_2_and_one_sentence(words, confianza, delivery):
    file = delivery("05/01/2024")
    result = confianza(*(str(file) if word == "FILE" else word for word in words))
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert "Traceback" not in result.output


def test_without_a_workspace_it_says_how_to_make_one(confianza, delivery, tmp_path):
    result = confianza("ingest", delivery("05/01/2024"), *SOURCE, "--workspace", tmp_path / "nowhere")
    assert result.exit_code == 1
    assert result.stderr.strip().endswith(f"run: confianza init {tmp_path / 'nowhere'}")
    assert result.stdout == ""
