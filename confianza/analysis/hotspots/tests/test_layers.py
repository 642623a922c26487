"""What pages and the command line draw: one table for each question, and GeoJSON others can read."""

import json

import numpy as np
import pytest

from confianza.analysis.hotspots import layers, points, projection
from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.tests import invented

ZONE = "EPSG:32615"


def town():
    """Events around a corner of a Guatemalan town, more of them in one block."""
    events = invented.with_repeats(600, 1, side=3_000)
    random = np.random.default_rng(2)
    x = np.r_[events.x, random.uniform(2_000, 2_400, 200)] + 765_000
    y = np.r_[events.y, random.uniform(2_000, 2_400, 200)] + 1_612_000
    when = np.r_[events.when, invented.days(random.integers(0, 100, 200))]
    return points.of_arrays(x, y, when, crs=ZONE)


def test_hot_spots_are_shown_where_they_are():
    told = layers.hot_spots(town())
    found = told.found()
    assert len(found) > 2
    assert ((found["x"] - 767_200).abs() < 600).all()
    assert told.facts["signal_p"] == 0.001
    assert told.facts["events"] == 1_000


def test_every_layer_becomes_geojson_in_degrees():
    events = town()
    asked = [
        layers.counts(events), layers.hot_spots(events), layers.dense(events), layers.over_time(events),
        layers.clustered(events), layers.scanned(events, 400), layers.repeated(events, metres=100, days=7),
        layers.hexagonal(events),
    ]  # fmt: skip
    for layer in asked:
        told = json.loads(json.dumps(layers.geojson(layer)))
        assert told["type"] == "FeatureCollection"
        assert len(told["features"]) == len(layer.found()) > 0 or layer.method == "scan"
        for feature in told["features"]:
            corners = np.array(feature["geometry"]["coordinates"], dtype=float).reshape(-1, 2)
            assert (np.abs(corners - (-90.53, 14.59)) < 0.1).all(), layer.method
        assert "shown" not in str(told)


def test_cells_are_closed_rings_of_their_size():
    layer = layers.counts(town(), 250)
    ring = np.array(layers.geojson(layer)["features"][0]["geometry"]["coordinates"][0])
    assert ring[0].tolist() == ring[-1].tolist()
    x, y = projection.to_metres(ring[:, 0], ring[:, 1], ZONE)
    assert np.ptp(x) == pytest.approx(250, abs=0.5)
    assert np.ptp(y) == pytest.approx(250, abs=0.5)


def test_everything_is_told_where_somebody_asks():
    layer = layers.hot_spots(town())
    assert (
        len(layers.geojson(layer, everything=True)["features"]) == layer.facts["cells"] > len(layer.found())
    )


def test_a_plan_of_no_known_place_stays_in_its_metres():
    events = town()
    plan = points.of_arrays(events.x, events.y, events.when)
    told = layers.geojson(layers.clustered(plan))
    assert told["crs"] == "metres"
    assert told["features"][0]["geometry"]["coordinates"][0] > 700_000
    with pytest.raises(ValueError, match="Hexagons"):
        layers.hexagonal(plan)


def test_the_densest_cells_are_one_in_twenty():
    told = layers.dense(town())
    assert len(told.found()) == round(0.05 * told.facts["cells"])
    assert told.found()["per_km2"].min() >= told.table.filter(~told.table["shown"])["per_km2"].max()


def test_days_are_asked_for_where_time_matters():
    events = points.of_arrays(town().x, town().y)
    for question in (layers.over_time, layers.scanned, layers.repeated):
        with pytest.raises(PointsRefused, match="without days"):
            question(events)


def test_hexagons_ask_for_degrees_that_exist():
    from confianza.analysis.hotspots import hexagons

    with pytest.raises(ValueError, match="degrees"):
        hexagons.count([765_000], [1_612_000])
    with pytest.raises(ValueError, match="resolution"):
        hexagons.count([-90.5], [14.6], 16)
    cell = hexagons.count([-90.5], [14.6])["h3"][0]
    assert len(hexagons.neighbours(cell)) == 6
    assert len(hexagons.outline(cell)) == 7
