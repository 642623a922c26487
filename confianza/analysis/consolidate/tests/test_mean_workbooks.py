"""Workbooks that try to read this machine's files, to grow without end, or to ask other machines."""

import io
import zipfile

import pytest

from confianza.analysis.consolidate.tests import building
from confianza.analysis.consolidate.tests.building import HEADER, ROWS, read_one
from confianza.analysis.vocabulary.problems import DeliveryRefused

SECRET = "the secret of this machine"
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def with_entity(declared: str, used: str) -> bytes:
    """Return a workbook whose sheet declares an entity and uses it in the first record."""
    sound = building.workbook({"Hoja1": [HEADER, ["01/02/2024", "Cobán", "Robo", "", "1"], *ROWS]})
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    _, _, body = members[SHEET].decode().partition("<worksheet")
    assert "Robo" in body
    mean = f"<!DOCTYPE worksheet [{declared}]><worksheet" + body.replace("Robo", used, 1)
    return building.zipped(members | {SHEET: mean.encode()})


def told(content: bytes) -> str:
    try:
        return read_one(content, "h.xlsx").cells.write_csv()
    except DeliveryRefused as refused:
        return str(refused.problem)


@pytest.mark.parametrize("kind", ["file", "parameter"])
def test_no_file_of_this_machine_is_read_into_a_cell(tmp_path, kind) -> None:
    (tmp_path / "secret").write_text(SECRET)
    where = (tmp_path / "secret").as_uri()
    declared = {
        "file": f'<!ENTITY x SYSTEM "{where}">',
        "parameter": f'<!ENTITY % p SYSTEM "{where}"> %p;',
    }[kind]
    assert "Cobán" in told(with_entity("", "Hurto")), "the workbook itself can be read"
    assert SECRET not in told(with_entity(declared, "&x;"))


def test_entities_that_multiply_do_not_grow() -> None:
    assert len(told(with_entity(f'<!ENTITY l0 "ha">{LAUGHS}', "&l11;"))) < 100_000


def test_no_formula_is_computed_and_no_link_followed() -> None:
    rows = [["01/02/2024", "Cobán", '=WEBSERVICE("http://127.0.0.1:9/")', "", "1"], *ROWS]
    assert "127.0.0.1" not in told(building.workbook({"Hoja1": [HEADER, *rows]}))
