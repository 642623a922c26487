"""Every worked example of the method pages, run."""

import importlib
import pkgutil

import pytest

from tests.specs import chapters
from tests.specs.spec import agrees, outcome

CHAPTERS = [
    importlib.import_module(f"{chapters.__name__}.{found.name}").CHAPTER
    for found in sorted(pkgutil.iter_modules(chapters.__path__), key=lambda module: module.name)
]
SPECS = [
    pytest.param(spec, id=f"{chapter.name}: {spec.title}") for chapter in CHAPTERS for spec in chapter.specs
]


@pytest.mark.parametrize("spec", SPECS)
def test_the_method_gives_what_its_page_says(spec):
    found = outcome(spec)
    assert agrees(found, spec.expected, spec.tolerance), f"{spec.call} gave {found!r}, not {spec.expected!r}"


def test_a_spec_can_fail():
    assert not agrees((1.0, "up"), (1.1, "up"), 0.01)
    assert not agrees([1], [1, 2], 0.0)
    assert not agrees({"a": 1}, {"a": 2}, 0.0)
    assert not agrees(None, 0.0, 0.1)
