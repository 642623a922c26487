"""The one thing the intake may know of a person: whether their account is active.

Loaded by the intake's process alone, where no room of accounts is installed; the table is the accounts'.
"""

from typing import ClassVar

from django.db import models


class User(models.Model):
    """A person without a name. Django asks of whatever it takes for a user the two lists below."""

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    OPEN_BECAUSE = "A number and whether it is active; names and grants are not loaded here at all."

    is_active = models.BooleanField()

    class Meta:
        managed = False
        db_table = "accounts_user"
