"""The account of who did what: entries are added, never changed."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import pgettext_lazy

from confianza.web.audit.chain import heads, links

# The role's value in accounts, which stands above this room; a test there holds them equal.
READER = "auditor"


class AppendOnly(Exception):
    """Somebody tried to change or delete what has been written in the account."""

    def __init__(self) -> None:
        super().__init__("Entries of the account are added, never changed or deleted.")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows can be read and added, nothing else."""

    def update(self, **_changes: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly


class EntryQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: Any) -> "EntryQuerySet":
        """Return the whole account to an auditor of the whole installation, nothing to anybody else."""
        reads = user.is_authenticated and user.is_active and user.reach(READER).everywhere
        return self.all() if reads else self.none()


class AppendOnlyModel(models.Model):
    """What is written once and stays."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnly


class Chain(AppendOnlyModel):
    """The account's identity, one row: the name that every entry is bound to, and its first public key."""

    OPEN_BECAUSE = "A name and a public key, made to be shown to whoever verifies the account."

    account = models.CharField(max_length=32)
    root = models.CharField(max_length=64)
    begun_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.account


class Kind(models.TextChoices):
    """What a deed does to what it is done on; an auditor asks for readings as often as for changes."""

    WROTE = "wrote", pgettext_lazy("what a deed does", "Changed")
    READ = "read", pgettext_lazy("what a deed does", "Read")
    SEARCHED = "searched", pgettext_lazy("what a deed does", "Searched")
    EXPORTED = "exported", pgettext_lazy("what a deed does", "Exported")
    PRINTED = "printed", pgettext_lazy("what a deed does", "Printed")
    SIGNED_IN = "signed_in", pgettext_lazy("what a deed does", "Signed in")
    REFUSED = "refused", pgettext_lazy("what a deed does", "Refused")


class Entry(AppendOnlyModel):
    """One thing done by one person (or by the command line), in the transaction that did it.

    `id` is the entry's number: 1, 2, 3 … without a gap, given under the lock of the account. The actor is
    written down, not pointed to: the account outlives the person's account.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    actor_roles = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.WROTE)
    action = models.CharField(max_length=100, db_index=True)
    subject = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=links.DIGEST_LENGTH)
    mac = models.CharField(max_length=links.DIGEST_LENGTH)
    digest = models.CharField(max_length=links.DIGEST_LENGTH)

    objects = EntryQuerySet.as_manager()

    TOLD = (
        "id", "at", "actor_id", "actor_name", "actor_roles", "kind", "action", "subject", "purpose",
        "details", "previous",
    )  # fmt: skip
    """What the mac covers, besides the account's name."""

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action} {self.subject}"

    def body(self, account: str) -> bytes:
        """Return the canonical text the mac is made of."""
        return links.canonical({"account": account, **{name: getattr(self, name) for name in self.TOLD}})


class Head(AppendOnlyModel):
    """A signed head: where the account stood at the end of a day, or when asked. `id` is its number."""

    OPEN_BECAUSE = "Heads are made to leave the house; they say how far the account stood, not what is in it."

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    entry = models.BigIntegerField()
    digest = models.CharField(max_length=links.DIGEST_LENGTH)
    next_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.day}: {self.entry}"

    def signed(self) -> heads.Head:
        """Return the head as it was signed."""
        return heads.Head(
            self.pk, self.day.isoformat(), self.entry, self.digest, self.next_key, self.signature
        )

    @property
    def words(self) -> str:
        return self.signed().words
