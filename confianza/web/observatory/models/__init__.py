"""What the observatory keeps of its own: what it published, and the network it exchanges figures with."""

from confianza.web.observatory.models.network import (
    Agreement,
    AnsweredRequest,
    Level,
    Node,
    ReceivedPackage,
    RetiredKey,
    Rhythm,
    SentPackage,
    Standing,
)
from confianza.web.observatory.models.publications import Kind, Publication, WrittenOnce

__all__ = [
    "Agreement",
    "AnsweredRequest",
    "Kind",
    "Level",
    "Node",
    "Publication",
    "ReceivedPackage",
    "RetiredKey",
    "Rhythm",
    "SentPackage",
    "Standing",
    "WrittenOnce",
]
