"""The shapes of what the API answers and of what can be asked of it."""

from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import ConfigDict, Field

FEWEST_ROWS, ROWS, MOST_ROWS = 1, 500, 5000
PERIOD = r"^\d{4}(-(\d{2}|Q[1-4]))?$"


class Problem(Schema):
    """What is wrong, in one sentence."""

    error: str


class ReleaseOut(Schema):
    """One release: written once, never changed; a correction is a new one that says what it corrects."""

    version: str
    made_at: datetime
    as_of: date = Field(description=gettext_noop("Figures as known on this day."))
    corrects: str | None = Field(description=gettext_noop("The version this one corrects."))
    reason: str = Field(description=gettext_noop("Why, where it is a correction."))
    changes: list[str] = Field(
        description=gettext_noop("What changed since the release before, in sentences.")
    )
    files: list["FileOut"]


class FileOut(Schema):
    name: str
    title: str
    media_type: str
    size: int
    sha256: str
    url: str


class IndicatorOut(Schema):
    id: str
    version: int | str
    name: str
    caveat: str = Field(description=gettext_noop("What the reader must know."))
    multiplier: int = Field(description=gettext_noop("Rates are per so many inhabitants."))
    basis: str = Field(
        description=gettext_noop(
            "`occurrence`: counted where it happened; `residence`: where the person lives."
        )
    )


class AreaOut(Schema):
    area_id: str
    name: str
    level: str
    parent_id: str | None
    geography: str = Field(description=gettext_noop("`administrative` or `police`."))


class FigureOut(Schema):
    """One figure. `count` and the rates are null where `hidden`; and where no source tells the period."""

    area_id: str
    indicator_id: str
    period: str = Field(description=gettext_noop("`2026` or `2026-09`."))
    count: float | None
    hidden: bool = Field(
        description=gettext_noop("Not shown, so that nobody can be recognised. Says nothing about its size.")
    )
    rate: float | None
    rate_low: float | None = Field(description=gettext_noop("Lower end of the exact 95 % interval."))
    rate_high: float | None
    smoothed: float | None = Field(
        description=gettext_noop("The rate drawn towards its neighbours' (empirical Bayes).")
    )
    source: str | None
    months_told: int | None
    complete: bool
    status: str | None


class FiguresOut(Schema):
    release: str
    total: int
    limit: int
    offset: int
    next: str | None
    items: list[FigureOut]


class PointOut(Schema):
    snap_id: str
    longitude: float
    latitude: float
    indicator_id: str
    period: str
    count: float | None


class PointsOut(Schema):
    release: str
    note: str
    items: list[PointOut]


class BulletinOut(Schema):
    version: str
    period: str
    area_id: str
    language: str
    made_at: datetime
    corrects: str | None
    url: str


class CorrectionOut(Schema):
    kind: str
    version: str
    corrects: str | None
    reason: str
    made_at: datetime


class FigureQuery(Schema):
    """What of the figures is wanted."""

    model_config = ConfigDict(populate_by_name=True)

    indicator: str | None = Field(None, description=gettext_noop("An indicator's id."))
    area: str | None = Field(None, description=gettext_noop("An area's id."))
    level: str | None = Field(
        None, description=gettext_noop("A level of areas: `municipality`, `zone`, `beat`…")
    )
    grain: Literal["month", "quarter", "year"] = "year"
    first: str | None = Field(
        None, alias="from", pattern=PERIOD, description=gettext_noop("First period, `2024` or `2024-01`.")
    )
    last: str | None = Field(None, alias="to", pattern=PERIOD, description=gettext_noop("Last period."))
    release: str | None = Field(None, description=gettext_noop("A release's version; the latest by default."))
    limit: int = Field(ROWS, ge=FEWEST_ROWS, le=MOST_ROWS)
    offset: int = Field(0, ge=0)
    format: Literal["json", "csv"] = "json"
