"""What lies in what, over levels and across both geographies."""

from types import SimpleNamespace

import pytest

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Containment, Crosswalk, Generation

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """A town with a ward; a commissariat with two beats, and one of another commissariat."""
    made = SimpleNamespace()
    for name, level, above in (
        ("town", "municipality", None), ("ward", "zone", "town"),
        ("ours", "commissariat", None), ("east", "beat", "ours"), ("west", "beat", "ours"),
        ("theirs", "commissariat", None), ("south", "beat", "theirs"),
    ):  # fmt: skip
        geography = "administrative" if name in ("town", "ward") else "police"
        area = Area.objects.create(stable_id=f"{level}-{name}", geography=geography, level=level, code=name)
        parent = getattr(made, above).area if above else None
        kept = Generation.objects.create(
            area=area, name=name, parent=parent, valid_from="2001-01-01", origin="test"
        )
        setattr(made, name, kept)
    return made


def _shares(source, **parts):
    for target, share in parts.values():
        Crosswalk.objects.create(source=source, target=target, share=share, method="area")
    containments.rebuild(by=COMMAND_LINE)


def _lies_in(inner, outer):
    return Containment.objects.filter(inner=inner.area, outer=outer.area).exists()


def test_a_ward_that_two_beats_share_lies_in_their_commissariat(places) -> None:
    _shares(places.ward, a=(places.east, 0.55), b=(places.west, 0.445))
    assert _lies_in(places.ward, places.ours)
    assert not _lies_in(places.ward, places.east)
    assert not _lies_in(places.ward, places.theirs)
    assert not _lies_in(places.town, places.ours)


def test_a_ward_that_two_commissariats_share_lies_in_neither(places) -> None:
    _shares(places.ward, a=(places.east, 0.6), b=(places.west, 0.3), c=(places.south, 0.1))
    assert not _lies_in(places.ward, places.ours)
    assert not _lies_in(places.ward, places.theirs)


def test_boundaries_of_the_past_do_not_add_to_those_of_today(places) -> None:
    Generation.objects.filter(pk=places.west.pk).update(valid_to="2010-01-01")
    _shares(places.ward, a=(places.east, 0.6), b=(places.west, 0.4))
    assert not _lies_in(places.ward, places.ours)
