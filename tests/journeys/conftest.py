"""A real browser in front of a real server with the demo in it."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.journeys import pictures, steps
from tests.journeys import site as sites
from tests.journeys.site import Site
from tests.support import axe

# Playwright's event loop lives in this process; Django of other tests in it must not mind.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HERE = Path(__file__).parent
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--no-first-run", "--hide-scrollbars"]
WIDE, NARROW = 1280, 360
SECONDS_TO_WAIT = 25
SECONDS_TO_CHECK = 120
# Pictures further down are drawn when somebody comes near; whoever looks at a whole page has come.
DRAW_ALL = """async () => {
  for (const picture of document.images) picture.loading = 'eager';
  await Promise.all([...document.images].map((picture) => picture.decode().catch(() => {})));
  await document.fonts.ready;
}"""
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def chromium() -> str | None:
    """Return where a Chromium is installed, or None; the one without windows opens pages four times faster."""
    known = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, known)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium is installed"))
            if "postgres" in os.environ.get("DATABASE_URL", ""):
                item.add_marker(pytest.mark.skip(reason="the demo carries its own SQLite register"))


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if finished := os.environ.get("CONFIANZA_DEMO"):  # for whoever writes tests: no waiting for a build
        return Path(finished)
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    return sites.built_once(shared)


@pytest.fixture(scope="module")
def site(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sites.served(demo_folder, tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Any, site: Site, sessions: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a page of the site; see `opened`."""
    with ExitStack() as stack:
        yield lambda *where, **how: stack.enter_context(opened(browser, site, sessions, *where, **how))


@contextmanager
def opened(
    browser: Any,
    site: Site,
    sessions: dict[str, Any],
    path: str = "/",
    *,
    as_: str = "",
    width: int = WIDE,
    language: str = "es",
) -> Iterator[Any]:
    """Open a page of the site: as nobody, or as the member of the cast with this user name."""
    context = context_of(browser, site, sessions, as_=as_, width=width, language=language)
    page = context.new_page()
    page.goto(path)
    yield page
    context.close()


def context_of(
    browser: Any, site: Site, sessions: dict[str, Any], *, as_: str, width: int, language: str
) -> Any:
    """Return what a browser keeps of its own for one person: cookies, memory, the size of the window."""
    if as_ and as_ not in sessions:
        sessions[as_] = _session(browser, site, as_)
    context = browser.new_context(
        base_url=site.address,
        viewport={"width": width, "height": 800},
        storage_state=sessions.get(as_),
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": site.address}])
    context.set_default_timeout(SECONDS_TO_WAIT * 1000)
    return context


@pytest.fixture(scope="module")
def sessions() -> dict[str, Any]:
    """What the browser keeps of each person who has logged in; logging in is slow on purpose."""
    return {}


@pytest.fixture(scope="module")
def checked_upload(browser: Any, site: Site, sessions: dict[str, Any]) -> str:
    """The address of the demo's pending file, brought in and checked."""
    with opened(browser, site, sessions, reverse("records:bring"), as_="ana") as page:
        page.set_input_files("input[type=file]", site.workspace / site.demo.pending)
        steps.follow(page, "form[enctype] button")
        page.wait_for_selector("ol.sum", timeout=SECONDS_TO_CHECK * 1000)
        return str(page.url)


@pytest.fixture(params=[("es", NARROW), ("en", WIDE)], ids=["es-360", "en-1280"])
def seen(request: pytest.FixtureRequest) -> Any:
    """Look at a page on the way: it fits, hides what is hidden, axe finds nothing; its picture where wanted."""
    language, width = request.param

    def look(page: Any, name: str) -> None:
        pictures.keep(page, f"{name}-{language}-{width}.png")
        page.evaluate(DRAW_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("[hidden]:visible").count() == 0
        assert not axe.faults(page)

    look.language, look.width = language, width  # type: ignore[attr-defined]
    return look


def _session(browser: Any, site: Site, username: str) -> Any:
    """Log in as a browser does, without looking at the pages: whoever tests looks at those she opens."""
    context = browser.new_context(base_url=site.address)
    address = reverse("accounts:login")
    page = context.request.get(address).text()
    form = dict(HIDDEN.findall(page)) | {"username": username, "password": site.demo.password}
    answer = context.request.post(address, form=form, max_redirects=0)
    assert answer.status == HTTPStatus.FOUND, f"{username} was not let in: {answer.status}"
    kept = context.storage_state()
    context.close()
    return kept
