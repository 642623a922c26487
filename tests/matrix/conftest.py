import logging

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from confianza.web.lib.workspaces import VARIABLE, Workspace
from confianza.web.public_site.tests import releases
from tests.matrix import world as worlds


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The two towns, built once for a module of tests; gone from the register when it ends."""
    place = Workspace(tmp_path_factory.mktemp("matrix") / "workspace")
    for folder in (place.keys, place.store, place.cache):
        folder.mkdir(parents=True)
    with (
        override_settings(WORKSPACE=place, SECOND_FACTOR_REQUIRED=True),
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setenv(VARIABLE, str(place.root))
        cache.clear()
        _publish(patch, place.root)
        yield worlds.build()
        transaction.set_rollback(True)
    cache.clear()


def _publish(patch, folder):
    """Have something be published, so that the public pages have something to show to everybody."""
    folder.joinpath("figures.csv").write_text("area_id,count\n")
    folder.joinpath("bulletin.pdf").write_bytes(b"%PDF-1.7")
    releases.publish(patch, releases.Release(folder=folder), bulletins=[releases.Bulletin(folder)])


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    """Let pages be remembered from one person to the next, as in service: that too must keep towns apart."""


@pytest.fixture(autouse=True)
def _refusals_are_no_news():
    """Keep thousands of expected refusals out of the log, which made the walk twice as slow."""
    loggers = [logging.getLogger(name) for name in ("django.request", "axes", "confianza.refusals")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)
