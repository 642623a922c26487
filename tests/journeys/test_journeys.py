"""What people come to do, in a real browser, from the first click to the last."""

import re

import polars as pl
import pytest
from django.urls import reverse

from confianza.demo.schedule import HEALTH, OFFICES, POLICE
from confianza.store import claims, deliveries
from confianza.store.layout import StoreLayout
from tests.journeys.steps import follow, show_public_pages, unfold

MINUTES_TO_STORE = 2 * 60_000
TOWN = {"indicator": "homicide", "area": "municipality-2301"}
CONFIRM = "form[action$='/confirmar/']"
A_DELIVERY = "main a[href*='/entregas/']"


@pytest.fixture
def pending(site):
    """The file that waits in the demo's inbox."""
    return site.workspace / site.demo.pending


def figures(**query):
    """Return the address of the observatory's first page with these choices."""
    return reverse("observatory:overview", query=query)


def victims(site, source=HEALTH):
    told = claims.visible(StoreLayout(site.workspace / "store"))
    return int(told.filter(told.source == source).weight.sum().to_polars())


def bring(page, file, *, office=""):
    page.goto(reverse("records:bring"))
    page.set_input_files("input[type=file]", file)
    if office:
        page.fill("input[name=office]", office)
    follow(page, "form[enctype] button")
    page.wait_for_selector("#upload-state")


def sum_of_records(page):
    """Return records read, claims, duplicates, rejected and left out as the page says them."""
    return [int(text.replace(",", "")) for text in page.locator("ol.sum b").all_inner_texts()]


def test_a_neighbour_reads_the_figures_without_an_account(open_page):
    page = open_page("/")
    assert "Santa Elvira del Valle" in page.inner_text("h1")
    assert page.locator("svg[role=img], figure svg, main svg").count() > 0
    unfold(page, "main summary")
    years = page.locator("main table tbody tr").all_inner_texts()
    assert any(re.match(r"\s*2024", year) for year in years)
    show_public_pages(page)
    follow(page, f"nav.public-nav a[href='{reverse('public_site:data')}']")
    with page.expect_download() as download:
        page.click("main a[href$='figures_year.csv']")
    assert download.value.path().read_text(encoding="utf-8-sig").count("\n") >= 5


def test_a_neighbour_is_asked_to_log_in_before_anything_else(open_page):
    for view in ("records:deliveries", "observatory:overview", "territory:areas", "accounts:home"):
        page = open_page(reverse(view))
        assert page.url.split("?")[0].endswith(reverse("accounts:login")), view


def test_the_analyst_brings_a_delivery_and_the_figures_change(open_page, site, pending):
    before = victims(site)
    october = figures(source=HEALTH, **{"from": "2026-10", "to": "2026-10"}, **TOWN)
    page = open_page(october, as_="ana")
    figure_before = page.inner_text("main")

    bring(page, pending, office=OFFICES[HEALTH])
    page.wait_for_selector(CONFIRM, timeout=MINUTES_TO_STORE)
    read, kept, *rest = sum_of_records(page)
    assert read == kept + sum(rest)
    assert victims(site) == before  # a dry run stores nothing

    follow(page, f"{CONFIRM} button")
    address = page.url
    page.close()  # the work goes on without the page

    page = open_page(address, as_="ana")
    page.wait_for_selector(A_DELIVERY, timeout=MINUTES_TO_STORE)
    follow(page, A_DELIVERY)
    assert pending.name in page.inner_text("main")
    assert victims(site) == before + kept

    page.goto(october)
    assert page.inner_text("main") != figure_before
    ledger = pl.read_parquet(site.workspace / "demo-truth" / "ledger.parquet")
    told = ledger.filter(pl.col("pending") & (pl.col("kind") == "victim"))
    assert kept == len(told)


def test_the_same_file_again_is_refused_with_a_sentence(open_page, site):
    file = next((site.workspace / "deliveries-inbox" / HEALTH).glob("*2026-08.csv"))
    before = len(deliveries.listing(StoreLayout(site.workspace / "store")))
    page = open_page(reverse("records:bring"), as_="ana")
    bring(page, file, office=OFFICES[HEALTH])
    _confirm_if_asked(page)
    page.wait_for_selector(".message.error", timeout=MINUTES_TO_STORE)
    assert len(page.inner_text(".message.error").split()) > 5
    assert len(deliveries.listing(StoreLayout(site.workspace / "store"))) == before


