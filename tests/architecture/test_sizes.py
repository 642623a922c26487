"""The budget of house.md: small functions, short files, no drawers."""

import statistics

from tests.architecture import house

LONGEST_FUNCTION = 50
LONGEST_FILE = 400
LONGEST_VIEW = 20
DRAWERS = {
    "utils",
    "util",
    "misc",
    "core",
    "helpers",
    "helper",
    "common",
    "managers",
    "base",
    "stuff",
    "tools",
}


def where(path, function):
    return (
        f"{path.relative_to(house.ROOT)}:{function.lineno} {function.name} ({house.length(function)} lines)"
    )


def test_no_function_is_longer_than_fifty_lines():
    long = [
        where(p, f)
        for p in house.source_files(with_tests=True)
        for f in house.functions(p)
        if house.length(f) > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_most_functions_are_small():
    lengths = [house.length(f) for p in house.source_files() for f in house.functions(p)]
    assert statistics.median(lengths) <= 8
    assert statistics.quantiles(lengths, n=10)[-1] <= 25


def test_no_view_is_longer_than_twenty_lines():
    views = [p for p in house.source_files() if p.name == "views.py" or p.parent.name == "views"]
    long = [where(p, f) for p in views for f in house.functions(p) if house.length(f) > LONGEST_VIEW]
    assert not long, "\n".join(long)


def test_no_file_is_longer_than_four_hundred_lines():
    long = [
        f"{path.relative_to(house.ROOT)} ({lines} lines)"
        for path in house.source_files(with_tests=True)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not long, "\n".join(long)


def test_there_are_no_drawers():
    drawers = [
        p for p in house.source_files(with_tests=True) if {p.stem, *p.relative_to(house.ROOT).parts} & DRAWERS
    ]
    assert not drawers
