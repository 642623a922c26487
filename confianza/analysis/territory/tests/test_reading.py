import io
import json
import zipfile

import pytest
import shapely

from confianza.analysis.territory import findings, reading
from confianza.analysis.territory.findings import FileRefused
from confianza.analysis.territory.reading import File

SQUARE = [[[-91, 14], [-90, 14], [-90, 15], [-91, 15], [-91, 14]]]


def geojson(*features, **more):
    listed = [
        {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
        for properties, kind, coordinates in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": listed, **more}, ensure_ascii=False).encode()


def read(content, name="areas.geojson"):
    return reading.read([File(name, content)])


def written(driver, tmp_path, extension, *, crs="EPSG:4326", shapes=None, encoding=None):
    """Let GDAL write a file, as an office's program would; return its bytes by name."""
    import geopandas

    frame = geopandas.GeoDataFrame(
        {"codigo": ["0101", "0102"], "municipio": ["Peñón", "Añil"]},
        geometry=shapes or [shapely.box(-92, 14, -91, 15), shapely.box(-91, 14, -90, 15)],
        crs="EPSG:4326",
    ).to_crs(crs)
    frame.to_file(
        tmp_path / f"areas{extension}", driver=driver, **({"encoding": encoding} if encoding else {})
    )
    return {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_geojson_gives_its_properties_as_text_and_its_polygons():
    [layer] = read(geojson(({"code": "0101", "people": 12, "share": 0.5, "none": None}, "Polygon", SQUARE)))
    assert layer.cells.rows(named=True) == [{"code": "0101", "people": "12", "share": "0.5", "none": None}]
    assert shapely.from_wkb(layer.wkb[0]).equals(shapely.box(-91, 14, -90, 15))


def test_topojson_is_decoded_with_its_quantised_arcs_and_its_byte_order_mark():
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.25], "translate": [-92, 14]},
        "arcs": [[[2, 0], [0, 4]], [[2, 4], [-2, 0], [0, -4], [2, 0]], [[2, 0], [2, 0], [0, 4], [-2, 0]]],
        "objects": {
            "zonas": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"zona": "Ñ"}},
                    {"type": "Polygon", "arcs": [[2, -1]], "properties": {"zona": "2"}},
                ],
            }
        },
    }
    [layer] = read("\ufeff".encode() + json.dumps(topology, ensure_ascii=False).encode(), "topo.json")
    assert layer.name == "zonas"
    assert layer.cells["zona"].to_list() == ["Ñ", "2"]
    west, east = (shapely.from_wkb(shape) for shape in layer.wkb)
    assert west.equals(shapely.box(-92, 14, -91, 15))
    assert east.equals(shapely.box(-91, 14, -90, 15))


@pytest.mark.parametrize("as_zip", [True, False])
def test_a_shapefile_comes_as_zip_or_in_its_parts(tmp_path, as_zip):
    parts = written("ESRI Shapefile", tmp_path, ".shp")
    if as_zip:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in parts.items():
                archive.writestr(f"carpeta/{name}", content)
        files = [File("limites.zip", buffer.getvalue())]
    else:
        files = [File(name, content) for name, content in parts.items()]
    [layer] = reading.read(files)
    assert layer.cells["municipio"].to_list() == ["Peñón", "Añil"]
    assert layer.cells["codigo"].to_list() == ["0101", "0102"]


def test_accents_of_a_shapefile_that_does_not_say_its_encoding_are_mended(tmp_path):
    parts = written("ESRI Shapefile", tmp_path, ".shp", encoding="UTF-8")
    dbf = bytearray(parts["areas.dbf"])
    dbf[29] = 0  # no language is told in the header either
    parts["areas.dbf"] = bytes(dbf)
    [layer] = reading.read(
        [File(name, content) for name, content in parts.items() if not name.endswith(".cpg")]
    )
    assert layer.cells["municipio"].to_list() == ["Peñón", "Añil"]
    assert [problem.code for problem in layer.problems] == ["mended_text"]


def test_a_geopackage_is_read(tmp_path):
    [layer] = read(written("GPKG", tmp_path, ".gpkg")["areas.gpkg"], "areas.gpkg")
    assert layer.name == "areas"
    assert layer.cells["municipio"].to_list() == ["Peñón", "Añil"]


def test_other_projections_are_brought_to_degrees(tmp_path):
    parts = written("ESRI Shapefile", tmp_path, ".shp", crs="EPSG:32615")
    [layer] = reading.read([File(name, content) for name, content in parts.items()])
    assert shapely.from_wkb(layer.wkb[0]).bounds == pytest.approx((-92, 14, -91, 15), abs=1e-6)


