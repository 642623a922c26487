"""The account of who did what: entries are added, never changed."""

from django.db import models


class Entry(models.Model):
    """One thing done by one person (or by the command line), in the transaction that did it.

    The actor is written down, not pointed to: the account outlives the person's account.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action} {self.subject}"
