"""The map of an officer in the street: what comes in is on the phone within a minute, as far as she may see."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.urls import reverse

from confianza.demo.schedule import HEALTH, OFFICES

PHONE = 360
A_MINUTE = 60
UNTIL_OCTOBER = "31 de octubre de 2026"
SAID = "[data-said]"


@pytest.fixture
def site_of_its_own(demo_folder, tmp_path):
    """A copy of the demo to which only this test brings anything."""
    from tests.journeys import site as sites

    with sites.served(demo_folder, tmp_path) as served:
        yield served


def deliver(site):
    """Bring the file that waits in the demo's inbox, as an institution's line does at night."""
    command = [
        str(Path(sys.executable).with_name("confianza")), "ingest", str(site.workspace / site.demo.pending),
        "--source", HEALTH, "--office", OFFICES[HEALTH], "--workspace", str(site.workspace),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, env=dict(os.environ))


def open_map(browser, site):
    from tests.journeys.conftest import opened

    return opened(browser, site, {}, reverse("observatory:crime_map"), as_="benito", width=PHONE)


def wait_for_the_first(page):
    page.locator(SAID, has_text="Tab").wait_for()
    assert UNTIL_OCTOBER not in page.inner_text("main .lead")


def layers(page):
    """Return the layers of what the phone has been told."""
    return page.evaluate(
        "fetch(JSON.parse(document.querySelector('[data-live-map]').dataset.settings).url)"
        ".then((answer) => answer.json())"
        ".then((told) => [...new Set(told.features.map((each) => each.properties.layer))])"
    )


@pytest.mark.slow
def test_what_came_in_is_on_the_phone_within_a_minute(browser, site_of_its_own):
    with open_map(browser, site_of_its_own) as page:
        wait_for_the_first(page)
        deliver(site_of_its_own)
        stored = time.monotonic()
        page.locator(SAID, has_text=UNTIL_OCTOBER).wait_for(timeout=A_MINUTE * 1000)
        assert time.monotonic() - stored < A_MINUTE
        assert "points" not in layers(page)
        assert "cells" in layers(page)
