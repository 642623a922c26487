"""What a bulletin asks of a release; `published.PublishedRelease` answers, and so does one made by hand."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    import polars as pl


class Indicator(Protocol):
    """An indicator as a release defines it."""

    @property
    def id(self) -> str: ...

    @property
    def multiplier(self) -> int: ...

    def name(self, language: str) -> str: ...

    def caveat(self, language: str) -> str: ...


class Release(Protocol):
    """A release: its facts, its areas with their borders, and its figures after protection."""

    @property
    def version(self) -> str: ...

    @property
    def made_at(self) -> datetime: ...

    @property
    def as_of(self) -> date: ...

    @property
    def corrects(self) -> str | None: ...

    @property
    def reason(self) -> str: ...

    @property
    def sha256(self) -> str: ...

    def indicators(self) -> Sequence[Indicator]: ...

    def areas(self) -> "pl.DataFrame": ...

    def shapes(self) -> dict[str, Any]: ...

    def figures(
        self,
        *,
        area: str | None = None,
        indicator: str | None = None,
        grain: Literal["month", "quarter", "year"] = "month",
    ) -> "pl.DataFrame": ...

    def path(self, name: str) -> Path: ...
