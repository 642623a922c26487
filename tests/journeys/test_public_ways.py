"""The ways through the public site, as somebody goes them who has a cheap telephone and no scripts."""

import re

import pytest
from django.urls import reverse

from tests.journeys.conftest import NARROW
from tests.support import axe

# What is wanted most, and how far down a telephone of 640 px shows it together with the heading.
WANTED = {
    "es": ("Mi lugar", "Lo prometido", "Participar", "Avisar"),
    "en": ("My place", "What was promised", "Take part", "Tell"),
}
ONE_GLANCE = 640


@pytest.fixture
def telephone(browser, site):
    """A telephone that runs no scripts."""
    context = browser.new_context(
        base_url=site.address, viewport={"width": NARROW, "height": ONE_GLANCE}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def foot_of(locator) -> float:
    box = locator.bounding_box()
    return float(box["y"] + box["height"])


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_wanted_most_is_seen_at_one_glance_above_the_heading(telephone, language) -> None:
    telephone.goto(reverse("public_site:news", query={"idioma": language}))
    nav = telephone.locator("nav.public-nav")
    heights = [foot_of(nav.get_by_role("link", name=name, exact=True)) for name in WANTED[language]]
    heading = foot_of(telephone.locator("h1"))
    assert max(heights) < heading < ONE_GLANCE


def test_the_other_pages_unfold_and_fold_again_with_the_keyboard_alone(telephone) -> None:
    telephone.goto(reverse("public_site:home"))
    methods = telephone.locator(f"nav.public-nav a[href='{reverse('public_site:methods')}']")
    assert not methods.is_visible()
    telephone.get_by_role("link", name="Más páginas").focus()
    telephone.keyboard.press("Enter")
    assert methods.is_visible()
    telephone.keyboard.press("Tab")
    assert telephone.evaluate("document.activeElement.closest('nav').id") == "pages"
    telephone.get_by_role("link", name="Menos páginas").focus()
    telephone.keyboard.press("Enter")
    assert not methods.is_visible()


@pytest.mark.parametrize("width", [NARROW, 1024, 1280])
@pytest.mark.parametrize("language", ["es", "en"])
def test_unfolded_it_fits_and_keeps_nobody_out(open_page, language, width) -> None:
    page = open_page(f"{reverse('public_site:bulletins')}#pages", width=width, language=language)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe.complain(axe.faults(page), width)


def test_from_the_heading_of_a_section_its_pages_can_be_followed(open_page) -> None:
    page = open_page(reverse("public_site:promises"), language="es")
    page.locator("nav.public-nav").get_by_role("link", name="Planes de prevención").click()
    page.wait_for_url(re.compile(re.escape(reverse("public_site:plans"))))
    section = page.locator("nav.public-nav").get_by_role("link", name="Lo prometido")
    assert section.get_attribute("aria-current") == "true"
