"""Keyrings: what is sealed to a person, and what only that person opens."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


class KeyringQuerySet(models.QuerySet["Keyring"]):
    def visible_to(self, user: Any) -> "KeyringQuerySet":
        """Return all of them to whoever has logged in: public keys are there to be sealed to."""
        return self if user.is_authenticated and user.is_active else self.none()

    def current(self) -> "KeyringQuerySet":
        """Return the keyrings in use, of people whose account is open."""
        return self.filter(retired_at=None, person__is_active=True)


class Keyring(models.Model):
    """The public halves of a person's keys: to seal to (X25519) and to verify signatures by (Ed25519).

    Retired ones stay, for the signatures that were made with them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="keyrings")
    public_key = models.BinaryField(max_length=32)
    verify_key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = KeyringQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(retired_at=None), name="one_keyring_in_use_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.id}"


class SealedKeyringQuerySet(models.QuerySet["SealedKeyring"]):
    def visible_to(self, user: Any) -> "SealedKeyringQuerySet":
        """Return one's own and nobody else's, sealed as they are."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class SealedKeyring(models.Model):
    """The private halves, sealed twice: under a key that the password gives, and under the recovery code's.

    `by_password` is empty once a password was set without the one before it: then the code alone opens.
    """

    keyring = models.OneToOneField(Keyring, on_delete=models.CASCADE, primary_key=True, related_name="sealed")
    # Of the keyring, told again for the second wall (lib/walls.py).
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_password = models.BinaryField(blank=True)
    salt = models.BinaryField(max_length=16)
    passes = models.PositiveIntegerField()
    memory_kib = models.PositiveIntegerField()
    lanes = models.PositiveIntegerField()
    by_code = models.BinaryField()
    code_made_at = models.DateTimeField(default=timezone.now)

    objects = SealedKeyringQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.keyring_id}"
