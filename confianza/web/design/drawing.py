"""Vega-Lite specifications drawn as SVG on the server: one theme, the reader's month names, no scripts."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from django.core.cache import cache
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from confianza.web.design import palette

VERSION = 3
REMEMBERED_FOR = 24 * 3600
SVG = "http://www.w3.org/2000/svg"

# Drawn twice, because type that is legible at one width is not at the other; the style sheet shows one.
SHAPES: dict[str, dict[str, Any]] = {
    "wide": {"width": 600, "font": 13, "label": 230, "legend": 2},
    "narrow": {"width": 328, "font": 12.5, "label": 120, "legend": 1},
}

# Drawn once, for a page whose size is known.
PAPER: dict[str, Any] = {"font": 8.5, "label": 120, "legend": 1}

NUMBERS = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]}
MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "en": "January February March April May June July August September October November December",
}
DAYS = {
    "es": "domingo lunes martes miércoles jueves viernes sábado",
    "en": "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
}

# What means nothing inside a picture that has one name.
SILENT = ("role", "class", "pointer-events", "tabindex", "focusable")


def svg(spec: Mapping[str, Any], *, alt: str) -> SafeString:
    """Draw a Vega-Lite `spec` for wide and for narrow screens; `alt` is what a screen reader says of it.

    The theme, the width and the locale are added here; a spec with its own `width` keeps it. The drawing is
    remembered by its content; it holds no style attribute, no script and no identifier that could clash.
    """
    language = (translation.get_language() or "es")[:2]
    text = json.dumps([VERSION, spec, alt, language], sort_keys=True, default=str)
    key = hashlib.sha256(text.encode()).hexdigest()[:24]
    drawn = cache.get_or_set(f"drawing:{key}", lambda: _both(spec, alt, language, key), REMEMBERED_FOR)
    return mark_safe(str(drawn))  # noqa: S308 - every text in it went through an XML serializer


def for_paper(spec: Mapping[str, Any], *, width: int, family: str) -> str:
    """Draw a Vega-Lite `spec` for paper, `width` points wide, its words in one font and without a legend.

    The drawing stands alone (its own namespace, no name: the document tells what it shows). Paper is read
    closely and says in words what line and band mean.
    """
    language = (translation.get_language() or "es")[:2]
    shape = {**PAPER, "width": width, "family": family}
    fine = _refined(json.loads(json.dumps(spec, default=str)))
    text = json.dumps([VERSION, fine, language, shape], sort_keys=True)
    key = hashlib.sha256(text.encode()).hexdigest()[:24]
    drawn = cache.get_or_set(f"paper:{key}", lambda: _raw(fine, language, shape), REMEMBERED_FOR)
    return _clean(str(drawn), "", "", "")


def _refined(part: Any) -> Any:
    """Draw finer, as print can: thin lines, small points; no legend and no heading."""
    if isinstance(part, list):
        return [_refined(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {name: _refined(value) for name, value in part.items() if (name, value) != ("title", "")}
    if kept.get("type") == "line" and kept.get("point"):
        return {**kept, "strokeWidth": 1.3, "point": {"size": 9, "filled": True}}
    return {**kept, "legend": None} if "legend" in kept else kept


def _both(spec: Mapping[str, Any], alt: str, language: str, key: str) -> str:
    return "".join(_one(spec, alt, language, f"d{key[:10]}{name[0]}", name) for name in SHAPES)


def _one(spec: Mapping[str, Any], alt: str, language: str, mark: str, name: str) -> str:
    return _clean(_raw(spec, language, SHAPES[name]), alt, mark, name)


def _raw(spec: Mapping[str, Any], language: str, shape: Mapping[str, Any]) -> str:
    import vl_convert

    dressed = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": shape["width"],
        "autosize": {"type": "fit-x", "contains": "padding"},
        **json.loads(json.dumps(spec, default=str)),
        "config": _theme(shape),
    }
    drawn: str = vl_convert.vegalite_to_svg(
        dressed, format_locale=NUMBERS, time_format_locale=_months(language), allowed_base_urls=[]
    )
    return drawn


def _theme(shape: Mapping[str, Any]) -> dict[str, Any]:
    words = {"labelFontSize": shape["font"], "titleFontSize": shape["font"], "titleFontWeight": 600}
    colours = {"labelColor": palette.INK, "titleColor": palette.INK}
    axis = {"domainColor": palette.INK_SOFT, "tickColor": palette.INK_SOFT, "gridColor": "#e3e8ea"}
    return {
        "background": None,
        "font": shape.get("family", palette.FONT),
        "padding": {"left": 2, "right": 10, "top": 4, "bottom": 2},
        "view": {"stroke": None},
        "axis": {**words, **colours, **axis, "labelLimit": shape["label"], "labelPadding": 5},
        "axisX": {"grid": False, "labelFlush": True, "labelOverlap": True, "labelSeparation": 10},
        "axisY": {"domain": False, "ticks": False, "titleAnchor": "end", "tickCount": 5},
        "legend": {
            **words,
            **colours,
            "orient": "top",
            "title": None,
            "labelLimit": 310,
            "columns": shape["legend"],
        },
        "title": {"anchor": "start", "color": palette.INK_SOFT, "fontSize": shape["font"], "fontWeight": 400},
        "line": {"color": palette.ACCENT, "strokeWidth": 2.5},
        "bar": {"color": palette.ACCENT},
        "text": {"font": shape.get("family", palette.FONT), "fontSize": shape["font"], "color": palette.INK},
        "range": {"category": [palette.ACCENT, palette.SECOND, palette.INK_SOFT, palette.SEQUENTIAL[3]]},
    }


def _months(language: str) -> dict[str, Any]:
    months, days = (names.get(language, names["es"]).split() for names in (MONTHS, DAYS))
    return {
        "dateTime": "%d/%m/%Y %H:%M",
        "date": "%d/%m/%Y",
        "time": "%H:%M",
        "periods": ["a. m.", "p. m."],
        "months": months,
        "shortMonths": [name[:3] for name in months],
        "days": days,
        "shortDays": [name[:3] for name in days],
    }


def _clean(raw: str, alt: str, mark: str, name: str) -> str:
    """Give the picture one name, make its identifiers its own, and turn styles into attributes."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(raw)  # noqa: S314 - just drawn here  # nosec B314
    for element in root.iter():
        _plain(element, mark)
    if name:
        root.set("class", name)
        root.set("role", "img")
        root.set("aria-label", alt)
    return ElementTree.tostring(root, encoding="unicode")


def _plain(element: ElementTree.Element, mark: str) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        if ":" in declaration:
            attribute, value = declaration.split(":", 1)
            element.set(attribute.strip(), value.strip())
    for attribute in list(element.attrib):
        if attribute in SILENT or attribute.startswith("aria-"):
            del element.attrib[attribute]
        elif attribute == "id":
            element.set("id", mark + element.attrib["id"])
        elif "url(#" in element.attrib[attribute]:
            element.set(attribute, element.attrib[attribute].replace("url(#", f"url(#{mark}"))
