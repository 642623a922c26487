import numpy as np
import polars as pl
import pytest

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.territory import queries
from confianza.web.territory.actions import crosswalks
from confianza.web.territory.tests import town


def share(source, target):
    rows = queries.territory().crosswalk.filter(pl.col("from_area") == source, pl.col("to_area") == target)
    return rows.select("share", "method").row(0)


def weigh():
    x, y = np.array([-91.9, -91.9, -91.9, -91.1]), np.full(4, 14.2)
    return crosswalks.weigh(longitude=x, latitude=y, weights=np.ones(4), source="viviendas", by=COMMAND_LINE)


def test_shares_are_by_surface_until_points_say_where_people_live(valle):
    assert share("municipality-0101", "beat-B1") == (pytest.approx(0.5, abs=0.001), "area")
    assert weigh() > 0
    assert share("municipality-0101", "beat-B1") == (pytest.approx(0.75), "points")
    assert Entry.objects.latest("id").action == "territory.weigh_crosswalk"


def test_areas_without_points_keep_their_shares_by_surface(valle):
    before = queries.territory().crosswalk.filter(pl.col("from_area") == "municipality-0102").rows()
    weigh()
    assert queries.territory().crosswalk.filter(pl.col("from_area") == "municipality-0102").rows() == before


def test_the_next_import_measures_by_surface_again(bring, valle):
    weigh()
    bring(town.geojson())
    assert share("municipality-0101", "beat-B1")[1] == "area"
