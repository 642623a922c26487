"""Pictures of pages, which the suite takes for nobody: one is taken here, so that they can be when wanted."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from tests.journeys import pictures

PAGE = """<!doctype html><body style="margin: 0; background: #f4f7f7">
<div style="height: 40px; background: #b3570a"></div><p style="height: 4000px">Prueba</p>"""


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.set_content(PAGE)
    yield page
    context.close()


def test_a_picture_is_of_the_whole_page_down_to_its_measure_in_few_colours(
    page, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(pictures, "WANTED", str(tmp_path))
    pictures.keep(page, "prueba.png", tallest=1_000)
    content = tmp_path.joinpath("prueba.png").read_bytes()
    with Image.open(BytesIO(content)) as taken:
        assert (taken.size, taken.mode) == ((360, 1_000), "P")
        pixels = np.asarray(taken.convert("RGB"))
    assert pixels[20, 180].tolist() == [0xB3, 0x57, 0x0A]
    assert pixels[-1, 0].tolist() == [0xF4, 0xF7, 0xF7]
    assert len(page.context.pages) == 1


def test_where_nobody_wants_pictures_none_is_taken(page, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pictures, "WANTED", "")
    pictures.keep(page, "prueba.png")
    assert list(tmp_path.iterdir()) == []
