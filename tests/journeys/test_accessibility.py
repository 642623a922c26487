"""axe finds nothing that keeps anybody out of what people end on: pages astray, forms sent wrongly, menus.

The pages people aim at are asked in test_pages.py, where each is opened once for everything.
"""

from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.urls import resolve, reverse

from tests.journeys import steps
from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.no_pages import SEEN_ON_THE_WAY, SHOWS_NO_PAGE
from tests.journeys.pages import ANALYST, AUDITOR, NOBODY, PAGES, Page
from tests.support import addresses, axe

LANGUAGES = ("es", "en")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)

# Pages that are nobody's aim, but that people end on.
ASTRAY = (
    Page("missing", "/no-hay-nada/", NOBODY),
    Page("missing-staff", "/no-hay-nada/"),
    Page("unclear-question", "/observatorio/?from=ayer"),
    Page("no-area-matches", "/territorio/?search=zzzz"),
    Page("no-entry-matches", "/bitacora/?from=ayer&action=zzzz", AUDITOR),
    Page("last-page", "/registros/?page=999"),
)
FORMS = ("login", "upload", "territory-import", "names")

SHOW = (
    "(wanted) => document.querySelectorAll('details').forEach((one) => { one.open = one.matches(wanted); })"
)
SEND_EMPTY = """() => {
  const form = document.querySelector('main form[method=post]');
  for (const field of form.elements) if (field.type !== 'hidden') field.value = '';
  HTMLFormElement.prototype.submit.call(form);
}"""
SEND_WITHOUT_TOKEN = """() => {
  document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((one) => one.remove());
  document.querySelector('form[method=post]').submit();
}"""


def look(page):
    """Fail with what axe finds on the page, wide with everything open, then narrow."""
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(SHOW, "main *")  # what opens over the page is looked at by itself
        axe.complain(axe.faults(page), width)


@pytest.mark.parametrize("page_of", ASTRAY, ids=lambda page: page.name)
@in_both_languages
def test_nobody_is_kept_out_who_went_astray(open_page, page_of, language):
    look(open_page(page_of.path, as_=page_of.as_, language=language))


@pytest.mark.parametrize(
    "page_of", [page for page in PAGES if page.name in FORMS], ids=lambda page: page.name
)
@in_both_languages
def test_nobody_is_kept_out_of_a_form_sent_wrongly(open_page, page_of, language):
    page = open_page(page_of.path, as_=page_of.as_, language=language)
    with page.expect_navigation():
        page.evaluate(SEND_EMPTY)
    assert page.locator("[aria-invalid=true], .errorlist, .message.error").count()
    look(page)


@in_both_languages
def test_nobody_is_kept_out_of_an_upload_and_of_its_end(open_page, checked_upload, language):
    page = open_page(checked_upload, as_=ANALYST, language=language)
    look(page)
    page.goto(f"{checked_upload}cancelar/")
    look(page)


@in_both_languages
def test_nobody_is_kept_out_when_a_form_lost_its_token(open_page, language):
    page = open_page(reverse("accounts:login"), language=language)
    with page.expect_navigation() as sent:
        page.evaluate(SEND_WITHOUT_TOKEN)
    assert sent.value.status == 403
    look(page)


def test_nobody_is_kept_out_when_all_fails(open_page):
    page = open_page("/")
    broken = render_to_string("500.html")
    page.route("**/roto/", lambda route: route.fulfill(status=500, body=broken, content_type="text/html"))
    page.goto("/roto/")
    assert page.locator("h1").count() == 1
    look(page)


@in_both_languages
def test_nobody_is_kept_out_of_the_menu_on_a_phone(open_page, language):
    page = open_page(f"{reverse('accounts:home')}#menu", as_=ANALYST, width=NARROW, language=language)
    assert page.locator("#menu").is_visible()
    axe.complain(axe.faults(page, within="#menu"), NARROW)


@pytest.mark.parametrize("width", [NARROW, WIDE])
@in_both_languages
def test_nobody_is_kept_out_of_what_a_person_may_do(open_page, language, width):
    page = open_page(reverse("accounts:home"), as_=ANALYST, width=width, language=language)
    steps.unfold(page, ".person summary")
    axe.complain(axe.faults(page, within=".person"), width)


def test_every_address_that_shows_a_page_is_looked_at():
    looked_at = {resolve(urlsplit(page.path).path).view_name for page in PAGES}
    unseen = {one.name for one in addresses.everything()} - looked_at - {*SHOWS_NO_PAGE, *SEEN_ON_THE_WAY}
    assert not unseen, f"to tests/journeys/pages.py with {sorted(unseen)}"
