"""What results say in words: a change, a level, what makes it less than it seems, and what it cannot say."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confianza.web.design import writing
from confianza.web.surveys.models import Mode
from confianza.web.surveys.telling import Figure, Moved, Place, Question, Survey

PERCENT = 100
# A mean on a short scale moves by tenths; a share is told in whole points and tenths.
DECIMALS = 1


def value(told: Question, number: float | None) -> str:
    """Write an estimate: a share as per cent, a mean as it is."""
    if number is None:
        return writing.MISSING
    if told.is_share:
        return f"{writing.number(PERCENT * number, DECIMALS)} %"
    return writing.number(number, DECIMALS)


def interval(told: Question, low: float | None, high: float | None) -> str:
    """Write an interval in the unit of its question."""
    factor = PERCENT if told.is_share else 1
    ends = [None if end is None else factor * end for end in (low, high)]
    written = writing.interval(ends[0], ends[1], DECIMALS)
    return f"{written} %" if told.is_share and low is not None else written


def when(figure: Figure | Survey) -> str:
    """Say when a wave began: its month."""
    return writing.month(figure.first_day)


def briefly(figure: Figure) -> str:
    """Say when a wave began, as short as under a chart."""
    return str(formats.date_format(figure.first_day, "M Y")).lower()


def mode(code: str) -> str:
    """Say how people were asked."""
    return str(dict(Mode.choices).get(code, code)).lower()


def scale(told: Question) -> str:
    """Say what the estimate is of."""
    if told.is_share:
        return _("Share of people")
    low, high = (writing.number(end) for end in told.scale)
    return _("Mean, from %(low)s to %(high)s") % {"low": low, "high": high}


def change(told: Question) -> str:
    """Say of a question in one sentence what it says now, and whether that is a change."""
    moved = told.moved
    if moved is None:
        return level(told, told.last)
    earlier, later = told.in_wave(moved.earlier), told.in_wave(moved.later)
    if moved.refused:
        return _refused(told, moved)
    if moved.estimate is None or earlier is None or later is None:
        return level(told, told.last)
    values = {
        "name": told.title,
        "earlier": value(told, earlier.estimate),
        "later": value(told, later.estimate),
        "interval": size_of_change(told, moved),
    }
    return _word_of(moved) % values


def _word_of(moved: Moved) -> str:
    if moved.is_sure and (moved.estimate or 0) > 0:
        return _("%(name)s: rose from %(earlier)s to %(later)s (%(interval)s). It is more than noise.")
    if moved.is_sure:
        return _("%(name)s: fell from %(earlier)s to %(later)s (%(interval)s). It is more than noise.")
    if moved.is_clear:
        return _(
            "%(name)s: from %(earlier)s to %(later)s (%(interval)s). Alone it would count as a change; among "
            "so many questions one like it comes about by chance."
        )
    return _("%(name)s: from %(earlier)s to %(later)s (%(interval)s). It cannot be told from chance.")


def size_of_change(told: Question, moved: Moved) -> str:
    """Say between which two changes the true one lies, with their signs."""
    ends = [_signed(told, end) for end in (moved.low, moved.high)]
    words = {"low": ends[0], "high": ends[1]}
    if told.is_share:
        return _("a change of %(low)s to %(high)s points") % words
    return _("a change of %(low)s to %(high)s") % words


def change_cell(told: Question) -> str:
    """Write a change with its sign and its stars, for a table."""
    moved = told.moved
    if moved is None or moved.estimate is None:
        return writing.MISSING
    return f"{_signed(told, moved.estimate)} {moved.stars}".strip()


def _signed(told: Question, number: float | None) -> str:
    if number is None:
        return writing.MISSING
    moved = number * (PERCENT if told.is_share else 1)
    sign = "+" if moved > 0 else "\N{MINUS SIGN}" if moved < 0 else ""
    return f"{sign}{writing.number(abs(moved), DECIMALS)}"


def level(told: Question, figure: Figure) -> str:
    """Say what a question says in one wave."""
    if not figure.is_told:
        return _("%(name)s: %(why)s.") % {"name": told.title, "why": verdict(figure.status)}
    values = {
        "name": told.title,
        "value": value(told, figure.estimate),
        "interval": interval(told, figure.low, figure.high),
    }
    return _("%(name)s: %(value)s (95 %% interval: %(interval)s).") % values


def _refused(told: Question, moved: Moved) -> str:
    before, after = (" – ".join(writing.number(end) for end in ends) for ends in moved.refused)
    values = {"name": told.title, "before": before, "after": after}
    return (
        _(
            "%(name)s: it was asked on the scale %(before)s before and on %(after)s now. On another scale "
            "there is no change to tell."
        )
        % values
    )


VERDICTS: dict[str, Callable[[], str]] = {
    "shown": lambda: "",
    "with_caution": lambda: _("with caution"),
    "too_uncertain": lambda: _("too uncertain to be told"),
    "too_few": lambda: _("too few answers to be told"),
    "no_data": lambda: _("no data"),
    "left_out": lambda: _("left out, so that another cannot be worked out"),
    "hidden": lambda: _("not shown"),
    "unreadable": lambda: _("could not be read: name the codes that are no answer"),
}


def verdict(status: str) -> str:
    """Say how an estimate may be shown, or why it is not."""
    return VERDICTS[status]()


def cautions(told: Question) -> list[str]:
    """Say what makes a change, or the last figure, less than it seems."""
    moved = told.moved
    found = []
    if moved is not None and "other_mode" in moved.cautions:
        ends = [told.in_wave(number) for number in (moved.earlier, moved.later)]
        words = [mode(end.mode) for end in ends if end is not None]
        found.append(
            _(
                "People were asked in another way: %(before)s before, %(after)s now. Part of the change "
                "may come from that."
            )
            % {"before": words[0], "after": words[-1]}
        )
    if moved is not None and "other_wording" in moved.cautions:
        found.append(_("The question was worded otherwise before. Part of the change may come from that."))
    if told.last.status == "with_caution":
        found.append(_("Use with caution: the interval is wide."))
    if any(not figure.is_comparable for figure in told.figures):
        found.append(_("Waves that asked on another scale are not drawn."))
    return found


def stars() -> str:
    """Say what stars mean."""
    return _(
        "*** ** * : more than noise with 99, 95 and 90 % of confidence, each change as one of all the "
        "questions (Holm). Without a star it cannot be told from chance."
    )


def summary(told: Survey) -> str:
    """Say in one sentence how many questions changed by more than noise."""
    compared = [each for each in told.questions if each.moved and each.moved.estimate is not None]
    if not compared:
        return _("This is the first wave: nothing to compare with yet.")
    sure = len(told.sure)
    if not sure:
        return _("No answer changed by more than noise.")
    return ngettext(
        "Of %(all)s questions, %(count)s changed by more than noise.",
        "Of %(all)s questions, %(count)s changed by more than noise.",
        sure,
    ) % {"all": len(compared), "count": sure}


def method(told: Survey) -> list[str]:
    """Say how a survey was made, and what it cannot say."""
    values = {
        "interviews": writing.number(told.interviews),
        "clusters": writing.number(told.clusters),
        "from": writing.day(told.first_day),
        "until": writing.day(told.last_day),
        "mode": mode(told.mode),
        "margin": writing.number(PERCENT * told.margin, DECIMALS),
    }
    found = [
        _(
            "%(interviews)s interviews in %(clusters)s segments drawn by lot, from %(from)s to %(until)s, "
            "%(mode)s."
        )
        % values,
        _("A share near one half is sure to ±%(margin)s points (95 %%), the design of the sample counted in.")
        % values,
    ]
    if told.response_rate is not None:
        rate = writing.number(PERCENT * told.response_rate)
        found.append(_("Response rate (AAPOR RR1): %(rate)s %%.") % {"rate": rate})
    if told.unreached:
        found.append(
            _("Nobody could be interviewed in %(places)s: the survey does not speak of them.")
            % {"places": ", ".join(told.unreached)}
        )
    return [*found, cannot_say()]


def cannot_say() -> str:
    """Say what no survey of this kind can."""
    return _("It tells what people say and feel, not how many crimes there were, nor why something changed.")


def places(told: Question) -> str:
    """Say which neighbourhoods can be told apart."""
    shown = [place for place in told.places if place.is_told]
    if len(shown) < 2:
        return _("Too little can be told of single neighbourhoods to compare them.")
    if not told.apart:
        return _("No neighbourhood can be told from another: all differences may be chance.")
    pairs = [_("%(higher)s above %(lower)s") % {"lower": low, "higher": high} for low, high in told.apart]
    return _("More than chance: %(pairs)s. All others cannot be told apart.") % {"pairs": "; ".join(pairs)}


def place(told: Question, found: Place) -> str:
    """Say what a question says in a neighbourhood."""
    if not found.is_told:
        return f"{found.name}: {verdict(found.status)}."
    values = {
        "name": found.name,
        "value": value(told, found.estimate),
        "interval": interval(told, found.low, found.high),
    }
    return _("%(name)s: %(value)s (95 %% interval: %(interval)s).") % values


def not_told(found: Sequence[Any]) -> str:
    """Say what hidden neighbourhoods mean, where there are any."""
    statuses = {each.status for each in found}
    notes = []
    if statuses - {"shown", "with_caution", "no_data"}:
        notes.append(
            _("Not shown: fewer than 30 answers, too uncertain, or others could be worked out from it.")
        )
    if "no_data" in statuses:
        notes.append(_("No data: nobody was interviewed there; that is no zero."))
    return " ".join(notes)


def withheld(told: Survey) -> list[str]:
    """Say which questions everybody would see without a figure."""
    return [
        _("%(name)s: not shown; it is too uncertain, or a neighbourhood could be worked out from it.")
        % {"name": question.title}
        for question in told.questions
        if not question.last.is_told
    ]


def earlier_changed(waves: Sequence[int]) -> str:
    """Say which earlier waves have other figures now than those that were published; "" where none."""
    if not waves:
        return ""
    numbers = ", ".join(map(str, waves))
    return _(
        "The figures of wave %(waves)s are no longer those that were published. Publish it again first, so "
        "that both say the same."
    ) % {"waves": numbers}


def refused(code: str, waves: Sequence[int] = ()) -> str:
    """Say why a wave is not published."""
    if code == "earlier_changed":
        return earlier_changed(waves)
    if code == "say_why":
        return _("This wave was published before. Say why it is published again.")
    return _("The wave is not weighed yet: weigh its interviews first.")
