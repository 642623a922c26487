"""What is wrong with a form or with what was sent: a code, where it is, and its sentence."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    # of the file
    "not_a_spreadsheet": _("This is no spreadsheet. Bring the form as .xlsx, .xls or .csv."),
    "too_large": _("The spreadsheet is too large (%(size)s MB; at most %(most)s MB)."),
    "unpacks_too_large": _("The spreadsheet would unpack to %(size)s MB: it is no ordinary form."),
    "took_too_long": _("The form took too long to read; it is larger or stranger than a form should be."),
    "no_survey": _("There is no sheet “survey”, where the questions must stand."),
    # of a row
    "twice": _("Sheet survey, row %(row)s: the name “%(name)s” is used twice in the same group."),
    "unknown_type": _("Sheet survey, row %(row)s: there is no type “%(name)s”."),
    "no_list": _("Sheet survey, row %(row)s: the list “%(name)s” is not in the sheet choices."),
    "no_question": _("Sheet survey, row %(row)s: ${%(name)s} names no question."),
    "no_label": _("Sheet survey, row %(row)s: “%(name)s” has no label, and would be an empty page."),
    "bad_name": _(
        "Sheet survey, row %(row)s: “%(name)s” cannot be a name; use letters, digits and _, a letter first."
    ),
    "not_closed": _("Sheet survey, row %(row)s: a group or repeat begins and never ends."),
    "not_begun": _("Sheet survey, row %(row)s: a group or repeat ends that never began."),
    "no_calculation": _("Sheet survey, row %(row)s: “%(name)s” has no calculation."),
    "choice_twice": _("Sheet choices, row %(row)s: “%(name)s” is in its list twice."),
    "bad_expression": _("Sheet survey, row %(row)s, column %(column)s: %(text)s is no expression (%(why)s)."),
    "no_function": _("Sheet survey, row %(row)s, column %(column)s: there is no function “%(name)s”."),
    "circle": _("Sheet survey, row %(row)s: “%(name)s” depends on itself: %(path)s."),
    "not_yours": _("A form called “%(name)s” belongs to somebody else; give yours another form_id."),
    "refused": _("The form was not accepted: %(why)s"),
    "refused_row": _("Sheet survey, row %(row)s was not accepted: %(why)s"),
    "no_questions": _("The sheet “survey” asks nothing: there is no row under its headings."),
    "no_type": _("The sheet “survey” lacks the column “type”; its headings are those of XLSForm."),
    "no_choices": _("There is no sheet “choices”, where the lists of the questions must stand."),
    "two_questions": _("Sheet survey, row %(row)s: ${%(name)s} names two questions; call one otherwise."),
    "bad_reference": _(
        "Sheet survey, row %(row)s: write the name of a question as ${name}, with both braces."
    ),
    "choice_blank": _(
        "Sheet choices: “%(name)s” holds a blank. Where several can be chosen, blanks stand between them."
    ),
    "bad_cell": _(
        "Sheet %(sheet)s, row %(row)s, column %(column)s: a character stands there that no telephone reads."
    ),
    "no_file": _("The form needs the file “%(name)s”; bring it together with the spreadsheet."),
    # of the settings
    "too_long": _("Sheet settings: %(column)s may have at most %(most)s characters."),
    "bad_form_id": _("Sheet settings: “%(name)s” is no form_id; use letters, digits and . _ - only."),
    "submission_url": _(
        "Sheet settings: take submission_url out. Telephones would send to that address, and not here."
    ),
    "public_key": _(
        "Sheet settings: take public_key out. Nobody here could read what comes; it is kept sealed anyway."
    ),
    # of what was sent
    "not_a_submission": _("This is no filled form: %(why)s"),
    "no_instance": _("The filled form has no instanceID; without one it could be taken twice."),
    "entities": _("The filled form declares entities of its own, as no telephone does."),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: `code` is a key of KINDS, `details` fill its sentence."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The problem in the reader's language."""
        return str(KINDS[self.code] % self.details)


class FormRefused(Exception):
    """A form cannot be taken; `problems` say why, one a place."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.code for problem in problems))


class SubmissionRefused(Exception):
    """What was sent cannot be taken as it is."""

    def __init__(self, code: str, **details: Any) -> None:
        self.problem = Problem(code, details)
        super().__init__(code)
