"""What a verb says: JSON for machines; tables on stdout and progress on stderr for people."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from confianza.cli.failures import Failure

Progress = Callable[[int, str], None]
# What is read in a file may hold ends of lines and signs that move a terminal: a sentence of ours holds none.
NO_SIGN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True)
class Output:
    """Where the answer of one verb goes."""

    as_json: bool

    def answer(self, data: Any, for_people: Callable[[Any], None]) -> None:
        """Print `data` as JSON, or hand it to `for_people` to print."""
        if self.as_json:
            print(sayable(json.dumps(data, ensure_ascii=False, indent=2, default=_plain)))
        else:
            for_people(data)

    def say(self, sentence: str) -> None:
        """Tell a person something on stderr; machines are spared it."""
        if not self.as_json:
            print(sentence, file=sys.stderr, flush=True)

    def fail(self, failure: Failure) -> None:
        """Tell a failure: the sentence on stderr and, for machines, as an object on stdout."""
        said = NO_SIGN.sub(" ", failure.message)
        print(said, file=sys.stderr)
        if self.as_json:
            print(json.dumps({"error": {"code": failure.code, "message": said}}, ensure_ascii=False))

    @contextmanager
    def progress(self, named: Callable[[str], str] = str) -> Iterator[Progress]:
        """Yield a callback (percent, stage) that draws a bar for whoever watches; `named` words a stage."""
        if self.as_json or not sys.stderr.isatty():
            yield lambda percent, doing: None
            return
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=100)
            yield lambda percent, doing: bar.update(task, completed=percent, description=named(doing))


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]], *, numbers: Sequence[int] = ()) -> None:
    """Print a table; columns whose place is in `numbers` are set right."""
    from rich.console import Console
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, header_style="bold", show_header=any(headings))
    for place, heading in enumerate(headings):
        justify = "right" if place in numbers else "left"
        drawn.add_column(heading, justify=justify, overflow="fold", no_wrap=place == 0)
    for row in rows:
        drawn.add_row(*("" if cell is None else str(cell) for cell in row))
    Console().print(drawn, markup=False)


def lines(sentences: Sequence[str]) -> None:
    """Print sentences, one a line."""
    for sentence in sentences:
        print(sayable(sentence))


def sayable(text: str) -> str:
    """Return a text that every terminal can take: half of a pair of code units is shown as its number."""
    return text.encode("utf-8", "backslashreplace").decode()


def text(parts: Iterable[str]) -> None:
    """Print text as it is."""
    for part in parts:
        sys.stdout.write(part)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    return str(value)
