"""One drawn municipality and one small history for all tests of the demo."""

from datetime import date

import polars as pl
import pytest

from confianza.demo import addresses, geography, inbox, schedule, truth
from confianza.demo.addresses import Addresses
from confianza.demo.geography import Ground
from confianza.demo.inbox import Filed

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def ground() -> Ground:
    return geography.survey()


@pytest.fixture(scope="session")
def scattered(ground) -> Addresses:
    return addresses.scatter(ground)


@pytest.fixture(scope="session")
def happened(scattered) -> pl.DataFrame:
    return truth.happen(scattered, schedule.last_month(TODAY))


@pytest.fixture(scope="session")
def filed(happened) -> list[Filed]:
    return list(inbox.fill(happened, schedule.deliveries(TODAY)))
