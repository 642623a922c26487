"""What the register keeps of tips: nothing that could be read without a key that is not in it."""

from confianza.web.tips.models.channels import Conversation, SeenMessage
from confianza.web.tips.models.coincidences import Coincidence, Comparison, Match
from confianza.web.tips.models.escrow import EscrowHolder, EscrowOpening, EscrowShare
from confianza.web.tips.models.evidence import EvidenceRequest
from confianza.web.tips.models.keeping import Hold, Tally
from confianza.web.tips.models.messages import Attachment, Entry, Message
from confianza.web.tips.models.rewards import RewardCase, RewardState, RewardVote, Voucher
from confianza.web.tips.models.tips import Channel, Group, KeyWrap, State, Tip
from confianza.web.tips.models.units import (
    READING_KINDS,
    Badge,
    KeyGrant,
    Kind,
    Membership,
    Posting,
    Subject,
    Unit,
    UnitKey,
)

__all__ = [
    "READING_KINDS",
    "Attachment",
    "Badge",
    "Channel",
    "Coincidence",
    "Comparison",
    "Conversation",
    "Entry",
    "EscrowHolder",
    "EscrowOpening",
    "EscrowShare",
    "EvidenceRequest",
    "Group",
    "Hold",
    "KeyGrant",
    "KeyWrap",
    "Kind",
    "Match",
    "Membership",
    "Message",
    "Posting",
    "RewardCase",
    "RewardState",
    "RewardVote",
    "SeenMessage",
    "State",
    "Subject",
    "Tally",
    "Tip",
    "Unit",
    "UnitKey",
    "Voucher",
]
