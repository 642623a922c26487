"""The map as a document on paper takes it: a picture that stands alone, its legend as words and colours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from confianza.web.design import maps, palette, writing
from confianza.web.design.classes import classify
from confianza.web.design.maps import Shape

# What the style sheet does on a page, where there is no page: family and size of names, strokes in the
# unit of the sheet.
STYLE = (
    ".area path{stroke:#5b6c76;stroke-width:0.9;stroke-linejoin:round}"
    "text{font-family:'%s';font-size:13px;fill:%s;paint-order:stroke;stroke:#fff;stroke-width:3px;"
    "stroke-linejoin:round;text-anchor:middle}"
    "text.scale{text-anchor:start}"
    ".outline{fill:none;stroke:%s;stroke-width:2.4}"
)


@dataclass(frozen=True)
class Key:
    """One line of a legend; no colour: the hatching of areas without a number."""

    label: str
    colour: str | None


@dataclass(frozen=True)
class Drawn:
    """A map as SVG, and what its colours mean."""

    svg: str
    keys: Sequence[Key]


def choropleth(
    shapes: Sequence[Shape],
    *,
    values: Mapping[str, float | None],
    title: str,
    absent: str,
    family: str,
    decimals: int = 0,
    outlines: Sequence[bytes] = (),
) -> Drawn:
    """Draw areas coloured by value as `maps.choropleth` does, for paper; `absent` says what hatching means.

    There must be a shape at least.
    """
    classes = classify((values.get(shape.area_id) for shape in shapes), decimals=decimals)
    page = maps.choropleth(
        shapes,
        values=values,
        title=title,
        measure=title,
        decimals=decimals,
        classes=classes,
        outlines=outlines,
    )
    picture = page.partition("<svg")[2].partition("</svg>")[0]
    attributes, _, inside = picture.partition(">")
    style = STYLE % (family, palette.INK, palette.INK)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"{attributes}><style>{style}</style>{inside}</svg>'
    keys = [Key(*pair) for pair in zip(classes.labels(), classes.colours, strict=True)]
    met = {classes.of(values.get(shape.area_id)) for shape in shapes}
    zero = [Key(writing.number(0, decimals), palette.PAPER)] if 0 in met else []
    unknown = [Key(absent, None)] if None in met else []
    return Drawn(svg, [*zero, *keys, *unknown])
