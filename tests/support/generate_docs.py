"""`make docs` writes the pages that are generated; `--check` says which are stale and changes nothing."""

import argparse
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]


def pages() -> dict[Path, str]:
    """Every generated page: its path and what it must hold."""
    from confianza.analysis.sources import catalogue
    from confianza.analysis.vocabulary import claims
    from tests.architecture import asvs
    from tests.matrix import page as matrix
    from tests.specs.test_specs import CHAPTERS
    from tests.support import indicator_cards, state_pages

    methods = ROOT / "docs/methods"
    written = {methods / f"{chapter.name}.md": _chapter(chapter) for chapter in CHAPTERS}
    written[methods / "indicators.md"] = indicator_cards.page(GENERATED)
    written[methods / "sources.md"] = _sources(catalogue.everyone())
    written[methods / "claims.md"] = _claims(claims.COLUMNS)
    written[methods / "README.md"] = _contents(CHAPTERS)
    written[ROOT / "SECURITY.md"] = _with_counts((ROOT / "SECURITY.md").read_text(), asvs.counts())
    written[matrix.PAGE] = matrix.written(GENERATED)
    written[ROOT / "docs/states/README.md"] = state_pages.page(GENERATED)
    return written


COUNTS = ("<!-- counts of docs/asvs.csv, written by `make docs` -->\n", "<!-- end of counts -->\n")


def _with_counts(page: str, counts: str) -> str:
    begin, end = COUNTS
    return page.partition(begin)[0] + begin + counts + end + page.partition(end)[2]


GENERATED = "<!-- Written by `make docs`; edit what it is written from. -->\n"


def _contents(chapters) -> str:
    lines = [GENERATED, "# Métodos · Methods\n"]
    lines += [f"* [{c.title_es} · {c.title_en}]({c.name}.md)" for c in chapters]
    lines += [
        "* [Indicadores · Indicators](indicators.md)",
        "* [Formatos conocidos · Known layouts](sources.md)",
        "* [Columnas de un caso · Columns of a claim](claims.md)",
    ]
    return "\n".join(lines) + "\n"


def _chapter(chapter) -> str:
    lines = [
        GENERATED,
        f"# {chapter.title_es} · {chapter.title_en}\n",
        f"{chapter.says_es}\n",
        f"{chapter.says_en}\n",
    ]
    for spec in chapter.specs:
        lines += [f"## {spec.title}\n", f"{spec.asks}\n", "```python"]
        lines += [f"{name} = {_given(value)}" for name, value in spec.given.items()]
        lines += [f">>> {spec.call}", repr(spec.expected), "```\n"]
        within = f" (± {spec.tolerance:g})" if spec.tolerance else ""
        lines += [f"{spec.source}{within}.\n"]
    return "\n".join(lines)


def _given(value: object) -> str:
    return f'"""\n{value}"""' if isinstance(value, str) else repr(value)


def _sources(profiles) -> str:
    lines = [
        GENERATED,
        "# Formatos conocidos · Known layouts\n",
        "| `--source` | español | English | |",
        "|---|---|---|---|",
    ]
    for p in sorted(profiles, key=lambda profile: profile.name):
        lines.append(f"| `{p.name}` | {p.title_es} | {p.title_en} | {p.grain}, {p.date_meaning} |")
    return "\n".join(lines) + "\n"


def _claims(columns) -> str:
    lines = [
        GENERATED,
        "# Columnas de un caso · Columns of a claim\n",
        "| column | type | unit | meaning |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{c.name}` | {c.dtype} | {c.unit} | {c.meaning.replace('|', '·')} |" for c in columns]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the pages, or with --check say which are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "confianza.web.project.settings_test")
    django.setup()
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text() != text]
    if check:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is stale: run make docs")
        return int(bool(stale))
    for path, text in pages().items():
        path.write_text(text)
    print(f"{len(stale)} pages written anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
