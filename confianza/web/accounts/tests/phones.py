"""A telephone with an app: the codes a person would read on it."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp

from confianza.web.accounts import second_factors


def code_of(secret: str, *, steps: int = 0) -> str:
    """Return the code an app shows now, or `steps` half minutes later."""
    counter = int(time.time()) // 30 + steps
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def set_up(person) -> str:
    """Give a person an app and recovery codes, and return the app's secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def recovery_codes(person) -> list[str]:
    """Return the codes a person prints: they are told once."""
    return second_factors.hand_out_codes(person)
