"""Taking in a form that comes with the program."""

from collections.abc import Callable

from confianza.web.audit.actions import Actor
from confianza.web.fieldwork.actions import forms
from confianza.web.fieldwork.library import workbooks
from confianza.web.fieldwork.library.catalogue import ReadyForm
from confianza.web.fieldwork.models import Form, FormVersion
from confianza.web.territory.models import Area


def install(
    *,
    ready: ReadyForm,
    by: Actor,
    area: Area | None = None,
    may_change: Callable[[Form], bool] = lambda form: True,
) -> FormVersion:
    """Take in a form that comes with the program, as if its spreadsheet had been brought.

    A second time changes nothing; a later edition of the program becomes a new version. Raises FormRefused,
    VersionTaken (a changed copy stands under the same version), as forms.add_version does. The tests of the
    program try every one of them in ODK Validate; that is not done once more.
    """
    return forms.add_version(
        content=workbooks.workbook(ready),
        name=f"{ready.name}.xlsx",
        owner=ready.owner,
        roles=ready.roles,
        is_confidential=ready.is_confidential,
        area=area,
        may_change=may_change,
        is_tried=True,
        by=by,
    )
