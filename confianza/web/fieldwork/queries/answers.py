"""What was answered by a form, as frames: what the room that a form collects for reads.

Codes, not labels; typed as the form says; over all versions, one under the other. Nobody is asked here
whether they may read: the room that asks has its own need to know.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from confianza.web.fieldwork import sealed
from confianza.web.fieldwork.models import Form, FormVersion, Standing, Submission
from confianza.web.fieldwork.queries.forms import said
from confianza.web.fieldwork.xforms import reading

if TYPE_CHECKING:
    import polars as pl

TOP = ""
MULTIPLE = ("select all that apply", "rank")
COUNTED = (Standing.APPROVED,)
ALL_THAT_STAND = (Standing.APPROVED, Standing.WAITING, Standing.ARRIVING)
# Beside the answers: which submission a row is, and what is known of how it came.
ABOUT = ("instance_id", "form_version", "telephone", "standing", "begun_at", "ended_at", "received_at")


@dataclass(frozen=True)
class Question:
    """A question of a form, as the newest version that asks it words it. `column`: its name in the frame."""

    column: str
    path: str
    kind: str
    repeat: str
    labels: Mapping[str, str]
    choices: tuple[tuple[str, Mapping[str, str]], ...]

    def label(self, language: str) -> str:
        """Return its wording in a language ("es"), or in whatever there is; its name where it has none."""
        return said(self.labels, language) or self.column

    def words(self, language: str) -> dict[str, str]:
        """Return the wording of its answers by their codes."""
        return {code: said(labels, language) or code for code, labels in self.choices}


@dataclass(frozen=True)
class Unread:
    """An answer that is not of the kind its question asks for; its cell is blank."""

    instance_id: str
    path: str
    text: str


@dataclass(frozen=True)
class Answers:
    """The answers to a form. `frames` by repeat ("" the form itself): a row a submission, or a turn.

    The top frame has the columns of ABOUT; a repeat's has `instance_id`, `turn` (1, 2, …) and, inside another
    repeat, `parent` (the turn there). Integers, decimals, dates and moments are typed, several choices are a
    list of codes, everything else is text; null is no answer.
    """

    questions: tuple[Question, ...]
    frames: "Mapping[str, pl.DataFrame]"
    unread: tuple[Unread, ...]

    @property
    def top(self) -> "pl.DataFrame":
        return self.frames[TOP]

    def question(self, column: str, repeat: str = TOP) -> Question:
        """Return the question of a column. Raises KeyError."""
        for each in self.questions:
            if (each.column, each.repeat) == (column, repeat):
                return each
        raise KeyError(column)


def rows(
    form: Form,
    *,
    version: FormVersion | None = None,
    approved_only: bool = True,
    among: QuerySet[Submission] | None = None,
) -> Answers:
    """Return what was answered by a form, or by one version of it, in the order in which it came.

    `among`: of these submissions alone.

    Without `approved_only` also what waits or is not whole yet; never what was rejected or replaced. What was
    filled by a version that nobody knows is read by the newest one.
    """
    versions = list(form.versions.order_by("-made_at", "-pk"))
    asked = questions([version] if version else versions)
    sent = Submission.objects.all() if among is None else among
    wanted = sent.filter(form=form, standing__in=COUNTED if approved_only else ALL_THAT_STAND)
    if version is not None:
        wanted = wanted.filter(form_version=version)
    gatherer = _Gatherer({each.path: each for each in asked})
    dictionaries = {each.pk: each.dictionary for each in versions}
    newest = versions[0].dictionary if versions else []
    for submission in wanted.select_related("device").order_by("received_at", "pk"):
        gatherer.take(submission, dictionaries.get(submission.form_version_id, newest))
    return Answers(asked, gatherer.frames(asked), tuple(gatherer.unread))


def questions(versions: Sequence[FormVersion]) -> tuple[Question, ...]:
    """Return the questions of versions, the newest first, each path once; those of a repeat have its path."""
    entries: dict[str, Mapping[str, Any]] = {}
    for version in versions:
        for entry in version.dictionary:
            entries.setdefault(entry["path"], entry)
    columns = _columns(entries.values())
    return tuple(
        Question(
            column=columns[path],
            path=path,
            kind=entry["kind"],
            repeat=entry["repeat"],
            labels=entry["labels"],
            choices=tuple((each["name"], each["labels"]) for each in entry["choices"]),
        )
        for path, entry in entries.items()
        if entry["kind"] not in ("repeat", "note")
    )


def _columns(entries: Any) -> dict[str, str]:
    """Return the name of each path's column: its last word, or all of it where that is taken."""
    told = [(entry["path"], entry["name"], entry["repeat"]) for entry in entries]
    often: dict[tuple[str, str], int] = {}
    for _path, name, repeat in told:
        often[name, repeat] = often.get((name, repeat), 0) + 1
    taken = {*ABOUT, "turn", "parent"}
    return {
        path: name if often[name, repeat] == 1 and name not in taken else path.strip("/").replace("/", ".")
        for path, name, repeat in told
    }


