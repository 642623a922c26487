"""The region's real files, with the figures that can be counted in them by hand or by another tool."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from confianza.analysis.consolidate import reading, suggestion
from confianza.analysis.consolidate.delivery import DeliveredFile, Limits, TidyTable
from confianza.analysis.sources import catalogue

pytestmark = pytest.mark.shared
GUAYAQUIL = "ec-guayaquil-homicidios/Muertes_Violentas_Guayaquil_Nuevos_Solo_2024_2026.xlsx"
POINTS = "mx-cdmx-puntos/delitos-colonias_cuauhtemoc_venustianocarranza.tar.gz"
MONTHS = """Enero Febrero Marzo Abril Mayo Junio
    Julio Agosto Septiembre Octubre Noviembre Diciembre"""
ZAPOPAN = "mx-zapopan-municipal/DELITOS Y FALTAS ADMIN_EXCEL.xlsx"

Read = Callable[[str, str], list[TidyTable]]


@pytest.fixture
def read(shared_data: Path) -> Read:
    def read_file(path: str, source: str) -> list[TidyTable]:
        file = DeliveredFile(Path(path).name, (shared_data / path).read_bytes())
        return reading.read([file], catalogue.get(source), limits=Limits())

    return read_file


def counted(tables: list[TidyTable]) -> tuple[int, int, int]:
    """Return records read, rejected and left out."""
    return (
        sum(table.cells.height for table in tables),
        sum(table.rejected.height for table in tables),
        sum(int(table.left_out["records"].sum()) for table in tables),
    )


@pytest.mark.parametrize(
    ("path", "source", "figures"),
    [
        (GUAYAQUIL, "ec_violent_deaths", (4716, 0, 0)),
        ("co-homicidios-incidente/Homicidios_2014.csv", "co_police_homicides", (12931, 0, 1)),
        ("co-homicidios-incidente/Homicidios_2015.csv", "co_police_homicides", (12439, 0, 1)),
        ("co-homicidios-incidente/Homicidios_2017.csv", "co_police_homicides", (4720, 0, 0)),
        ("cl-cead-comuna-mes/cead_delincuencia_chile.parquet", "cl_cead_monthly", (1_987_200, 0, 0)),
        ("pa-homicidios/dataset_homicidios.csv", "pa_homicides", (4019, 0, 0)),
        ("pa-homicidios/homicidios_2023.csv", "pa_homicides", (556, 0, 0)),
        ("mx-sesnsp/delitos_2020.csv", "mx_sesnsp_monthly", (3136 * 10, 0, 3136 * 2)),
        ("mx-sesnsp/delitos_municipal_tsv.csv", "mx_sesnsp_monthly", (26352, 0, 0)),
        ("mx-zapopan-municipal/delitos.csv", "mx_zapopan_events", (4906, 0, 0)),
        ("mx-zapopan-municipal/delitos_detenidos.csv", "mx_zapopan_events", (4936, 0, 1)),
        ("mx-zapopan-municipal/delitos.4.csv", "mx_zapopan_events", (4886, 0, 0)),
        (ZAPOPAN, "mx_zapopan_events", (4906 + 4936, 0, 2)),
        (POINTS, "mx_cdmx_points", (260_207, 0, 0)),
    ],
)
def test_every_record_is_accounted_for(
    read: Read, path: str, source: str, figures: tuple[int, int, int]
) -> None:
    assert counted(read(path, source)) == figures


def test_the_totals_of_colombia_are_the_sum_of_their_rows(read: Read) -> None:
    for year, total in (("2014", "12957"), ("2015", "12459")):
        [table] = read(f"co-homicidios-incidente/Homicidios_{year}.csv", "co_police_homicides")
        assert table.left_out["text"].to_list() == [f"TOTAL | {total}"]
        assert not [problem for problem in table.problems if problem.code == "total_disagrees"]


def test_guayaquil_has_35_rows_that_repeat_another_in_every_cell(read: Read) -> None:
    [table] = read(GUAYAQUIL, "ec_violent_deaths")
    assert table.cells.height - table.cells["_identity"].n_unique() == 35
    assert table.cells.select("_row", "latitude", "longitude", "occurred_on").row(0) == (
        2, "-2,23533", "-79.93585", "2024-01-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("archive", "months", "rows", "total"),
    [("solicitud-2016-01.zip", 38, 11300, 114_790), ("solicitud-2016-06.zip", 42, 11502, 124_666)],
)
def test_the_quadrants_are_complete(read: Read, archive: str, months: int, rows: int, total: int) -> None:
    [table] = read(f"mx-cdmx-solicitudes-ssp/{archive}", "mx_cdmx_quadrants")
    cells = table.cells
    quadrants = cells["police_code"].unique()
    assert len(quadrants) == 847 + 1
    assert "(en blanco)" in quadrants
    offences = rows - 848 - 1
    assert cells.height == offences * months
    assert cells.select("occurred_year", "occurred_month").n_unique() == months
    assert set(cells["occurred_year"].unique()) == {"2013", "2014", "2015", "2016"}
    # The workbook's own grand total, which no claim was made from.
    assert cells["weight"].cast(pl.Int64).sum() == total
    assert table.problems == ()


def test_a_cell_of_the_quadrants_is_where_the_workbook_has_it(read: Read, shared_data: Path) -> None:
    from python_calamine import CalamineWorkbook

    [table] = read("mx-cdmx-solicitudes-ssp/solicitud-2016-06.zip", "mx_cdmx_quadrants")
    with zipfile.ZipFile(shared_data / "mx-cdmx-solicitudes-ssp/solicitud-2016-06.zip") as archive:
        content = archive.read("275416.xlsx")
    grid = (
        CalamineWorkbook.from_filelike(io.BytesIO(content))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    june = table.cells.filter(pl.col("_column") == "2016 JUNIO").sample(200, seed=1)
    for row, offence, weight in june.select("_row", "offence_label", "weight").iter_rows():
        assert (offence, float(weight)) == (grid[row - 1][0], grid[row - 1][45] or 0.0)


def test_the_raw_wide_file_of_guanajuato_is_the_long_one_cell_by_cell(read: Read) -> None:
    [wide] = read("mx-sesnsp/homicidios_gto_2020_2025_raw.csv", "mx_sesnsp_monthly")
    [long] = read("mx-sesnsp/homicidios_gto_2020_2025_long.csv", "mx_sesnsp_monthly")
    assert counted([wide]) == counted([long]) == (29394, 0, 414)
    keys = ["occurred_year", "municipality_name", "offence_label"]
    names = MONTHS.split()

    def counts(cells: pl.DataFrame) -> list[tuple[object, ...]]:
        month = pl.col("occurred_month").replace({name: str(place) for place, name in enumerate(names, 1)})
        weight = pl.col("weight").cast(pl.Float64)
        return cells.select(*keys, month, weight).sort(pl.all()).rows()

    assert counts(wide.cells) == counts(long.cells)


def test_zapopan_keeps_events_and_arrests_apart_and_both_coordinates(read: Read) -> None:
    tables = read(ZAPOPAN, "mx_zapopan_events")
    assert [(table.sheet, table.series, table.grain) for table in tables] == [
        ("HECHOS", "events", "offence"),
        ("DETENIDOS", "arrests", "arrest"),
    ]
    first = tables[0].cells.select("_row", "occurred_on", "locality", "easting", "northing").row(0)
    assert first == (4, "2014-01-01", "VILLAS DE GUADALUPE", "672382.394399999", "2296059.5479")
    [csv] = read("mx-zapopan-municipal/delitos_detenidos.csv", "mx_zapopan_events")
    assert (csv.series, csv.cells["longitude"][0], csv.cells["easting"][0]) == (
        "arrests",
        "-103.3441885",
        "672382.3944",
    )
    assert csv.left_out["row"].to_list() == [4942]


def test_the_points_carry_their_neighbourhood_and_other_members_are_told(read: Read) -> None:
    tables = read(POINTS, "mx_cdmx_points")
    assert len(tables) == 164
    assert tables[0].cells.select("municipality_name", "locality", "latitude").row(0) == (
        "CUAUHTEMOC", "7 De Noviembre", "19.4605795538721",
    )  # fmt: skip
    [problem] = tables[0].problems
    assert (problem.code, problem.count) == ("member_not_read", 5)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (GUAYAQUIL, "ec_violent_deaths"),
        ("co-homicidios-incidente/Homicidios_2015.csv", "co_police_homicides"),
        ("mx-sesnsp/delitos_2020.csv", "mx_sesnsp_monthly"),
        ("mx-cdmx-solicitudes-ssp/solicitud-2016-06.zip", "mx_cdmx_quadrants"),
        ("pa-homicidios/homicidios_2023.csv", "pa_homicides"),
        (POINTS, "mx_cdmx_points"),
    ],
)
def test_every_known_layout_is_recognised(shared_data: Path, path: str, source: str) -> None:
    told = suggestion.suggest(DeliveredFile(Path(path).name, (shared_data / path).read_bytes()))
    assert (told.name, told.sure) == (source, True)


def test_a_layout_nobody_knows_is_described_and_not_guessed(shared_data: Path) -> None:
    path = shared_data / "pe-denuncias-mp/delitos_2019.csv"
    told = suggestion.suggest(DeliveredFile(path.name, path.read_bytes()))
    assert not told.sure
    assert next(guess.column for guess in told.columns if guess.header == "cantidad") == "weight"
