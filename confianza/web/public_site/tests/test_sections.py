"""The ways through the public site: few, and everything can be reached by them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from confianza.web.public_site import sections, urls

# What the foot of every page leads to, and what is handed over instead of being shown.
AT_THE_FOOT = {"about", "privacy", "accessibility"}
HANDED_OVER = {"embed", "file", "indicator_shapes", "bulletin", "meetings", "rss", "atom", "exhibit"}
MOST_AT_ONE_GLANCE = 6


def names_of_pages() -> set[str]:
    named = {each.name for each in urls.urlpatterns if getattr(each, "name", None)}
    machines = {name for name in named if re.search(r"_(csv|json|feed|sheet|draw|registration)$", name)}
    return named - machines - HANDED_OVER - AT_THE_FOOT


@pytest.mark.parametrize("name", sorted(names_of_pages()))
def test_every_public_page_lies_behind_exactly_one_section(name) -> None:
    marked = [link for link in sections.seen_from(name) if link.current]
    assert len(marked) == 1


def test_no_section_leads_to_a_page_that_is_gone() -> None:
    doors = [door for section in sections.SECTIONS for door in (section.door, *section.doors)]
    known = {name for door in doors for name in (door.name, *door.behind)}
    assert known == names_of_pages()


def test_what_a_neighbour_comes_for_stands_before_everything_else() -> None:
    first = [section.door.name for section in sections.SECTIONS[:4]]
    assert first == ["places", "promises", "take_part", "tip_line"]
    assert len(sections.SECTIONS) < MOST_AT_ONE_GLANCE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("promises", {"Lo prometido": "page"}),
        ("plans", {"Lo prometido": "true", "Planes de prevención": "page"}),
        ("home", {"Mi lugar": "true", "Lo que pasa": "page"}),
        ("tip_line", {"Avisar": "page"}),
        ("about", {}),
    ],
)
def test_a_page_says_where_one_stands(client: Client, release, page, marked) -> None:
    html = client.get(reverse(f"public_site:{page}")).content.decode()
    nav = re.search(r'<nav class="public-nav".*?</nav>', html, re.DOTALL)
    assert nav is not None
    found = re.findall(r'aria-current="(\w+)">(?:<svg.*?</svg>)?\s*(.*?)</a>', nav[0], re.DOTALL)
    assert {label: current for current, label in found} == marked


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("named", "link"),
    [
        ("avisos.example", "https://avisos.example"),
        ("http://127.0.0.1:8100", "http://127.0.0.1:8100"),
    ],
)
def test_whoever_wants_to_tell_is_led_to_the_door_of_the_tip_line(
    client: Client, settings, named, link
) -> None:
    settings.TIPS_ADDRESS = named
    html = client.get(reverse("public_site:tip_line")).content.decode()
    assert f'href="{link}" rel="noreferrer"' in html


@pytest.mark.django_db
def test_without_an_address_the_posters_are_named(client: Client, settings) -> None:
    settings.TIPS_ADDRESS = ""
    assert "afiches" in client.get(reverse("public_site:tip_line")).content.decode()
