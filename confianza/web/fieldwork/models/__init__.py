"""Forms and their versions, the telephones that may send, and what they sent."""

from confianza.web.fieldwork.models.devices import Device
from confianza.web.fieldwork.models.forms import Form, FormFile, FormVersion, Owner
from confianza.web.fieldwork.models.submissions import (
    Quarantined,
    Standing,
    Submission,
    SubmissionFile,
    Verdict,
)

__all__ = [
    "Device",
    "Form",
    "FormFile",
    "FormVersion",
    "Owner",
    "Quarantined",
    "Standing",
    "Submission",
    "SubmissionFile",
    "Verdict",
]
