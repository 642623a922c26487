"""Talks by text message: which tip a talk belongs to, never with which number."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from confianza.web.tips.models.messages import OfATipQuerySet
from confianza.web.tips.models.tips import Tip


class Conversation(models.Model):
    """`token` is the gateway's keyed hash of the number; the register cannot turn it back. `sealed` is what
    the gateway needs to go on with the talk, under a key derived from the number itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.BinaryField(max_length=32, unique=True)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    ends_on = models.DateField(default=timezone.localdate)

    objects = OfATipQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class SeenMessage(models.Model):
    """The gateway's number of a message, as a keyed hash: what arrives twice is taken once."""

    OPEN_BECAUSE: ClassVar = "A keyed hash of a message's number says nothing about anybody."

    token = models.BinaryField(max_length=32, primary_key=True)
    seen_on = models.DateField(default=timezone.localdate)

    def __str__(self) -> str:
        return str(self.seen_on)
