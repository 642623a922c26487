"""A weekly meeting on paper: what it looks at before it is held, and its minutes after."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from confianza.web.design import writing
from confianza.web.design.tables import Link, Table
from confianza.web.plans import coordination_pages, printing
from confianza.web.plans.models import Coordination, CoordinationState, Note
from confianza.web.plans.queries import coordination as queries
from confianza.web.plans.queries.coordination import HELD


def pdf(user: Any, coordination: Coordination) -> bytes:
    """Return the paper of a meeting as a person may see it, in the reader's language."""
    shown = coordination_pages.shown(user, coordination)
    parts = [
        printing.Part(
            each.title,
            each.sentences,
            list(map(_on_paper, each.tables)),
            [_noted(note) for note in each.notes],
        )
        for each in shown["parts"]
    ]
    return printing.pdf(
        printing.Paper(
            title=_title(coordination),
            lead=f"{shown['place']} · {writing.day(coordination.held_on)}",
            foot=_foot(coordination),
            last=coordination.held_on,
            facts=_facts(coordination, shown),
            parts=[*_pending(shown), *parts, *_agreed(user, coordination)],
            notes_title=_("Said in the meeting"),
            signed_by=_signatures(coordination),
        )
    )


def file_name(coordination: Coordination) -> str:
    """Return a name for the file."""
    return (
        f"{pgettext('file name', 'minutes')}-{coordination.area.code}-{coordination.held_on.isoformat()}.pdf"
    )


def _title(coordination: Coordination) -> str:
    if coordination.state in HELD:
        return _("Minutes of the weekly coordination meeting")
    return _("Weekly coordination meeting")


def _facts(coordination: Coordination, shown: dict[str, Any]) -> dict[str, str]:
    opened = _("As it was known when the meeting was opened") if shown["is_frozen"] else _("As known")
    return {
        _("Standing"): coordination.get_state_display(),
        _("Led by"): coordination.chair.display_name,
        _("Offices that were there"): coordination.present,
        _("Why it was not held"): coordination.why_not,
        opened: shown["known"],
    }


def _pending(shown: dict[str, Any]) -> list[printing.Part]:
    """Say first what asks for a decision, as long as one can be taken."""
    if not shown["can_decide"] or not shown["pending"]:
        return []
    return [printing.Part(_("What asks for a decision"), [each.text for each in shown["pending"]])]


def _agreed(user: Any, coordination: Coordination) -> list[printing.Part]:
    rows = queries.decisions(user, coordination)
    noted = coordination.notes.filter(part=Note.AGREED, became=None)
    said = [
        f"{note.text} ({_('taken back: %(why)s') % {'why': note.dropped}})" if note.dropped else note.text
        for note in noted
    ]
    if not rows and not said:
        return []
    tables = [coordination_pages.decided(rows)] if rows else []
    return [printing.Part(_("What was decided"), (), tables, said)]


def _on_paper(table: Table) -> Table:
    """Leave out what only leads on: nobody opens a problem from paper."""
    begins = reverse("plans:open_problem")
    rows = [
        ["" if isinstance(cell, Link) and cell.url.startswith(begins) else cell for cell in row]
        for row in table.rows
    ]
    return replace(table, rows=rows)


def _noted(note: Note) -> str:
    return f"{note.text} ({note.by})"


def _signatures(coordination: Coordination) -> list[str]:
    if coordination.state != CoordinationState.CLOSED:
        return []
    return [coordination.chair.display_name, pgettext("signature", "For the town hall")]


def _foot(coordination: Coordination) -> str:
    if not coordination.sha256:
        return _("Prepared by Confianza; it changes until the meeting is opened.")
    return _("Fingerprint of the page as it was opened (SHA-256): %(sha)s") % {"sha": coordination.sha256}
