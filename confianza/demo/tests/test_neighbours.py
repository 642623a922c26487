"""The demo's neighbours arrive as real ones would: one on time, one late, one that differs, one set aside."""

import time
from datetime import date

import pytest
from django.utils import timezone

from confianza.demo import neighbours
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.observatory.models import Node, ReceivedPackage
from confianza.web.observatory.queries import network
from confianza.web.observatory.tests import encinos
from confianza.web.territory.actions import importing

TODAY = date(2026, 11, 22)


@pytest.fixture
def joined(db, workspace):
    importing.import_files(files=[encinos.boundaries()], wishes=importing.Wishes(), by=COMMAND_LINE)
    begun = time.perf_counter()
    neighbours.join(TODAY, "municipality-0101", COMMAND_LINE)
    assert time.perf_counter() - begun < 10


def test_the_page_of_the_network_has_something_of_each_kind_to_teach(joined):
    late, differing, missing = {}, {}, {}
    for voice in network.voices("homicide"):
        late[voice.name] = network.lateness(voice.node, voice.package, timezone.localdate()).days
        differing[voice.name], missing[voice.name] = voice.differing, len(voice.missing)
    on_time, slow, regional = (each.name for each in neighbours.NEIGHBOURS)
    assert (late[on_time], late[slow]) == (0, 70 - 31)
    assert (differing[on_time], differing[regional]) == ((), ("iccs",))
    assert (missing[on_time], missing[slow]) == (0, 3)
    assert [package.node.name for package in ReceivedPackage.objects.filter(standing="quarantined")] == [
        on_time
    ]
    assert not Node.objects.get(name=neighbours.WRITTEN_DOWN).is_confirmed


def test_every_neighbour_says_that_it_is_invented(joined):
    assert all(Node.objects.values_list("is_fictional", flat=True))
    assert network.total(network.voices("homicide"))[1] == tuple(
        sorted(each.name for each in neighbours.NEIGHBOURS if not each.wider)
    )
