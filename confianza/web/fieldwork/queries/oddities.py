"""What looks odd about filled forms: read from the forms themselves, by the rules of `flags`."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.core.cache import cache
from django.db.models import Count, Max, Q
from django.utils import timezone

from confianza.web.fieldwork.flags import alone, together
from confianza.web.fieldwork.flags.alone import Answered, Interview
from confianza.web.fieldwork.flags.thresholds import CLUSTER_NAMES
from confianza.web.fieldwork.flags.together import Filled, Told
from confianza.web.fieldwork.models import Form, Owner, Submission
from confianza.web.fieldwork.queries import answers
from confianza.web.fieldwork.queries.answers import TOP, Answers, Question
from confianza.web.fieldwork.queries.told import POINTS, SILENT
from confianza.web.fieldwork.xforms import reading
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area

if TYPE_CHECKING:
    import polars as pl

SELECT_ONE = "select one"
CLOSED = frozenset({SELECT_ONE, *answers.MULTIPLE, "integer", "range"})
# What two filled forms may have of their own and still say the same.
NOT_COMPARED = SILENT | POINTS | reading.FILES
NOTHING = Told({}, {})
REMEMBERED_FOR = 24 * 3600
Dictionary = Sequence[Mapping[str, Any]]
Point = tuple[float, float]


def asks_people(form: Form) -> bool:
    """Whether a form is an interview: a survey, or filled in by interviewers who have no role here."""
    return bool(form.owner == Owner.SURVEYS or not form.roles)


def on_arrival(
    form: Form,
    root: Any,
    dictionary: Dictionary,
    *,
    begun: datetime | None,
    ended: datetime | None,
    received: datetime,
) -> list[str]:
    """Return the codes of what looks odd about something that has just come, by itself."""
    given = list(_given(reading.answers(root, dictionary), {each["path"]: each for each in dictionary}))
    kinds = {each["kind"] for each in dictionary}
    interview = Interview(
        begun=_local(begun),
        ended=_local(ended),
        received=_here(received),
        asks_times={"start", "end"} <= kinds,
        asks_people=asks_people(form),
        words=sum(len(next(iter(entry["labels"].values()), "").split()) for entry, _value in given),
        metres_outside=_metres_outside(form.area, [value for entry, value in given if _is_point(entry)]),
        answered=tuple(
            Answered(entry["path"].rpartition("/")[0], entry["list"], value)
            for entry, value in given
            if entry["kind"] == SELECT_ONE and entry["list"]
        ),
    )
    return alone.flags(interview)


def beside_others(form: Form) -> Told:
    """Return what looks odd about the filled forms of a form beside each other, and about telephones.

    By `instance_id` and by the telephone's label. Nothing of a confidential form, which only its own room
    reads. Remembered until something comes or is judged.
    """
    if form.is_confidential:
        return NOTHING
    found = cache.get_or_set(_key(form), lambda: _beside_others(form), REMEMBERED_FOR)
    return cast("Told", found)


def all_of(submissions: Iterable[Submission]) -> list[tuple[Submission, tuple[str, ...]]]:
    """Return each submission with the codes of all that looks odd about it."""
    found, told = [], dict[int, Told]()
    for each in submissions:
        if each.form_id not in told:
            told[each.form_id] = beside_others(each.form)
        found.append((each, (*each.flags, *told[each.form_id].filled.get(each.instance_id, ()))))
    return found


def is_odd(forms: Iterable[Form]) -> Q:
    """Return the condition by which submissions of forms are those that look odd."""
    condition = ~Q(flags=[])
    for form in forms:
        if beside := beside_others(form).filled:
            condition |= Q(form=form, instance_id__in=list(beside))
    return condition


def _key(form: Form) -> str:
    sent = form.submissions.aggregate(newest=Max("pk"), versions=Max("form__versions__pk"))
    standing = form.submissions.order_by().values_list("standing").annotate(Count("pk")).order_by("standing")
    told = "-".join(f"{name[:3]}{count}" for name, count in standing)
    return f"fieldwork:odd:{form.pk}:{sent['newest']}:{sent['versions']}:{told}"


def _beside_others(form: Form) -> Told:
    found = answers.rows(form, approved_only=False)
    points = any(each.kind in POINTS and each.repeat == TOP for each in found.questions)
    return together.told(list(_filled(found)), asks_people=asks_people(form), asks_points=points)


def _filled(found: Answers) -> Iterator[Filled]:
    questions = [each for each in found.questions if each.repeat == TOP]
    closed = [each for each in questions if each.kind in CLOSED]
    told = [each for each in questions if each.kind not in NOT_COMPARED]
    point = next((each.column for each in questions if each.kind in POINTS), "")
    cluster = next((name for name in CLUSTER_NAMES if any(each.column == name for each in questions)), "")
    turns = _turns(found)
    for row in found.top.iter_rows(named=True):
        key = row["instance_id"]
        repeats = turns.get(key, [])
        yield Filled(
            key=key,
            telephone=row["telephone"],
            minutes=_minutes(row["begun_at"], row["ended_at"]),
            answered=sum(row[each.column] is not None for each in told) + len(repeats),
            point=point_of(row[point]) if point else None,
            cluster=str(row[cluster] or "") if cluster else "",
            codes={each.column: _code(row[each.column]) for each in closed},
            content=json.dumps([[row[each.column] for each in told], repeats], default=str),
        )


def _turns(found: Answers) -> dict[str, list[Any]]:
    """Return what was told in repeats, by submission."""
    told: dict[str, list[Any]] = defaultdict(list)
    for repeat, frame in found.frames.items():
        if repeat != TOP:
            compared = [each for each in found.questions if each.repeat == repeat]
            for key, values in _rows(frame, compared):
                told[key].append([repeat, *values])
    return told


def _rows(frame: "pl.DataFrame", questions: Sequence[Question]) -> Iterator[tuple[str, list[Any]]]:
    columns = [each.column for each in questions if each.kind not in NOT_COMPARED]
    for row in frame.iter_rows(named=True):
        yield row["instance_id"], [row[column] for column in columns]


def _code(value: Any) -> str:
    if value is None:
        return ""
    return " ".join(sorted(value)) if isinstance(value, list) else str(value)


def _minutes(begun: datetime | None, ended: datetime | None) -> float | None:
    if begun is None or ended is None or ended < begun:
        return None
    return (ended - begun).total_seconds() / 60


def _given(told: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[Any, Any]]:
    """Yield (entry, answer) of every question that was answered, those of repeats turn by turn."""
    for path, value in told.items():
        entry = known[path]
        if entry["kind"] == "repeat":
            for turn in value:
                yield from _given(turn, known)
        elif value and entry["kind"] not in SILENT:
            yield entry, value


def _is_point(entry: Mapping[str, Any]) -> bool:
    return entry["kind"] in POINTS


def point_of(text: str | None) -> Point | None:
    """Return the latitude and longitude a telephone wrote; None where they are on no globe."""
    try:
        latitude, longitude = (float(each) for each in (text or "").split()[:2])
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _metres_outside(area: Area | None, points: Sequence[str]) -> float | None:
    """Return how far the farthest point lies outside an area, its own accuracy taken off."""
    placed = [(found, text) for text in points if (found := point_of(text)) is not None]
    drawn = territory.generations_of(area).exclude(wkb=None).first() if area is not None and placed else None
    if drawn is None or drawn.wkb is None:
        return None
    return max(_outside(bytes(drawn.wkb), point) - _accuracy(text) for point, text in placed)


def _outside(wkb: bytes, point: Point) -> float:
    import shapely

    from confianza.analysis.surveys.interviews import metres

    shape, (latitude, longitude) = shapely.from_wkb(wkb), point
    way = shapely.shortest_line(shape, shapely.Point(longitude, latitude))
    (near_longitude, near_latitude), _there = way.coords
    return metres((near_latitude, near_longitude), point)


def _accuracy(text: str) -> float:
    try:
        return max(float(text.split()[3]), 0.0)
    except (ValueError, IndexError):
        return 0.0


def _local(moment: datetime | None) -> datetime | None:
    return _here(moment) if moment else None


def _here(moment: datetime) -> datetime:
    return timezone.localtime(moment)
