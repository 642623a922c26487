"""Pages of studies, whose tables the slow tests write anew."""

from pathlib import Path

STUDIES = Path(__file__).resolve().parents[4] / "docs/studies"
BEGIN, END = "<!-- written by make validate -->\n", "<!-- end -->\n"


def write(name, lines):
    """Put lines between the marks of a page, and leave the rest of it as it is."""
    page = STUDIES / name
    told = page.read_text(encoding="utf-8")
    head, tail = told.partition(BEGIN)[0], told.partition(END)[2]
    page.write_text(head + BEGIN + "".join(lines) + END + tail, encoding="utf-8")
