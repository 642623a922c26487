from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from confianza.web.public_site.tests.releases import Release, publish

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def two(monkeypatch, tmp_path) -> None:
    old = Release(version="2026-09-05.1", made_at=datetime(2026, 9, 5, 9, tzinfo=UTC), folder=tmp_path)
    publish(monkeypatch, Release(folder=tmp_path), old)


def test_rss_has_the_newest_first_with_full_addresses(client: Client, two) -> None:
    answer = client.get(reverse("public_site:rss"))
    items = ElementTree.fromstring(answer.content).findall("channel/item")
    assert [item.findtext("link") for item in items] == [
        "http://testserver/datos/2026-10-05.1/",
        "http://testserver/datos/2026-09-05.1/",
    ]
    assert items[0].findtext("pubDate") == "Mon, 05 Oct 2026 12:00:00 +0000"
    assert answer["Content-Type"].startswith("application/rss+xml")


def test_atom_says_when_each_was_published_in_the_language_asked_for(client: Client, two) -> None:
    answer = client.get(reverse("public_site:atom"), {"idioma": "en"})
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Release 2026-10-05.1",
        "Release 2026-09-05.1",
    ]
    assert entries[0].findtext(f"{ATOM}summary") == "September 2026 is new."
