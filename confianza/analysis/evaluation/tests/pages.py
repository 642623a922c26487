"""Pages of studies, whose tables the slow tests write anew."""

from pathlib import Path

STUDIES = Path(__file__).resolve().parents[4] / "docs/studies"
BEGIN, END = "<!-- written by make validate{part} -->\n", "<!-- end -->\n"


def write(name, lines, part=""):
    """Put lines between the marks of a page (of one part of it), and leave the rest of it as it is."""
    page, begin = STUDIES / name, BEGIN.format(part=part and f": {part}")
    head, found, rest = page.read_text(encoding="utf-8").partition(begin)
    assert found, (name, part)
    page.write_text(head + begin + "".join(lines) + END + rest.partition(END)[2], encoding="utf-8")
