"""Every write about people: opening accounts, giving grants."""

from confianza.web.accounts.actions.grants import give
from confianza.web.accounts.actions.people import create_account

__all__ = ["create_account", "give"]
