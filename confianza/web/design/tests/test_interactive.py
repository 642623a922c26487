import json
import re
from html import unescape

from django.template import Context, Template
from django.utils import translation

from confianza.web.design.interactive import Frame, Key, Layer, Map

LIVE = Map(
    url="/mapa.geojson?lugar=a&b",
    label="Robos <en> Valle",
    layers=[Layer("areas", "Áreas"), Layer("points", "Puntos", shown=False)],
    frames=[Frame("2024", "2024"), Frame("2025", "2025"), Frame("2026", "2026")],
    legend=[Key("#ffffff", "1 – 3"), Key(None, "Sin datos")],
    legend_title="Robos",
    frame="2025",
)


def drawn(live: Map) -> str:
    with translation.override("es"):
        return Template("{% load figures %}{% interactive_map live %}").render(Context({"live": live}))


def settings_in(html: str) -> dict:
    found = re.search(r'data-settings="([^"]*)"', html)
    assert found is not None
    return json.loads(unescape(found[1]))


def test_the_script_is_told_everything_in_one_attribute_and_nothing_runs_in_the_page() -> None:
    html = drawn(LIVE)
    told = settings_in(html)
    assert told["url"] == LIVE.url
    assert told["hidden"] == ["points"]
    assert [frame["id"] for frame in told["frames"]] == ["2024", "2025", "2026"]
    assert told["frame"] == 1
    assert "Robos <en>" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"\s(style|on\w+)=", html)


def test_the_slider_stands_where_asked_and_else_at_the_end() -> None:
    assert LIVE.first_frame == 1
    assert Map("/", "x", frames=LIVE.frames, frame="1900").first_frame == 2
    assert Map("/", "x").first_frame == 0


def test_without_a_choice_there_is_no_slider_and_no_box() -> None:
    html = drawn(Map("/", "Mapa", layers=[Layer("areas", "Áreas")], frames=[Frame("2025", "2025")]))
    assert "data-slider" not in html
    assert "data-layer" not in html


def test_whoever_has_no_script_is_told_where_the_figures_are() -> None:
    assert "<noscript>" in drawn(LIVE)
    assert "está en" in drawn(LIVE) or "están en" in drawn(LIVE)


def test_its_words_are_in_the_language_of_the_reader() -> None:
    assert settings_in(drawn(LIVE))["words"]["closer"] == "Acercar"
