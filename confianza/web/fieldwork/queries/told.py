"""One submission as people read it: answers in words, repeats turn by turn, points and files apart."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from confianza.web.fieldwork import sealed
from confianza.web.fieldwork.models import Submission, SubmissionFile
from confianza.web.fieldwork.queries.forms import said
from confianza.web.fieldwork.xforms import reading

# Kinds that nobody answered: the telephone writes them, or they only show a sentence.
SILENT = frozenset({"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "note"})
SELECTS = frozenset({"select one", "select all that apply", "rank"})
POINTS = frozenset({"geopoint", "start-geopoint"})
# Of pictures only kinds that no browser runs anything in.
PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
# How days and times are read, and the shape of Django's in which they are written.
MOMENTS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "date": (parse_date, "DATE_FORMAT"),
    "time": (lambda raw: parse_time(raw[:8]), "TIME_FORMAT"),
    "dateTime": (parse_datetime, "DATETIME_FORMAT"),
}
WEBP = re.compile(rb"RIFF....WEBP", re.S)


@dataclass(frozen=True)
class Answer:
    """One answer: the question, what was answered in words ("" nothing), and the file it names, if any.

    `number`: of a point on the map of the submission, 0 of anything else.
    """

    path: str
    turn: int
    label: str
    text: str
    raw: str
    file: SubmissionFile | None
    number: int
    can_correct: bool


@dataclass(frozen=True)
class Turn:
    """One time through a repeat."""

    label: str
    number: int
    answers: tuple[Answer, ...]
    turns: "tuple[Turn, ...]"


@dataclass(frozen=True)
class Told:
    """What a submission answers. `unknown`: paths with an answer that its version does not ask."""

    answers: tuple[Answer, ...]
    turns: tuple[Turn, ...]
    points: tuple[tuple[float, float], ...]
    unknown: tuple[str, ...]


def told(submission: Submission, language: str) -> Told:
    """Return what a submission answers, in a language of its form; read with the version it was filled by,
    or the current one where nobody knows that.
    """
    version = submission.form_version or submission.form.current
    dictionary = version.dictionary if version else []
    root = reading.told(sealed.read(submission.sha256)).root
    files = {file.name: file for file in submission.files.all()}
    reader = _Reader({each["path"]: each for each in dictionary}, files, language)
    answers, turns = reader.part(reading.answers(root, dictionary))
    return Told(answers, turns, tuple(reader.points), reading.unknown(root, dictionary))


def picture_type(content: bytes) -> str | None:
    """Return the type of a picture that a page may show, by its content; None for anything else."""
    if WEBP.match(content):
        return "image/webp"
    return next((kind for mark, kind in PICTURES.items() if content.startswith(mark)), None)


class _Reader:
    def __init__(
        self, known: Mapping[str, Mapping[str, Any]], files: Mapping[str, SubmissionFile], language: str
    ) -> None:
        self.known, self.files, self.language = known, files, language
        self.points: list[tuple[float, float]] = []
        # How often each path was met: a correction names the place by it.
        self.met: dict[str, int] = {}

    def part(self, told: Mapping[str, Any]) -> tuple[tuple[Answer, ...], tuple[Turn, ...]]:
        answers, turns = [], []
        for path, value in told.items():
            entry = self.known[path]
            if entry["kind"] == "repeat":
                turns += self._turns(entry, value)
            elif entry["kind"] not in SILENT:
                answers.append(self._answer(entry, value))
        return tuple(answers), tuple(turns)

    def _turns(self, entry: Mapping[str, Any], value: Sequence[Mapping[str, Any]]) -> Iterator[Turn]:
        label = said(entry["labels"], self.language) or entry["name"]
        for number, each in enumerate(value, 1):
            yield Turn(label, number, *self.part(each))

    def _answer(self, entry: Mapping[str, Any], value: Any) -> Answer:
        path, kind = entry["path"], entry["kind"]
        turn = self.met[path] = self.met.get(path, -1) + 1
        raw = " ".join(value) if isinstance(value, list) else value
        is_file = kind in reading.FILES
        known = len(self.points)
        text = self._point(raw) if kind in POINTS and raw else _in_words(entry, raw, self.language)
        return Answer(
            path=path,
            turn=turn,
            label=said(entry["labels"], self.language) or entry["name"],
            text=text,
            raw=raw,
            file=self.files.get(raw) if is_file else None,
            number=len(self.points) if len(self.points) > known else 0,
            can_correct=not is_file,
        )

    def _point(self, raw: str) -> str:
        parts = raw.split()
        try:
            latitude, longitude = float(parts[0]), float(parts[1])
        except (ValueError, IndexError):
            return raw
        self.points.append((longitude, latitude))
        accuracy = f" (± {float(parts[3]):.0f} m)" if len(parts) > 3 else ""
        return f"{latitude:.5f}, {longitude:.5f}{accuracy}"


def _in_words(entry: Mapping[str, Any], raw: str, language: str) -> str:
    if entry["kind"] in MOMENTS:
        return _moment(raw, *MOMENTS[entry["kind"]])
    if entry["kind"] not in SELECTS:
        return raw
    labels = {one["name"]: said(one["labels"], language) for one in entry["choices"]}
    return " · ".join(labels.get(code) or code for code in raw.split())


def _moment(raw: str, read: Callable[[str], Any], shape: str) -> str:
    """Return a day or time as people write it where they read; as it came where it is none."""
    try:
        found = read(raw)
    except ValueError:
        found = None
    return formats.date_format(found, shape) if found else raw
