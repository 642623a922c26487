"""What must never be in a commit: paths of a machine, hosts of package registries, caches, lock files with hosts."""

import ast
import re

from tests.architecture import house

TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yml",
    ".yaml",
    ".html",
    ".css",
    ".js",
    ".json",
    ".po",
    ".cfg",
    ".service",
    ".conf",
    "",
}
# Written in pieces so that this file does not accuse itself.
FORBIDDEN = re.compile(
    "|".join(
        [
            "/wo" + "rk/",
            "/ro" + "ot/",
            "pythonho" + "sted",
            "py" + r"pi\.org",
            "npm" + r"js\.org",
            r"deb\.de" + "bian",
        ]
    )
)
CACHES = {
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    "node_modules",
    ".venv",
}


def test_no_path_of_a_machine_and_no_host_of_a_registry():
    for path in house.tracked_files():
        if path.suffix in TEXT:
            found = FORBIDDEN.search(path.read_text(encoding="utf-8", errors="replace"))
            assert not found, f"{path.relative_to(house.ROOT)} names {found.group()}"


def test_no_caches_and_no_lock_file():
    for path in house.tracked_files():
        assert not CACHES & set(path.parts[len(house.ROOT.parts) :])
        assert path.name not in ("uv.lock", "pylock.toml")
        assert path.suffix not in (".mo", ".pyc")


def test_every_pin_has_its_hash():
    for name in ("install", "runtime", "dev"):
        text = (house.ROOT / f"requirements/{name}.txt").read_text()
        pins = re.findall(r"^[\w.\-\[\]]+==.*(?:\n    --hash.*)*", text, flags=re.M)
        assert pins
        assert all("--hash=sha256:" in pin for pin in pins)
        assert "://" not in text


def test_what_is_installed_holds_no_tests() -> None:
    from hatchling.builders.wheel import WheelBuilder

    held = {file.relative_path for file in WheelBuilder(str(house.ROOT)).recurse_included_files()}
    assert "confianza/web/project/wsgi.py" in held
    assert not [path for path in held if "tests" in path.split("/") or "conftest" in path]


def test_what_is_served_asks_nothing_of_tests_or_tools_of_development() -> None:
    tools = {"tests", "pytest", "hypothesis", "debug_toolbar", "django_extensions"}
    found = [
        f"{path}: {name}"
        for path in house.source_files()
        for node in ast.walk(house.tree(path))
        for name in _imported(node)
        if tools & set(name.split("."))
    ]
    assert found == []


def _imported(node):
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{each.name}" for each in node.names)]
    return [each.name for each in node.names] if isinstance(node, ast.Import) else []
