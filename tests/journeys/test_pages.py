"""Every page, opened once each on a phone in Spanish and on a desk in English: it fits, is named, keeps nobody out,
asks only its own house and complains of nothing.

The other two ways of opening it are slow: `make validate` goes them. `CONFIANZA_PICTURES=docs/pictures
.venv/bin/pytest tests/journeys/test_pages.py -m ""` renews the pictures of the house.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.journeys import pictures
from tests.journeys.conftest import NARROW, WIDE, context_of
from tests.journeys.pages import ANALYST, PAGES, Page
from tests.support import axe

WAYS = (
    pytest.param(("es", NARROW), id="es-360"),
    pytest.param(("en", WIDE), id="en-1280"),
    pytest.param(("es", WIDE), id="es-1280", marks=pytest.mark.slow),
    pytest.param(("en", NARROW), id="en-360", marks=pytest.mark.slow),
)
README, README_HEIGHT = "overview-es-1280.png", 1_400

NOTE_WHAT_THE_POLICY_STOPS = """
  window.broken = [];
  addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective + ' ' + e.blockedURI));"""
OPEN_WHAT_FOLDS = (
    "() => document.querySelectorAll('details').forEach(one => { one.open = one.matches('main *'); })"
)
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


def take_picture(page: Any, name: str) -> None:
    """Keep a picture of the page, where somebody wants pictures, once nothing more comes in."""
    if not pictures.WANTED:
        return
    page.wait_for_load_state("networkidle")
    pictures.keep(page, name)
    if name == README:
        pictures.keep(page, "readme.png", tallest=README_HEIGHT)


@dataclass
class Visit:
    """One page opened, and what the browser saw while it was."""

    page: Any
    name: str
    language: str
    width: int
    answer: Any = None
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def picture(self) -> str:
        return f"{self.name}-{self.language}-{self.width}.png"

    def _ask(self, request: Any) -> None:
        self.asked.append(request.url)

    def _say(self, said: Any) -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    def _fail(self, error: Any) -> None:
        self.complaints.append(str(error))

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Hear what the page asks for and complains of, and leave it unheard."""
        hears = {"request": self._ask, "console": self._say, "pageerror": self._fail}
        for what, hear in hears.items():
            self.page.on(what, hear)
        try:
            yield
        finally:
            for what, hear in hears.items():
                self.page.remove_listener(what, hear)
            self.page.goto("about:blank")


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> tuple[str, int]:
    return request.param


@pytest.fixture(scope="module")
def tabs() -> Iterator[dict[tuple[str, str, int], Any]]:
    """The browsers of those who read, by person, language and width: each goes from page to page in one tab, as
    people do. A new one for each page would read the scripts of axe anew.
    """
    kept: dict[tuple[str, str, int], Any] = {}
    yield kept
    for tab in kept.values():
        tab.context.close()


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: page.name)
def visit(request: pytest.FixtureRequest, browser, site, sessions, tabs, way) -> Iterator[Visit]:
    """Open a page once for all that is asked of it."""
    language, width = way
    wanted: Page = request.param
    reader = (wanted.as_, language, width)
    if reader not in tabs:
        where = {"as_": wanted.as_, "language": language, "width": width}
        tabs[reader] = context_of(browser, site, sessions, **where).new_page()
        tabs[reader].add_init_script(NOTE_WHAT_THE_POLICY_STOPS)
    seen = Visit(tabs[reader], wanted.name, language, width)
    with seen.heard():
        seen.answer = seen.page.goto(wanted.path)
        take_picture(seen.page, seen.picture)
        yield seen


def test_every_page_opens_and_says_that_its_data_are_invented(visit):
    assert visit.answer.status == 200
    assert visit.page.get_by_text(FICTITIOUS[visit.language]).first.is_visible()


FICTITIOUS = {"es": "Datos ficticios", "en": "Fictional data"}


def test_no_page_scrolls_sideways(visit):
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= visit.width


def test_everything_that_can_be_used_has_a_name(visit):
    assert visit.page.evaluate(UNNAMED) == []
    assert visit.page.locator("h1").count() == 1
    assert visit.page.locator("main").count() == 1


def test_an_upload_that_waits_for_its_confirmation_does_not_scroll_sideways(open_page, checked_upload, way):
    language, width = way
    page = open_page(checked_upload, as_=ANALYST, width=width, language=language)
    take_picture(page, f"upload-checked-{language}-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nobody_is_kept_out_of_a_page(visit):
    visit.page.evaluate(OPEN_WHAT_FOLDS)  # what opens over the page is looked at by itself
    axe.complain(axe.faults(visit.page), visit.width)


# The last two come after everything was looked at and unfolded: what a page asks for late is seen too.
def test_every_page_asks_only_its_own_origin_and_complains_of_nothing(visit, site):
    visit.page.wait_for_load_state("networkidle")
    asked = [url for url in visit.asked if not url.startswith((site.address, "data:", "blob:", "about:"))]
    assert asked == []
    assert visit.complaints == []


def test_no_page_breaks_its_own_policy_or_remembers_anything(visit):
    assert visit.answer.header_value("Content-Security-Policy")
    assert visit.page.evaluate("window.broken") == []
    assert visit.page.evaluate("localStorage.length") == 0
    # htmx remembers in this tab the path it stands on, no page.
    assert set(visit.page.evaluate("Object.keys(sessionStorage)")) <= {"htmx-current-path-for-history"}
    # The language is put there by these tests; of ours no script reads any.
    assert visit.page.evaluate("document.cookie") == f"django_language={visit.language}"
