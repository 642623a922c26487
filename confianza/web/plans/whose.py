"""Whose an application is: what the sealed name is about, and that no words for everybody tell it."""

from typing import Any

from confianza.web.community import lists
from confianza.web.plans.models import Applicant, Application, Call
from confianza.web.plans.rules import grants as rules
from confianza.web.plans.rules.refusals import StepRefused


def about(application: Application) -> str:
    """Return what the sealed name of an applicant is about: moved to another it does not open."""
    return f"applicant {application.call_id} {application.code}"


def check_words(call: Call, by: Any, *texts: str) -> None:
    """Raise StepRefused betrays_whose where words for everybody tell who applies.

    Asked of whoever may know it: nobody else can tell. Also once the order stands: it may be annulled, and
    the jury score again. Of a body that got money everybody reads the name.
    """
    if not any(texts) or not getattr(by, "is_authenticated", False):
        return
    known = Applicant.objects.visible_to(by).filter(application__call=call).select_related("application")
    for applicant in known.exclude(application__award__public_name__gt=""):
        (person,) = lists.opened(applicant.sealed, about=about(applicant.application))
        told = " ".join(texts)
        if rules.betrays(told, person.name) or rules.betrays_contact(told, person.contact):
            raise StepRefused("betrays_whose")
