"""Events on streets: the nearest segment, corners, rates by length, files in every system."""

import io
import json
import zipfile

import numpy as np
import polars as pl
import pytest
import shapely

from confianza.analysis.hotspots import layers, points, projection, street_files, streets
from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.territory.findings import FileRefused
from confianza.analysis.territory.reading import File


def cross():
    """Four streets of 100 m that meet at (0, 0), to the east, north, west and south."""
    ends = [(100, 0), (0, 100), (-100, 0), (0, -100)]
    return streets.of_lines([shapely.LineString([(0, 0), end]) for end in ends], tuple("ENWS"))


def geojson(features, **more):
    told = [
        {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}
        for properties, shape in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": told, **more}).encode()


def refused(file, events=None):
    with pytest.raises(PointsRefused) as told:
        street_files.read([file], events or points.of_arrays([0, 1], [0, 1]))
    return told.value.problem.code


def test_an_event_belongs_to_the_nearest_street_within_reach():
    told = streets.snap(points.of_arrays([50, 3, 500], [4, 60, 0]), cross(), within=50)
    assert told.street.tolist() == [0, 1, -1]
    assert told.metres[:2].tolist() == [4, 3]
    assert np.isnan(told.metres[2])
    assert (told.lost, told.at_corners) == (1, 0)


def test_events_at_a_corner_are_dealt_to_its_streets_in_turn():
    told = streets.snap(points.of_arrays([0] * 9, [0] * 9), cross())
    assert told.street.tolist() == [0, 1, 2, 3, 0, 1, 2, 3, 0]
    assert told.at_corners == 9


def test_streets_and_distances_are_those_of_geopandas():
    geopandas, examples = pytest.importorskip("geopandas"), pytest.importorskip("libpysal.examples")
    crimes, lines = (
        geopandas.read_file(
            next(f for f in examples.load_example("geodanet").get_file_list() if f.endswith(f"/{name}.shp"))
        ).to_crs("EPSG:32612")
        for name in ("crimes", "streets")
    )
    net = streets.of_lines(lines.geometry.to_numpy())
    mine = streets.snap(points.of_arrays(crimes.geometry.x, crimes.geometry.y), net, within=50)
    theirs = geopandas.sjoin_nearest(crimes, lines, max_distance=50, distance_col="metres")
    assert mine.lost == len(crimes) - theirs.index.nunique() == 25
    assert mine.street[theirs.index].tolist() == theirs["index_right"].tolist()
    assert mine.metres[theirs.index] == pytest.approx(theirs["metres"].to_numpy())


def test_a_long_street_stands_out_only_for_more_than_its_length():
    long = [2_000] + [50] * 40
    net = streets.of_lines([shapely.LineString([(0, 50 * n), (m, 50 * n)]) for n, m in enumerate(long)])
    x, y = np.r_[np.linspace(1, 1999, 15), np.full(8, 25), 25], np.r_[np.zeros(15), np.full(8, 250), 500]
    told = streets.of_points(points.of_arrays(x, y), net, within=20).table
    assert told["count"].to_list()[:3] == [8, 15, 1]
    assert told["shown"].to_list()[:3] == [True, False, False]
    assert told["per_100m"].to_list()[:3] == [16, 0.75, 2]
    assert told["expected"].to_list()[0] == pytest.approx(24 * 50 / 4000)


def test_chances_are_binomial_and_weights_leave_them_alone():
    from scipy.stats import binom

    events = points.of_arrays([10, 20, 30, 0], [1, 1, 1, -50], weight=[5, 5, 5, 1])
    told = streets.of_points(events, cross()).table
    assert told["count"].to_list()[0] == 15
    assert told["p"].to_list()[0] == pytest.approx(binom.sf(2, 4, 0.25))


def test_half_of_crime_by_length_beside_what_chance_would_do():
    random = np.random.default_rng(2)
    net = streets.of_lines([shapely.LineString([(0, 9 * n), (100, 9 * n)]) for n in range(100)])
    everywhere = points.of_arrays(random.uniform(0, 100, 2_000), 9 * random.integers(0, 100, 2_000))
    told = streets.of_points(everywhere, net, within=4)
    assert told.length_for_half == pytest.approx(told.even_length_for_half, abs=0.02)
    gathered = points.of_arrays(random.uniform(0, 100, 200), 9 * random.integers(0, 4, 200))
    told = streets.of_points(gathered, net, within=4)
    assert told.length_for_half == pytest.approx(0.02, abs=0.002)
    assert told.even_length_for_half > 0.2


def test_every_line_of_a_shape_is_a_segment_once():
    two = shapely.MultiLineString([[(0, 0), (1, 0)], [(5, 5), (6, 5)]])
    mixed = shapely.GeometryCollection([two, shapely.Point(0, 0)])
    back = shapely.LineString([(1, 0), (0, 0)])
    net = streets.of_lines([mixed, back, shapely.LineString([(3, 3), (3, 3)]), None], ("a", "b", "c", "d"))
    assert net.ids == ("a.1", "a.2")
    assert [note.details["count"] for note in net.notes] == [2]
    assert net.metres.tolist() == [1, 1]


@pytest.mark.parametrize("within", [0, -1, float("nan"), float("inf")])
def test_a_reach_that_is_none_is_refused(within):
    with pytest.raises(PointsRefused, match="greater than zero"):
        streets.snap(points.of_arrays([0, 1], [0, 1]), cross(), within=within)


def test_events_of_another_town_are_refused_with_how_far_they_are():
    with pytest.raises(PointsRefused, match=r"the nearest is 9\.9 km away"):
        streets.snap(points.of_arrays([10_000, 20_000], [0, 0]), cross())


def test_events_that_weigh_nothing_are_refused():
    with pytest.raises(PointsRefused, match="weigh nothing"):
        streets.of_points(points.of_arrays([0, 1], [0, 1], weight=[0, 0]), cross())


TOWN = [-90.51, 14.61, -90.50, 14.61]


@pytest.fixture
def events():
    frame = pl.DataFrame({"lon": [-90.505, -90.504, -90.503], "lat": [14.6101, 14.6101, 14.6102]})
    return points.of_table(frame, x="lon", y="lat")


def test_degrees_become_the_metres_of_the_events(events):
    line = shapely.LineString([TOWN[:2], TOWN[2:]])
    file = File("calles.geojson", geojson([({"id": "7", "nombre": "Calle Real"}, line)]))
    net = street_files.read([file], events)
    assert (net.ids, net.names, net.crs) == (("7",), ("Calle Real",), "EPSG:32615")
    assert net.metres[0] == pytest.approx(1_078, abs=2)
    assert [note.code for note in net.notes] == ["streets_uncut"]
    assert streets.snap(events, net).metres == pytest.approx([11, 11, 22], abs=0.5)


def test_geojson_in_metres_is_taken_as_metres_of_the_events(events):
    x, y = projection.to_metres(np.array(TOWN[::2]), np.array(TOWN[1::2]), events.crs)
    file = File("calles.geojson", geojson([({}, shapely.LineString(np.column_stack([x, y])))]))
    net = street_files.read([file], events)
    assert net.notes[0].code == "streets_as_metres"
    assert streets.snap(events, net).lost == 0


def test_a_shapefile_in_feet_and_a_layer_of_a_geopackage_are_read(events, tmp_path):
    geopandas = pytest.importorskip("geopandas")
    line = shapely.LineString([TOWN[:2], TOWN[2:]])
    drawn = geopandas.GeoDataFrame({"CODIGO": ["x1"]}, geometry=[line], crs="EPSG:4326")
    drawn.to_crs("+proj=utm +zone=15 +units=us-ft").to_file(tmp_path / "calles.shp")
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        for part in tmp_path.glob("calles.*"):
            archive.write(part, part.name)
    shops = geopandas.GeoDataFrame(geometry=[shapely.Point(TOWN[:2])], crs="EPSG:4326")
    shops.to_file(tmp_path / "mapa.gpkg", layer="shops")
    drawn.to_file(tmp_path / "mapa.gpkg", layer="streets")
    for file in (
        File("calles.zip", box.getvalue()),
        File("mapa.gpkg", (tmp_path / "mapa.gpkg").read_bytes()),
    ):
        net = street_files.read([file], events)
        assert net.ids == ("x1",)
        assert streets.snap(events, net).metres == pytest.approx([11, 11, 22], abs=0.5)


def test_what_is_no_street_is_refused(events):
    assert refused(File("a.geojson", geojson([({}, shapely.Point(0, 0))]))) == "no_lines"
    assert refused(File("a.geojson", geojson([({}, shapely.box(0, 0, 1, 1))]))) == "no_lines"
    assert refused(File("a.geojson", geojson([]))) == "no_lines"
    assert refused(File("a.csv", b"x,y\n1,2\n")) == "no_lines"
    line = shapely.LineString([TOWN[:2], TOWN[2:]])
    assert refused(File("a.geojson", geojson([({}, line)]))) == "streets_elsewhere"
    with pytest.raises(FileRefused):
        street_files.read([File("a.geojson", b"{nothing")], events)


def test_a_layer_draws_its_streets_as_lines_in_degrees(events):
    line = shapely.LineString([TOWN[:2], TOWN[2:]])
    net = street_files.read([File("a.geojson", geojson([({}, line)]))], events)
    layer = layers.on_streets(events, net)
    drawn = layers.geojson(layer, everything=True)["features"][0]
    assert drawn["geometry"]["type"] == "LineString"
    assert drawn["geometry"]["coordinates"][0] == pytest.approx(TOWN[:2], abs=1e-5)
    assert drawn["properties"]["count"] == 3
    assert layer.facts["length_for_half"] == 0.5


def test_points_of_a_system_in_feet_become_metres():
    frame = pl.DataFrame({"x": [723_414.4, 728_645.0], "y": [875_929.0, 881_276.8]})
    told = points.of_table(frame, x="x", y="y", crs="EPSG:2223")
    assert told.crs == "EPSG:32612"
    assert np.ptp(told.y) == pytest.approx((881_276.8 - 875_929.0) * 0.3048, rel=0.01)
    assert told.left_out[0].code == "not_metres"
