"""Maps people pan and zoom: what a page says of one; `{% interactive_map map %}` draws it, map.js moves it.

The server has already decided everything that is shown: colours, words, which features, in which frame. The
script only places them. There are no tiles and nothing is asked of another house.

A collection that is asked for again may say in `told` what it shows now.

The GeoJSON at `url` is a FeatureCollection in degrees whose features have these properties:

* `told` (required): the sentence shown and read aloud when the feature is chosen;
* `name`: written on the map where areas are few;
* `layer`: the id of one of the map's layers, by default its first;
* `fill`: a colour, or null for "no data" (hatched); `line`: colour of the border;
* `fill` may be a hatching (`hatchings.fill(MARK, …)`), to lie over a colour;
* `radius`: of points, in pixels; `href`: where Enter or a second click leads;
* `frames`: {frame id: {told, fill, radius, shown}}, what differs in a frame of the time slider.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

__all__ = ["Frame", "Key", "Layer", "Map"]


@dataclass(frozen=True)
class Layer:
    """Something that can be shown or hidden on its own."""

    id: str
    label: str
    shown: bool = True


@dataclass(frozen=True)
class Frame:
    """One stop of the time slider."""

    id: str
    label: str


@dataclass(frozen=True)
class Key:
    """One row of the legend; without a colour it stands for "no data". `line` is a class of the style sheet
    for what is outlined.
    """

    colour: str | None
    label: str
    line: str = ""


@dataclass(frozen=True)
class Map:
    """An interactive map: where its GeoJSON is, its name, and what stands around it.

    `frame` is the id of the frame shown first (the last by default). `every` asks for the GeoJSON again after
    so many seconds, for what must be seen as it comes in.
    """

    url: str
    label: str
    layers: Sequence[Layer] = ()
    frames: Sequence[Frame] = ()
    legend: Sequence[Key] = ()
    legend_title: str = ""
    frame: str = ""
    every: int = 0

    @property
    def first_frame(self) -> int:
        """The place of the frame shown first."""
        ids = [frame.id for frame in self.frames]
        return ids.index(self.frame) if self.frame in ids else max(len(ids) - 1, 0)

    def settings(self) -> dict[str, Any]:
        """Return what the script must know."""
        return {
            "url": self.url,
            "layers": [layer.id for layer in self.layers],
            "hidden": [layer.id for layer in self.layers if not layer.shown],
            "frames": [{"id": frame.id, "label": frame.label} for frame in self.frames],
            "frame": self.first_frame,
            "every": self.every,
            "words": words(),
        }


# The hatchings every interactive map draws bear this mark.
MARK = "live-map"


def words() -> Mapping[str, str]:
    """Return what the script says, in the reader's language."""
    return {
        "ready": _("Choose an area or a point, or move through them with the Tab key."),
        "failed": _("The map could not be loaded. The same figures are in the table."),
        "empty": _("There is nothing to draw for this choice."),
        "closer": _("Zoom in"),
        "farther": _("Zoom out"),
        "follow": _("More about this place"),
        "fresh": _("Something new came in; the map shows it now."),
    }
