"""A spec is a worked example that the tests run and the method pages print: they cannot disagree."""

import importlib
import math
from dataclasses import astuple, dataclass, field, is_dataclass
from typing import Any


@dataclass(frozen=True)
class Spec:
    """One worked example: what is asked, the call as a person would type it, and what must come out.

    `modules` are imported under their last name for `call` to use, and `given` is what `call` names: rows of a table,
    or anything else, under a name each. `expected` is compared within `tolerance` (absolute); `source` says where the
    value was published or how it was computed independently.
    """

    title: str
    asks: str
    modules: tuple[str, ...]
    call: str
    expected: Any
    source: str
    given: dict[str, Any] = field(default_factory=dict)
    tolerance: float = 0.0


@dataclass(frozen=True)
class Chapter:
    """A method page: its address, titles in both languages, what the method is for, and its specs."""

    name: str
    title_es: str
    title_en: str
    says_es: str
    says_en: str
    specs: tuple[Spec, ...]


def outcome(spec: Spec) -> Any:
    """Return what the call of a spec gives."""
    names = {module.rpartition(".")[2]: importlib.import_module(module) for module in spec.modules}
    return eval(spec.call, names | spec.given)


def agrees(found: Any, expected: Any, tolerance: float) -> bool:
    """Say whether two values agree, number by number where they are nested; a record agrees with its fields."""
    if is_dataclass(found):
        found = astuple(found)
    if isinstance(expected, dict):
        return set(found) == set(expected) and all(agrees(found[k], expected[k], tolerance) for k in expected)
    if isinstance(expected, list | tuple):
        return len(found) == len(expected) and all(
            agrees(f, e, tolerance) for f, e in zip(found, expected, strict=True)
        )
    if isinstance(expected, float):
        return found is not None and math.isclose(found, expected, rel_tol=0, abs_tol=tolerance)
    return bool(found == expected)