def test_without_a_projection_metres_are_refused_and_degrees_believed(tmp_path):
    (tmp_path / "metres").mkdir()
    (tmp_path / "degrees").mkdir()
    metres = written("ESRI Shapefile", tmp_path / "metres", ".shp", crs="EPSG:32615")
    with pytest.raises(FileRefused, match="does not say its coordinate system"):
        reading.read([File(name, content) for name, content in metres.items() if not name.endswith(".prj")])
    degrees = written("ESRI Shapefile", tmp_path / "degrees", ".shp")
    assert reading.read(
        [File(name, content) for name, content in degrees.items() if not name.endswith(".prj")]
    )[0].drawn


def test_a_boundary_that_crosses_itself_is_repaired_and_that_is_said():
    bow = [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]
    [layer] = read(geojson(({"code": "1"}, "Polygon", SQUARE), ({"code": "2"}, "Polygon", bow)))
    assert shapely.is_valid(shapely.from_wkb(layer.wkb[1]))
    [problem] = layer.problems
    assert (problem.code, problem.count, problem.value) == ("shape_repaired", 1, "#2")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("codigo;municipio\n0101;Peñón\n0102;Añil\n", "utf-8"),
        ("codigo,municipio\r\n0101,Peñón\r\n\r\n0102,Añil\r\n", "cp1252"),
        ("codigo\tmunicipio\n0101\tPeñón\n0102\tAñil", "utf-16"),
        ("codigo|municipio\r0101|Peñón\r0102|Añil", "utf-8-sig"),
    ],
)
def test_csv_is_read_in_any_encoding_and_separator(content, encoding):
    [layer] = read(content.encode(encoding), "areas.csv")
    assert layer.cells.rows() == [("0101", "Peñón"), ("0102", "Añil")]
    assert not layer.drawn


def bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in (".shp", ".shx", ".dbf"):
            archive.writestr(f"areas{part}", bytes(100 * 1024**2))
    return buffer.getvalue()


# GDAL would follow such a file to any other file of the machine.
VIRTUAL = (
    b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
    b"</OGRVRTDataSource>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (bytes(range(256)) * 8, "not_readable"),
        (b"{nope", "not_readable"),
        (b'{"type": "Recipe"}', "not_readable"),
        (b"PK\x03\x04 and nothing more", "not_readable"),
        (b"SQLite format 3\0 and nothing more", "not_readable"),
        (b"only one line", "not_readable"),
        (VIRTUAL, "not_readable"),
        (geojson(({"code": "1"}, "Point", [-91, 14])), "no_polygons"),
        (
            geojson(({"code": "1"}, "Polygon", [[[5e5, 1e6], [5e5, 2e6], [6e5, 2e6], [5e5, 1e6]]])),
            "unknown_projection",
        ),
        (bomb(), "too_big"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, code):
    with pytest.raises(FileRefused) as refused:
        read(content, "areas")
    assert refused.value.problem.code == code
    assert "areas" in str(refused.value)


def test_a_shapefile_without_its_table_is_refused_by_the_name_of_the_part(tmp_path):
    parts = written("ESRI Shapefile", tmp_path, ".shp")
    with pytest.raises(FileRefused, match=r"lacks its \.dbf part"):
        reading.read([File(name, content) for name, content in parts.items() if not name.endswith(".dbf")])


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"code,name\n1,Uno\n", "areas.geojson"),
        (geojson(({"code": "1"}, "Polygon", SQUARE)), "areas.csv"),
        (geojson(({"code": "1"}, "Polygon", SQUARE)), "areas.zip"),
        (b"code,name\n1,Uno\n", "areas.exe"),
        (b"SQLite format 3\0 and nothing more", "areas.csv"),
        (b"PK\x03\x04 and nothing more", "areas.gpkg"),
    ],
    ids=["table as json", "json as table", "json as archive", "table as programme", "database", "archive"],
)
def test_a_file_that_holds_something_else_than_its_name_says_is_refused(content, name):
    with pytest.raises(FileRefused) as refused:
        read(content, name)
    assert refused.value.problem.code == "not_what_its_name_says"
    assert name in findings.sentence(refused.value.problem)


@pytest.mark.parametrize("name", ["areas", "Zonas 2024.1", "areas.TXT", "areas.csv"])
def test_a_name_that_says_nothing_of_its_kind_is_no_lie(name):
    [layer] = read(b"code,name\n1,Uno\n2,Dos\n", name)
    assert layer.cells.height == 2
