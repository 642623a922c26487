"""Rows of the register told as plain values, no more of them than somebody reads."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar, overload

Told = TypeVar("Told")


class Lazily(Sequence[Told]):
    """`rows`: a queryset in its order; `tell`: turns a list of its rows into what is told of them.

    Length, slices and pages (`Paginator`) ask the register for just that.
    """

    def __init__(self, rows: Any, tell: Callable[[list[Any]], list[Told]]) -> None:
        self._rows, self._tell = rows, tell

    @cached_property
    def _length(self) -> int:
        return int(self._rows.count())

    def __len__(self) -> int:
        return self._length

    def __bool__(self) -> bool:
        return self._length > 0

    def __iter__(self) -> Iterator[Told]:
        return iter(self._tell(list(self._rows)))

    @overload
    def __getitem__(self, index: int) -> Told: ...

    @overload
    def __getitem__(self, index: slice) -> list[Told]: ...

    def __getitem__(self, index: int | slice) -> Told | list[Told]:
        if isinstance(index, slice):
            return self._tell(list(self._rows[index]))
        place = index if index >= 0 else len(self) + index
        found = self._tell(list(self._rows[place : place + 1])) if place >= 0 else []
        if not found:
            raise IndexError(index)
        return found[0]
