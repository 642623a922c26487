"""Components for pages: `{% load figures %}`. Each draws what it is handed; none computes a figure."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from confianza.web.design import hatchings, icons, interactive, ways, writing
from confianza.web.design.entrances import Banner, Card
from confianza.web.design.tables import Column, Interval, Link, Table
from confianza.web.design.ways import Sight

register = template.Library()

TAG_ICONS = {
    "good": "check",
    "attention": "warning",
    "act": "warning",
    "working": "clock",
    "neutral": "info",
}
MESSAGE_ICONS = {"success": "check", "warning": "warning", "error": "warning"}

register.simple_tag(icons.icon, name="icon")
register.filter("number", writing.number)
register.filter("day", writing.day)
register.filter("month", writing.month)
register.filter("size", writing.size)
register.simple_tag(writing.interval, name="interval")
register.simple_tag(writing.period, name="period")


@register.simple_tag
def message_icon(level: str) -> SafeString:
    """Draw the icon of a message of this level."""
    return icons.icon(MESSAGE_ICONS.get(level, "info"))


@register.inclusion_tag("design/parts/breadcrumbs.html")
def breadcrumbs(*steps: Any) -> dict[str, Any]:
    """Draw the way here as label, address, …, this page: `{% breadcrumbs _("Places") url place.name %}`."""
    pairs = list(zip(steps[:-1:2], steps[1::2], strict=True))
    return {"pairs": pairs, "here": steps[-1]}


@register.inclusion_tag("design/parts/figure_card.html")
def figure_card(label: str, value: float | None, **rest: Any) -> dict[str, Any]:
    """Draw one number with what makes it honest.

    `decimals`, `unit`, `low` and `high` (95 % interval, with `interval_decimals`), `period` and `source`
    (texts), `as_of` (date), `href` (where the figure can be followed to).
    """
    return {"decimals": 0, **rest, "label": label, "value": value}


@register.inclusion_tag("design/parts/data_table.html")
def data_table(table: Table, stacked: bool = False) -> dict[str, Any]:
    """Draw a `tables.Table`: caption, right-aligned numbers, scrollable by keyboard on a phone.

    `stacked`: there with the cells of a row below each other, for tables of words.
    """
    rows = [
        [(column, _cell(column, value)) for column, value in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    return {"table": table, "rows": rows, "stacked": stacked}


def _cell(column: Column, value: Any) -> Any:
    decimals = column.decimals or 0
    match value:
        case None | "":
            return writing.MISSING
        case Link(text, url):
            return format_html('<a href="{}">{}</a>', url, _cell(column, text))
        case Interval(low, high):
            return format_html('<span class="two-numbers">{}</span>', writing.interval(low, high, decimals))
        case datetime() | date():
            return writing.day(value)
        case int() | float() if column.numeric:
            return writing.number(value, decimals)
    return value


@register.inclusion_tag("design/parts/chart.html")
def chart_figure(title: str, sentence: str, drawing: SafeString, **rest: Any) -> dict[str, Any]:
    """Draw a chart or map with its sentence, its numbers and its download.

    `table` (tables.Table), `download` (address of the numbers as CSV), `note` (source, period, as known on),
    `level` of the heading (2 or 3).
    """
    return {"level": 2, **rest, "title": title, "sentence": sentence, "drawing": drawing}


@register.inclusion_tag("design/parts/interactive_map.html")
def interactive_map(drawn: interactive.Map) -> dict[str, Any]:
    """Draw a map people pan and zoom (interactive.py); beside it stands a drawn one for who cannot."""
    settings, last = json.dumps(drawn.settings()), max(len(drawn.frames) - 1, 0)
    defs = hatchings.defs(interactive.MARK)
    return {"map": drawn, "settings": settings, "last_frame": last, "hatchings": defs}


@register.inclusion_tag("design/parts/filter_form.html", takes_context=True)
def filter_form(context: Context, form: Any, title: str = "", is_open: bool = True) -> dict[str, Any]:
    """Draw a GET form whose choices stay in the address; "Clear" returns to the bare page."""
    return {"form": form, "title": title, "is_open": is_open, "path": context["request"].path}


@register.inclusion_tag("design/parts/empty_state.html")
def empty_state(title: str, text: str, action: str = "", url: str = "") -> dict[str, Any]:
    """Draw what stands where nothing is yet: why it is empty and what would fill it."""
    return {"title": title, "text": text, "action": action, "url": url}


@register.inclusion_tag("design/parts/problem_list.html")
def problem_list(problems: Iterable[Any]) -> dict[str, Any]:
    """Draw what is wrong.

    Each has a `severity` (refuse, reject, left_out, warn), a `sentence`; maybe `count`, `where`, `value`.
    """
    return {"problems": list(problems)}


@register.inclusion_tag("design/parts/progress.html")
def progress_bar(label: str, value: float | None = None, maximum: float = 100) -> dict[str, Any]:
    """Draw how far long work is; without a value, that it is under way."""
    return {"label": label, "value": value, "maximum": maximum}


@register.inclusion_tag("design/parts/facts.html")
def facts(*pairs: Any) -> dict[str, Any]:
    """Draw a definition list, leaving empty values out: `{% facts _("Source") source _("Received") on %}`."""
    both = zip(pairs[::2], pairs[1::2], strict=True)
    return {"pairs": [(name, value) for name, value in both if value not in (None, "")]}


@register.inclusion_tag("design/parts/ways_on.html", takes_context=True)
def ways_on(context: Context, kind: str, more: Sequence[Sight] = (), /, **seen: Any) -> dict[str, Any]:
    """Draw where one may go on from what a page shows (ways.py): `{% ways_on "survey" text=t area=a %}`.

    `more` are sights besides, each with words of its own. The address is the page's, so that one finds back.
    """
    request = context["request"]
    sights = [Sight(kind, **seen), *more]
    here = [replace(sight, address=request.get_full_path()) for sight in sights]
    return {"ways": ways.ways_on(request.user, here)}


@register.simple_tag
def status(kind: str, word: str) -> SafeString:
    """Draw a status as an icon and a word; `kind` is good, attention, act, working or neutral."""
    return format_html('<span class="tag {}">{} {}</span>', kind, icons.icon(TAG_ICONS[kind]), word)


@register.inclusion_tag("design/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Any) -> dict[str, Any]:
    """Draw the way through a Django `Page`, keeping every other choice in the address (`page` is the key)."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}


@register.inclusion_tag("design/parts/confirm_panel.html", takes_context=True)
def confirm_panel(
    context: Context, title: str, text: str, action: str, cancel_url: str, **rest: Any
) -> dict[str, Any]:
    """Ask before a step that cannot be undone: a POST form to this page (or `url`), and a way out.

    `grave=False` where the step only needs a second look; `fields` may hold a form to be sent along.
    """
    own = {
        "title": title,
        "text": text,
        "action": action,
        "cancel_url": cancel_url,
        "csrf_token": context.get("csrf_token"),
    }
    return {"grave": True, **rest, **own}


@register.simple_tag(takes_context=True)
def card_body(context: Context, card: Card) -> str:
    """Draw the inside of a home card from its own template."""
    return render_to_string(card.template, {**card.context, "card": card}, request=context["request"])


@register.simple_tag(takes_context=True)
def banner_body(context: Context, banner: Banner) -> str:
    """Draw a banner from its own template."""
    return render_to_string(banner.template, dict(banner.context), request=context["request"])


@register.filter
def first_of(values: Sequence[Any], count: int) -> Sequence[Any]:
    """Return the first `count` values: a list's beginning, where the rest is a click away."""
    return values[:count]
