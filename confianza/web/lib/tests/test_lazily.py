"""Rows told a slice at a time."""

from typing import Any

import pytest
from django.core.paginator import Paginator

from confianza.web.lib.lazily import Lazily


class Rows(list[int]):
    """As a queryset: counts, slices, and remembers what was asked of it."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.asked: list[slice] = []

    def count(self, *_value: Any) -> int:
        return len(self)

    def __getitem__(self, index: Any) -> Any:
        self.asked.append(index)
        return list.__getitem__(self, index)


def squares(rows: list[int]) -> list[int]:
    return [row * row for row in rows]


def test_it_is_a_sequence_of_what_is_told() -> None:
    told = Lazily(Rows(range(5)), squares)
    assert (len(told), list(told), told[1], told[-1], told[1:3]) == (5, [0, 1, 4, 9, 16], 1, 16, [1, 4])
    assert told
    assert not Lazily(Rows(), squares)
    for outside in (5, -6):
        with pytest.raises(IndexError):
            told[outside]


def test_a_page_asks_for_its_rows_alone() -> None:
    rows = Rows(range(100))
    assert list(Paginator(Lazily(rows, squares), 10).get_page(3)) == [n * n for n in range(20, 30)]
    assert rows.asked == [slice(20, 30, None)]
