"""Every page, on a phone and on a desk, in both languages: it opens, fits, is named, and is pictured.

Pictures go to a passing folder; `CONFIANZA_PICTURES=docs/pictures make test ARGS="-k pictures"` renews those
of the house.
"""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from tests.journeys import pictures
from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.pages import ANALYST, PAGES

LANGUAGES = ("es", "en")
README, README_HEIGHT = "overview-es-1280.png", 1_400

every_page = pytest.mark.parametrize("page_of", PAGES, ids=lambda page: page.name)

# What a screen reader would have nothing to say about.
UNNAMED = """() => {
  const named = (e) => e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.title;
  const hidden = (e) => e.closest('[aria-hidden=true]') || e.type === 'hidden';
  const inside = '[aria-label], img[alt], svg title';
  const said = (e) => named(e) || e.textContent.trim() || e.querySelector(inside);
  const field = (e) => named(e) || e.labels?.length;
  const picture = (e) => e.hasAttribute('alt') || named(e) || e.querySelector('title');
  const faults = (query, good) => [...document.querySelectorAll(query)].filter((e) => !hidden(e) && !good(e));
  return [
    ...faults('input:not([type=submit]), select, textarea', field),
    ...faults('a[href], button, summary', said),
    ...faults('img, svg[role=img]', picture),
    ...faults('table', (e) => e.querySelector('th')),
  ].map((e) => e.outerHTML.slice(0, 160));
}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    wanted = os.environ.get("CONFIANZA_PICTURES")
    return Path(wanted).resolve() if wanted else tmp_path


@every_page
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_pictures_of_every_page_none_of_which_scrolls_sideways(open_page, page_of, language, width, folder):
    page = open_page(page_of.path, as_=page_of.as_, width=width, language=language)
    _picture(page, folder / f"{page_of.name}-{language}-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_pictures_of_an_upload_that_waits_for_its_confirmation(
    open_page, checked_upload, language, width, folder
):
    page = open_page(checked_upload, as_=ANALYST, width=width, language=language)
    _picture(page, folder / f"upload-checked-{language}-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def _picture(page, file):
    decoder = page.context.new_page()
    file.write_bytes(pictures.of_page(page, decoder))
    if file.name == README:
        (file.parent / "readme.png").write_bytes(pictures.of_page(page, decoder, tallest=README_HEIGHT))


@every_page
def test_every_page_loads_nothing_from_elsewhere_and_complains_of_nothing(open_page, site, page_of):
    page = open_page(reverse("public_site:about"), as_=page_of.as_)
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    assert page.goto(page_of.path).status == 200
    assert [url for url in asked if not url.startswith((site.address, "data:", "blob:"))] == []
    assert complaints == []
    assert page.get_by_text("Datos ficticios").first.is_visible()


@every_page
def test_everything_that_can_be_used_has_a_name(open_page, page_of):
    page = open_page(page_of.path, as_=page_of.as_)
    assert page.evaluate(UNNAMED) == []
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
