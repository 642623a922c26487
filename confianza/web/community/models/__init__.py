"""Bodies and who sits in them, their meetings, what they ask for, and juntas under oversight."""

from confianza.web.community.models.bodies import Body, BodyKind, BodyState, Duty, Member, Seat, Theme
from confianza.web.community.models.juntas import Equipment, Junta, Visit
from confianza.web.community.models.meetings import Attendance, Meeting, MeetingState
from confianza.web.community.models.requests import Request, RequestState, Step, Whose

__all__ = [
    "Attendance",
    "Body",
    "BodyKind",
    "BodyState",
    "Duty",
    "Equipment",
    "Junta",
    "Meeting",
    "MeetingState",
    "Member",
    "Request",
    "RequestState",
    "Seat",
    "Step",
    "Theme",
    "Visit",
    "Whose",
]
