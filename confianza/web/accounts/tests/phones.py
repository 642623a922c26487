"""A telephone with an app: the codes a person would read on it."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp


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
    """Return the codes a person printed."""
    kept = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return kept.wrap().generate_codes()