@dataclass
class _Gatherer:
    """Rows by repeat, as submissions are read."""

    known: Mapping[str, Question]
    taken: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)

    def take(self, submission: Submission, dictionary: Sequence[Mapping[str, Any]]) -> None:
        root = reading.told(sealed.read(submission.sha256)).root
        about = {
            "instance_id": submission.instance_id,
            "form_version": submission.version_told,
            "telephone": submission.device.label if submission.device else "",
            "standing": submission.standing,
            "begun_at": submission.begun_at,
            "ended_at": submission.ended_at,
            "received_at": submission.received_at,
        }
        self._part(TOP, about, reading.answers(root, dictionary))

    def _part(self, repeat: str, about: dict[str, Any], told: Mapping[str, Any]) -> None:
        row = dict(about)
        self.taken.setdefault(repeat, []).append(row)
        for path, value in told.items():
            question = self.known.get(path)
            if question is not None:
                row[question.column] = self._typed(question, value, about["instance_id"])
            elif isinstance(value, list):
                self._turns(path, about, value)

    def _turns(self, path: str, about: Mapping[str, Any], turns: Sequence[Mapping[str, Any]]) -> None:
        for turn, each in enumerate(turns, 1):
            own: dict[str, Any] = {"instance_id": about["instance_id"], "turn": turn}
            self._part(path, own | ({"parent": about["turn"]} if "turn" in about else {}), each)

    def _typed(self, question: Question, value: Any, instance: str) -> Any:
        if isinstance(value, list):
            return value or None
        if not value:
            return None
        try:
            return _READERS.get(question.kind, str)(value)
        except ValueError:
            self.unread.append(Unread(instance, question.path, value))
            return None

    def frames(self, asked: Sequence[Question]) -> "dict[str, pl.DataFrame]":
        repeats = dict.fromkeys([TOP, *(each.repeat for each in asked), *self.taken])
        return {
            repeat: _frame(self.taken.get(repeat, []), list(_schema(repeat, asked, repeats)))
            for repeat in repeats
        }


def _frame(taken: list[dict[str, Any]], schema: "list[tuple[str, Any]]") -> "pl.DataFrame":
    import polars as pl

    return pl.DataFrame(
        {name: pl.Series(name, [row.get(name) for row in taken], dtype=dtype) for name, dtype in schema}
    )


def _schema(repeat: str, asked: Sequence[Question], repeats: Mapping[str, None]) -> Iterator[tuple[str, Any]]:
    import polars as pl

    moment = pl.Datetime("us", "UTC")
    if repeat == TOP:
        for name in ABOUT:
            yield name, moment if name.endswith("_at") else pl.String
    else:
        yield "instance_id", pl.String
        yield "turn", pl.Int64
        if any(repeat.startswith(f"{other}/") for other in repeats if other):
            yield "parent", pl.Int64
    kinds: dict[str, Any] = {"integer": pl.Int64, "range": pl.Float64, "decimal": pl.Float64}
    kinds |= dict.fromkeys(("date", "today"), pl.Date)
    kinds |= dict.fromkeys(("start", "end", "dateTime", "datetime"), moment)
    several = pl.List(pl.String)
    for each in asked:
        if each.repeat == repeat:
            yield each.column, several if each.kind in MULTIPLE else kinds.get(each.kind, pl.String)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


_READERS: Mapping[str, Callable[[str], Any]] = {
    "integer": int,
    "decimal": float,
    "range": float,
    "date": _day,
    "today": _day,
    "start": datetime.fromisoformat,
    "end": datetime.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "datetime": datetime.fromisoformat,
}