def _confirm_if_asked(page):
    page.wait_for_selector(f"{CONFIRM}, .message.error", timeout=MINUTES_TO_STORE)
    if page.locator(CONFIRM).count():
        follow(page, f"{CONFIRM} button")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ruido.xlsx", bytes(range(256)) * 40),
        ("vacio.csv", b""),
        ("carta.csv", b"Estimada Ana,\nadjunto los datos.\n"),
    ],
)
def test_a_wrong_file_gets_a_sentence_and_nothing_is_stored(open_page, site, tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    before = victims(site)
    page = open_page(reverse("records:bring"), as_="ana")
    page.set_input_files("input[type=file]", file)
    page.select_option("select[name=source]", "gt_pnc_victims")
    follow(page, "form[enctype] button")
    page.wait_for_selector(".message.error, .errorlist", timeout=MINUTES_TO_STORE)
    sentence = page.locator(".message.error, .errorlist").first.inner_text()
    assert len(sentence.split()) >= 4
    assert "Traceback" not in page.content()
    assert victims(site) == before


def test_choices_are_kept_in_the_address(open_page):
    page = open_page(reverse("observatory:overview"), as_="ana")
    form = page.locator("form[method=get]").first
    if not form.locator("select[name=indicator]").is_visible():
        unfold(page, "main summary")
    form.locator("select[name=indicator]").select_option("robbery")
    follow(page, form.locator("button").first)
    assert "indicator=robbery" in page.url
    again = open_page(page.url, as_="ana")
    assert again.inner_text("h1") == page.inner_text("h1")
    assert again.inner_text("main .cards, main .figures, main") == page.inner_text(
        "main .cards, main .figures, main"
    )


def test_the_past_is_shown_as_it_was_known(open_page):
    quarter = {"source": POLICE, "from": "2025-04", "to": "2025-06", **TOWN}
    now = open_page(figures(**quarter), as_="ana")
    then = open_page(figures(as_of="2025-08-01", **quarter), as_="ana")
    assert now.inner_text("h1") == then.inner_text("h1")
    assert now.inner_text("main") != then.inner_text("main")
    assert "1 de agosto de 2025" in then.inner_text("main")


def test_a_figure_can_be_followed_to_its_deliveries(open_page):
    page = open_page(figures(**{"from": "2025-04", "to": "2025-06"}, **TOWN), as_="ana")
    follow(page, f"main a[href*='{reverse('observatory:origin')}']")
    link = page.locator(A_DELIVERY).first
    assert link.count() == 1
    follow(page, link)
    assert page.locator("ol.sum").count() >= 1


def test_the_language_is_a_switch(open_page):
    # A link where pages are the same for everybody, a button where they are a person's.
    for address, role in (("/", "link"), (reverse("accounts:login"), "button")):
        page = open_page(address)
        assert page.get_attribute("html", "lang") == "es"
        follow(page, page.locator("header").get_by_role(role, name="English"))
        assert page.get_attribute("html", "lang") == "en"
        assert page.get_by_text("Fictional data").first.is_visible()


def test_the_mayor_sees_figures_and_cannot_change_them(open_page):
    page = open_page(reverse("accounts:home"), as_="gloria")
    assert "Gloria" in page.inner_text("h1")
    assert page.goto(reverse("observatory:overview")).status == 200
    for view in ("records:bring", "territory:import", "territory:names", "audit:entries"):
        assert page.goto(reverse(view)).status == 404, view


def test_everything_can_be_reached_with_the_keyboard(open_page):
    page = open_page(reverse("observatory:overview"), as_="ana")
    page.keyboard.press("Tab")
    skip = page.evaluate("[document.activeElement.className, document.activeElement.getAttribute('href')]")
    assert skip == ["skip", "#content"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash") in ("content", "#content")


def test_a_name_is_decided_by_a_person_and_written_down(open_page, site):
    page = open_page(reverse("territory:names"), as_="ana")
    cards = page.locator(f"form[action='{reverse('territory:decide_name')}']")
    waiting = cards.count()
    assert waiting == 2
    cards.first.locator("input[name=reason], textarea[name=reason]").fill("Así lo escribe la comisaría.")
    follow(page, cards.first.locator("button").first)
    page.goto(reverse("territory:names"))
    assert page.locator(f"form[action='{reverse('territory:decide_name')}']").count() == waiting - 1
    written = (site.workspace / "decisions" / "place_names.csv").read_text(encoding="utf-8")
    assert "Así lo escribe la comisaría." in written
