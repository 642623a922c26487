"""What is taken along of the answers to a form: written down before it is handed out."""

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.audit.models import Kind
from confianza.web.fieldwork.models import Form


def account_for_export(*, form: Form, what: str, count: int, approved_only: bool, by: Actor) -> None:
    """Write down that somebody took answers along: as what, of how many filled forms (or how many files)."""
    details = {"what": what, "count": count, "approved_only": approved_only}
    audit.record(by=by, action="fieldwork.export", subject=form.form_id, details=details, kind=Kind.EXPORTED)
