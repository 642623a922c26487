"""What the architecture tests read: our source files, their syntax trees, and the order of the rooms."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "confianza"
WEB = PACKAGE / "web"


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file git tracks or would track, that exists."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return tuple(path for name in sorted(set(listing.splitlines())) if (path := ROOT / name).is_file())


def source_files(*, with_tests: bool = False) -> Iterator[Path]:
    """Our Python files, without migrations, and without tests unless asked for."""
    for path in tracked_files():
        parts = path.relative_to(ROOT).parts
        if path.suffix != ".py" or "migrations" in parts:
            continue
        if with_tests or (parts[0] == "confianza" and "tests" not in parts):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, nested ones and methods included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, its docstring not counted."""
    body = function.body
    documented = isinstance(body[0], ast.Expr) and isinstance(getattr(body[0], "value", None), ast.Constant)
    docstring = body[0].end_lineno - body[0].lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - docstring


def rooms() -> tuple[str, ...]:
    """The rooms that exist, upper floors first, in the order of the import contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["name"].startswith("3."))["layers"]
    names = [name.strip(" ()") for layer in layers for name in layer.split("|")]
    return tuple(name for name in names if (WEB / name / "__init__.py").exists())


def floor(room: str) -> int:
    """How high a room stands: neighbours on one step share a floor, 0 is the top."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["name"].startswith("3."))["layers"]
    for height, layer in enumerate(layers):
        if room in [name.strip(" ()") for name in layer.split("|")]:
            return height
    raise LookupError(room)
