from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils import translation

from confianza.web.design import charts, drawing
from confianza.web.design.charts import Bar, Change, Moment

SVG = "{http://www.w3.org/2000/svg}"
JANUARY = date(2024, 1, 1)
NAME = 'Lo que "muestra" <esto> & aquello'
MONTHS = [Moment(date(2024, month, 1), 10.0 + month, 4, 9, 20) for month in range(1, 13)]
SPECS = {
    "trend": charts.trend(MONTHS, measure="Víctimas por mes"),
    "trend without a past": charts.trend([Moment(m.on, m.value) for m in MONTHS], measure="Víctimas"),
    "bars": charts.bars([Bar("Zona 1", 24.34, 18, 31), Bar("Zona 2", 0, 0, 3.7)], measure="Tasa", decimals=1),
    "columns": charts.columns([Bar("2024", 1234, 1100, 1300)], measure="Víctimas"),
    "lines": charts.lines(
        [("PNC", date(2024, 1, 1), 3), ("INACIF", date(2024, 1, 1), 4)], measure="Víctimas"
    ),
    "nothing": charts.columns([], measure="Víctimas"),
    "intervals": charts.intervals(
        [Bar("Como si ninguna\nsupiera", 542.4, 540, 550), Bar("Lo menos", 544)], measure="Víctimas", mark=538
    ),
    "waterfall": charts.waterfall(
        [
            Change("Antes", -9.5, whole=True),
            Change("Apellidos", 12.25),
            Change("Edad", -1.5),
            Change("Todo junto", 1.25, whole=True),
        ],
        measure="Bits",
    ),
}


def pictures(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<figure>{svg}</figure>"))


def words(picture: ElementTree.Element) -> set[str]:
    return {text.text or "" for text in picture.iter(f"{SVG}text")}


@pytest.mark.parametrize("name", SPECS)
def test_every_chart_is_drawn_for_wide_and_narrow_screens_under_one_name(name: str) -> None:
    drawn = pictures(charts.svg(SPECS[name], alt=NAME))
    assert [picture.get("class") for picture in drawn] == ["wide", "narrow"]
    for picture in drawn:
        assert picture.tag == f"{SVG}svg"
        assert (picture.get("role"), picture.get("aria-label")) == (
            "img",
            'Lo que "muestra" <esto> & aquello',
        )
    assert [float(picture.get("width")) for picture in drawn] == [
        shape["width"] for shape in drawing.SHAPES.values()
    ]


@pytest.mark.parametrize("name", SPECS)
def test_charts_obey_the_content_policy(name: str) -> None:
    svg = charts.svg(SPECS[name], alt="x")
    assert not any(
        forbidden in svg for forbidden in (" style=", "<style", "<script", "http://localhost", "onload")
    )


@pytest.mark.parametrize(("spoken", "month"), [("es", "ene 2024"), ("en", "Jan 2024")])
def test_months_are_named_in_the_language_of_the_reader(spoken: str, month: str) -> None:
    with translation.override(spoken):
        assert month in words(pictures(charts.svg(SPECS["trend"], alt="x"))[0])


def test_the_first_month_is_not_the_one_before_west_of_greenwich(monkeypatch) -> None:
    monkeypatch.setenv("TZ", "America/Guatemala")
    with translation.override("en"):
        shown = words(pictures(charts.svg(charts.trend(MONTHS[:2], measure="m"), alt="west"))[0])
    assert "Dec 2023" not in shown


def test_numbers_are_written_like_in_the_text_beside_them() -> None:
    assert "1,234" in words(pictures(charts.svg(SPECS["columns"], alt="x"))[0])
    assert {"24.3", "0.0"} <= words(pictures(charts.svg(SPECS["bars"], alt="x"))[0])


def test_the_band_is_named_only_where_there_is_a_past() -> None:
    named = {"measure": "m", "observed": "2024", "band": "2019–2023"}
    both = charts.svg(charts.trend(MONTHS, **named), alt="b")
    assert {"2024", "2019–2023"} <= words(pictures(both)[0])
    alone = charts.svg(charts.trend([Moment(m.on, m.value) for m in MONTHS], **named), alt="b")
    assert not {"2024", "2019–2023"} & words(pictures(alone)[0])


def test_words_from_outside_cannot_become_markup() -> None:
    svg = charts.svg(charts.columns([Bar("<script>alert(1)</script>", 3)], measure="</svg><b>"), alt="x")
    assert "<script>" not in svg
    assert "<b>" not in svg


def test_a_drawing_is_made_once(monkeypatch) -> None:
    first = charts.svg(SPECS["bars"], alt="once")
    monkeypatch.setattr(drawing, "_both", lambda *_: pytest.fail("drawn again"))
    assert charts.svg(SPECS["bars"], alt="once") == first


def test_identifiers_of_two_pictures_do_not_clash() -> None:
    clipped = {"data": {"values": [{"x": 1, "y": 2}]}, "mark": {"type": "point", "clip": True}, "height": 50}
    clipped["encoding"] = {
        axis: {"field": field, "type": "quantitative"} for axis, field in (("x", "a"), ("y", "b"))
    }
    named = [
        part.get("id")
        for part in ElementTree.fromstring(f"<p>{charts.svg(clipped, alt='x')}</p>").iter()
        if part.get("id")
    ]
    assert named
    assert len(set(named)) == len(named)


def test_styles_become_attributes() -> None:
    raw = (
        f'<svg xmlns="{SVG[1:-1]}"><g style="fill: red; opacity:0.5" class="mark" aria-hidden="true"/></svg>'
    )
    (group,) = ElementTree.fromstring(drawing._clean(raw, "x", "m", "wide"))
    assert group.attrib == {"fill": "red", "opacity": "0.5"}


def test_a_sparkline_breaks_where_a_value_is_missing() -> None:
    (picture,) = pictures(charts.sparkline([1, 2, None, 3, 4], alt="De 1 a 4"))
    assert picture.find("path").get("d").count("M") == 2
    assert picture.get("aria-label") == "De 1 a 4"


def test_a_sparkline_of_nothing_is_empty() -> None:
    for values in ([], [None], [0, 0]):
        assert "<svg" in charts.sparkline(values, alt="x")


def test_intervals_have_room_for_the_mark_and_the_longest() -> None:
    spec = SPECS["intervals"]
    low, high = spec["layer"][2]["encoding"]["x"]["scale"]["domain"]
    assert low < 538 < 550 < high
    for picture in pictures(charts.svg(spec, alt="x")):
        assert {"542", "544"} <= words(picture)


def test_each_bar_of_a_waterfall_begins_where_the_one_before_ended() -> None:
    rows = SPECS["waterfall"]["data"]["values"]
    assert [(row["left"], row["right"], row["kind"]) for row in rows] == [
        (-9.5, 0.0, "sum"),
        (-9.5, 2.75, "up"),
        (1.25, 2.75, "down"),
        (0.0, 1.25, "sum"),
    ]
    assert [row["written"] for row in rows] == ["\u22129.5", "+12.2", "\u22121.5", "1.2"]


def test_a_waterfall_says_of_every_step_what_it_is_and_what_it_is_worth() -> None:
    for picture in pictures(charts.svg(SPECS["waterfall"], alt="x")):
        assert {"Antes", "Apellidos", "Edad", "Todo junto", "+12.2"} <= words(picture)
