"""Uploads, custody, what people decided about pairs of records, and validation meetings."""

from confianza.web.records.models.custody import Custody, CustodyQuerySet
from confianza.web.records.models.meetings import CaseOutcome, Outcome, ValidationMeeting
from confianza.web.records.models.reach import (
    READERS,
    reach_of_readers,
    reach_of_the_analyst,
    reach_of_the_coordinator,
)
from confianza.web.records.models.reviews import PairDecision, PairState, Verdict
from confianza.web.records.models.runs import LinkageRun, RunState
from confianza.web.records.models.uploads import (
    FINISHED,
    WORKING,
    Stage,
    State,
    Upload,
    UploadQuerySet,
)

__all__ = [
    "FINISHED",
    "READERS",
    "WORKING",
    "CaseOutcome",
    "Custody",
    "CustodyQuerySet",
    "LinkageRun",
    "Outcome",
    "PairDecision",
    "PairState",
    "RunState",
    "Stage",
    "State",
    "Upload",
    "UploadQuerySet",
    "ValidationMeeting",
    "Verdict",
    "reach_of_readers",
    "reach_of_the_analyst",
    "reach_of_the_coordinator",
]
