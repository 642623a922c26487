"""Figures of real files of the region, against sums made without Confianza."""

import csv
from collections import Counter

import pytest

from confianza.analysis.consolidate.delivery import DeliveredFile
from confianza.web.observatory import queries
from confianza.web.observatory.tests.encinos import LATER, deliver

pytestmark = pytest.mark.shared
FOLDER = "ec-guayaquil-homicidios"


def test_the_violent_deaths_of_guayaquil_are_those_of_the_file_cleaned_by_its_author(
    shared_data, workspace, db
):
    (workbook,) = (shared_data / FOLDER).glob("*.xlsx")
    deliver(DeliveredFile(workbook.name, workbook.read_bytes()), "ec_violent_deaths", "", LATER)
    rows = queries.indicator_rows(by=["area", "year"], offence="homicide")
    with (shared_data / FOLDER / "homicidios_clean.csv").open(encoding="utf-8") as file:
        expected = Counter(str(int(float(row["Anio_i"]))) for row in csv.DictReader(file))
    assert {row["period"]: row["count"] for row in rows} == expected
    assert {row["area"] for row in rows} == {"GUAYAQUIL"}
    assert {row["rate_per_100k"] for row in rows} == {None}
