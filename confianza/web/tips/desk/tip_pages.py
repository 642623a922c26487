"""What the page of one tip shows, put together from what was opened."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from confianza.web.tips.desk import words
from confianza.web.tips.desk.forms import tip as forms
from confianza.web.tips.models import State, Subject
from confianza.web.tips.queries import coincidences, files, queue, readers
from confianza.web.tips.queries.offered import language, offered
from confianza.web.tips.queries.opening import OpenTip, Reader
from confianza.web.tips.questionnaire import telling
from confianza.web.tips.rules.standing import DISCOVERED, REFERRED, Line

# The question whose answer is the tip itself; the others stand around it.
STORY = "story"
# Acting on what only few know tells these who told it.
FEW_KNOW = {
    "only_me": _("Nobody else knows this: whatever is done, those concerned may guess who told it."),
    "few": _("Few people know this: whatever is done, those concerned may guess who told it."),
}
# Media that a page may show; everything else is downloaded.
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})


def shown(opened: OpenTip, reader: Reader, **changed: Any) -> dict[str, Any]:
    """Return all that the page needs; `changed` holds forms that were sent and refused."""
    row = queue.Row(opened, timezone.localdate())
    people = readers.people(opened.tip)
    standing = opened.standing
    return {
        "opened": opened,
        "tip": opened.tip,
        "row": row,
        "due": due_sentence(row),
        "kind": words.of_kind(row.kind),
        "story": str(opened.answers.said.get(STORY, "")),
        "answers": [one for one in telling.lines(opened.answers, language(), offered()) if one.name != STORY],
        "few_know": FEW_KNOW.get(str(opened.answers.chosen.get("others_know", "")), ""),
        "standing": standing,
        "subject": dict(Subject.choices).get(standing.subject, ""),
        "outcome": dict(words.OUTCOMES).get(standing.outcome, ""),
        "moves": list(_moves(opened)),
        "discovered": [line for line in standing.moves if line.what == DISCOVERED],
        "readers": readers.of(opened.tip),
        "related": list(coincidences.others(opened.tip, opened.unit)),
        "requests": files.own_requests(opened, reader),
        "is_closed": opened.tip.state == State.CLOSED,
        "has_forged": any(one.trouble for one in opened.said) or opened.forged_lines,
        **_forms(opened, people),
        **changed,
    }


def due_sentence(row: queue.Row) -> str:
    """Say what is due and by when, or nothing."""
    from confianza.web.design.writing import day

    return str(words.DUE[row.due.what]) % {"day": day(row.due.on)} if row.due else ""


def _forms(opened: OpenTip, people: list[Any]) -> dict[str, Any]:
    standing = opened.standing
    graded = {"source": standing.source or "E", "information": standing.information or "3"}
    return {
        "grade_form": forms.GradeForm(initial=graded),
        "subject_form": forms.SubjectForm(initial={"subject": standing.subject}),
        "labels_form": forms.LabelsForm(initial={"labels": ", ".join(standing.labels)}),
        "assign_form": forms.AssignForm(people=people, initial={"person": standing.assigned_to}),
        "note_form": forms.NoteForm(),
        "answer_form": forms.AnswerForm(),
        "template_form": forms.TemplateForm(),
        "close_form": forms.CloseForm(),
        "reopen_form": forms.ReopenForm(),
    }


def _moves(opened: OpenTip) -> Iterator[tuple[Line, str, str]]:
    """Yield what was done with the tip: the line, what was done, and the words that go with it."""
    outcomes = dict(words.OUTCOMES)
    for line in opened.standing.moves:
        detail = str(line.told.get("text") or line.told.get("reason") or "")
        if line.what == REFERRED:
            detail = f"{_unit_name(line.told)}: {detail}"
        if outcome := line.told.get("outcome"):
            detail = f"{outcomes.get(outcome, outcome)}. {detail}"
        yield line, str(words.MOVES[line.what]), detail


def _unit_name(told: Mapping[str, Any]) -> str:
    return str(told["name_en" if (get_language() or "").startswith("en") else "name_es"])
