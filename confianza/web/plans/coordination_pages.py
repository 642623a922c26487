"""The page of a weekly meeting, on screen and on paper: sentences, tables and notes, part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from confianza.web.design import writing
from confianza.web.design.tables import Column, Interval, Link, Table
from confianza.web.observatory import analysis_sentences, labels
from confianza.web.observatory.queries.week import Event
from confianza.web.plans import coordination_sentences as said
from confianza.web.plans import week_patrols, week_pending
from confianza.web.plans.models import Coordination, Note, Problem, Stage, Standing
from confianza.web.plans.queries import coordination as queries
from confianza.web.territory import queries as territory

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """One part of the page. `notes`: what was said to it in the meeting."""

    key: str
    title: Any
    sentences: Sequence[str]
    tables: Sequence[Table]
    notes: Sequence[Note]
    more: Link | None = None


def shown(user: Any, coordination: Coordination) -> dict[str, Any]:
    """Return what the page of a meeting shows a person."""
    week = queries.week(user, coordination)
    taken_up = queries.taken_up(user, week.parts["places"])
    names = territory.names_by_key([coordination.area])
    return {
        "place": names[coordination.area_id],
        "known": said.known(week.known_at),
        "since": said.known(week.since),
        "is_frozen": week.is_frozen,
        "can_decide": coordination.state not in queries.CLOSED,
        "pending": week_pending.pending(week.parts, taken_up),
        "parts": parts(coordination, week, taken_up, queries.notes(coordination)),
    }


def parts(
    coordination: Coordination,
    week: queries.Week,
    taken_up: Mapping[str, Problem],
    notes: Mapping[str, Sequence[Note]],
) -> list[Part]:
    """Return the parts of the page in the order in which the meeting takes them."""
    drawn = {
        "decisions": _decisions,
        "happened": _happened,
        "places": lambda told: _places(told, taken_up),
        "problems": _problems,
        "promises": _promises,
        "work": _work,
        "tips": lambda told: (said.tips(told), []),
        "deliveries": _deliveries,
    }
    made = []
    for key in queries.PARTS:
        told = week.parts[key]
        sentences, tables = (said.withheld(), []) if _is_withheld(told) else drawn[key](told)
        more = None if _is_withheld(told) else _more(key, coordination, _is_withheld(week.parts["places"]))
        made.append(Part(key, said.TITLES[key], sentences, tables, notes.get(key, ()), more))
    return made


def decided(rows: Sequence[Any]) -> Table:
    """The decisions of this meeting."""
    told = [
        {
            "id": each.pk, "what": each.what, "owner": each.owner_name, "standing": each.standing,
            "due_on": each.due_on.isoformat(), "words": "",
        }
        for each in rows
    ]  # fmt: skip
    return _commitments(_("Decided in this meeting"), told)


def _is_withheld(told: Any) -> bool:
    return bool(told) and "withheld" in told


def _decisions(told: Told) -> tuple[list[str], list[Table]]:
    rows = told["rows"]
    return said.decisions(told), [_commitments(_("Decided last time"), rows)] if rows else []


def _happened(told: Told | None) -> tuple[list[str], list[Table]]:
    if told is None:
        return said.happened(told), []
    note = _("%(source)s; the list of priorities was decided by %(author)s on %(day)s") % {
        "source": labels.source(told["source"]),
        "author": told["decided_by"],
        "day": said.day(told["decided_on"]),
    }
    kinds = {"reports": _("What people reported"), "finds": _("What patrols found")}
    tables = [_events(title, said.events(told[kind]), note) for kind, title in kinds.items() if told[kind]]
    return said.happened(told), tables


def _events(title: str, rows: Sequence[Event], note: str) -> Table:
    columns = (
        Column(_("Event")),
        Column(_("This week"), 0),
        Column(_("Usual week"), 1),
        Column(_("Times the usual, 95 %"), 1),
        Column(_("Probability that the risk rose")),
        Column(pgettext("of a change", "Verdict")),
    )
    quiet = [each.name for each in rows if not each.now and not each.usual]
    told = [_event(each) for each in rows if each.name not in quiet]
    if quiet and told:
        none = _("None this week, nor in a usual one: %(which)s.") % {"which": ", ".join(quiet)}
        note = f"{none} {note}"
    return Table(title, columns, told or [_nothing(each) for each in rows], note=note)


def _nothing(each: Event) -> tuple[Any, ...]:
    return each.name, each.now, each.usual, None, "", ""


def _event(each: Event) -> tuple[Any, ...]:
    verdict = _("more than chance") if each.stands_out else _("can be chance")
    rose = analysis_sentences.probability(each.probability_up)
    between = None if each.low is None or each.high is None else Interval(each.low, each.high)
    return each.name, each.now, each.usual, between, rose, verdict


def _places(told: Told | None, taken_up: Mapping[str, Problem]) -> tuple[list[str], list[Table]]:
    if told is None:
        return said.places(told), []
    note = labels.source(told["source"])
    hot = Table(_("Hot spots"), _place_columns(_("Over time")), [], note=note)
    chains = Table(_("Recent chains"), _chain_columns(), [], note=note)
    cells = [_spot(told, together, taken_up) for together in _by_place(told["cells"])]
    links = [
        (_where(each), each["events"], _days(each), _taken_up(told, each, taken_up)) for each in told["links"]
    ]
    tables = [
        Table(hot.caption, hot.columns, cells, note),
        Table(chains.caption, chains.columns, links, note),
    ]
    return said.places(told), [each for each in tables if each.rows]


def _by_place(cells: Sequence[Told]) -> list[list[Told]]:
    """Return the cells that have the same words for where they are together, in their order."""
    places: dict[tuple[str, ...], list[Told]] = {}
    for each in cells:
        places.setdefault(tuple(each["where"]), []).append(each)
    return list(places.values())


def _spot(told: Told, cells: Sequence[Told], taken_up: Mapping[str, Problem]) -> tuple[Any, ...]:
    """Tell the cells of one place in a row: all of them counted, the first leads on to the map."""
    known = next((each for each in cells if each["address"] in taken_up), cells[0])
    kinds = dict.fromkeys(analysis_sentences.kind(each["kind"]) for each in cells)
    return (
        _where(cells[0]), len(cells), sum(each["now"] for each in cells),
        sum(each["before"] for each in cells), ", ".join(kinds), _taken_up(told, known, taken_up),
    )  # fmt: skip


def _place_columns(last: str) -> tuple[Column, ...]:
    return (
        Column(_("Where")),
        Column(pgettext("hot spots", "Cells"), 0),
        Column(_("In the period"), 0),
        Column(_("As long before"), 0),
        Column(last),
        Column(pgettext("weekly meeting", "Problem")),
    )


def _chain_columns() -> tuple[Column, ...]:
    return (
        Column(_("Where")),
        Column(_("Incidents"), 0),
        Column(_("When")),
        Column(pgettext("weekly meeting", "Problem")),
    )


def _where(each: Told) -> Link:
    return Link(analysis_sentences.where(each["where"]), each["address"])


def _days(each: Told) -> str:
    return analysis_sentences.days(date.fromisoformat(each["begins"]), date.fromisoformat(each["ends"]))


def _taken_up(told: Told, each: Told, taken_up: Mapping[str, Problem]) -> Link:
    """Lead to the problem a place was taken up as, or to opening one with what is known of it."""
    problem = taken_up.get(each["address"])
    if problem is not None:
        return Link(problem.title, reverse("plans:problem", args=[problem.pk]))
    what = labels.indicator(told["indicator"])
    asked = {
        "origin": "hot_spot",
        "area": each["areas"][0],
        "text": f"{what}: {analysis_sentences.where(each['where'])}",
        "address": each["address"],
        "indicator": told["indicator"],
    }
    return Link(_("Open a problem"), f"{reverse('plans:open_problem')}?{urlencode(asked)}")


def _problems(told: Told) -> tuple[list[str], list[Table]]:
    tables = [_stalled(told["stalled"]), _moved(told["moved"])]
    return said.problems(told), [each for each in tables if each.rows]


def _stalled(rows: Sequence[Told]) -> Table:
    columns = (
        Column(pgettext("weekly meeting", "Problem")),
        Column(_("Where")),
        Column(_("Stage")),
        Column(_("Who leads")),
        Column(_("Why it is here")),
    )
    told = [
        (_problem(each), each["place"], _stage(each), each["leader"], said.stalled(each)) for each in rows
    ]
    return Table(_("Stalled"), columns, told)


def _moved(rows: Sequence[Told]) -> Table:
    columns = (
        Column(pgettext("weekly meeting", "Problem")),
        Column(_("Now")),
        Column(_("On")),
        Column(_("In words")),
    )
    told = [(_problem(each), _stage(each), date.fromisoformat(each["on"]), each["words"]) for each in rows]
    return _without_silence(Table(_("Moved since the last meeting"), columns, told))


def _problem(each: Told) -> Link:
    return Link(each["title"], reverse("plans:problem", args=[each["id"]]))


def _stage(each: Told) -> str:
    return str(Stage(each["stage"]).label)


def _promises(told: Told) -> tuple[list[str], list[Table]]:
    titles = {
        "late": pgettext("commitments", "Late"),
        "due": _("Due within a week"),
        "broken": _("Not kept since the last meeting"),
        "kept": _("Kept since the last meeting"),
    }
    tables = [_commitments(title, told[name], told[f"{name}_count"]) for name, title in titles.items()]
    return said.promises(told), [each for each in tables if each.rows]


def _commitments(title: str, rows: Sequence[Told], count: int = 0) -> Table:
    columns = (
        Column(_("What")),
        Column(_("Who answers for it")),
        Column(_("By when")),
        Column(_("Standing")),
        Column(_("In words")),
    )
    told = [
        (
            Link(each["what"], reverse("plans:commitment", args=[each["id"]])),
            each["owner"],
            date.fromisoformat(each["due_on"]),
            str(Standing(each["standing"]).label),
            each["words"],
        )
        for each in rows
    ]
    values = {"shown": writing.number(len(rows)), "count": writing.number(count)}
    note = _("%(shown)s of %(count)s") % values if count > len(rows) else ""
    return _without_silence(Table(title, columns, told, note=note))


def _without_silence(table: Table) -> Table:
    """Leave the last column out where nobody said anything."""
    if any(row[-1] for row in table.rows):
        return table
    return replace(table, columns=table.columns[:-1], rows=[row[:-1] for row in table.rows])


def _work(told: Told) -> tuple[list[str], list[Table]]:
    patrols = told.get("patrols")
    stopped = week_patrols.table(patrols)
    return [*week_patrols.sentences(patrols), *said.work(told)], [stopped] if stopped else []


def _deliveries(told: Told) -> tuple[list[str], list[Table]]:
    columns = (
        Column(_("Source")),
        Column(_("Office")),
        Column(_("Late since")),
        Column(_("What is unknown")),
    )
    rows = [
        (
            labels.source(each["source"]), each["office"], date.fromisoformat(each["since"]),
            said.unknown(each),
        )
        for each in told["late"]
    ]  # fmt: skip
    tables = [Table(_("Deliveries that are late"), columns, rows)] if rows else []
    return said.deliveries(told), tables


def _more(key: str, coordination: Coordination, without_places: bool) -> Link | None:
    """Lead to the page a part comes from, of those that the reader may open."""
    area = urlencode({"area": coordination.area.stable_id})
    week = (_("The observatory's sheet of the week"), "observatory:week")
    pages = {
        "happened": (_("When it happens"), "observatory:times") if without_places else week,
        "places": (_("The map"), "observatory:crime_map"),
        "problems": (_("All problems"), "plans:problems"),
        "promises": (_("All commitments"), "plans:commitments"),
        "work": (_("Meetings with the community"), "community:meetings"),
        "deliveries": (_("All deliveries"), "records:deliveries"),
    }
    if key not in pages:
        return None
    label, name = pages[key]
    return Link(label, f"{reverse(name)}?{area}" if key in ("happened", "places") else reverse(name))
