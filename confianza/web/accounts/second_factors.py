"""The second factor of a person: an app or a key, with recovery codes. Each code counts once."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction
from nacl.exceptions import CryptoError

from confianza.web.accounts.models import User

REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_set_up(person: User) -> bool:
    """Say whether a person has an app or a key; recovery codes alone are none."""
    return Authenticator.objects.filter(user=person, type__in=REAL).exists()


def is_due(person: User) -> bool:
    """Say whether a person must set a second factor up before anything else."""
    return settings.SECOND_FACTOR_REQUIRED and not is_set_up(person)


def codes_left(person: User) -> int:
    """Return how many recovery codes a person has not used."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


@transaction.atomic
def spend(person: User, code: str) -> Authenticator | None:
    """Return what a code belongs to, and see to it that the code never works again; None for a wrong one."""
    typed = Authenticator.objects.select_for_update().filter(user=person)
    for authenticator in typed.exclude(type=Authenticator.Type.WEBAUTHN):
        if _spent(authenticator, code):
            return authenticator
    return None


def _spent(authenticator: Authenticator, code: str) -> bool:
    try:
        if authenticator.type == Authenticator.Type.TOTP:
            return _spent_of_app(authenticator, code)
        return bool(authenticator.wrap().validate_code(code))
    except CryptoError:  # the key that sealed it was lost: the administrator invites anew
        return False


def _spent_of_app(authenticator: Authenticator, code: str) -> bool:
    """Compare with the codes of these minutes, but none as old as the last one used.

    allauth remembers used codes in the cache of one process, and for less long than it accepts them.
    """
    secret = decrypt(authenticator.data["secret"])
    last = authenticator.data.get("last_counter", -1)
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if counter > last and compare_user_code(actual=code, expected=expected):
            authenticator.data["last_counter"] = counter
            authenticator.save(update_fields=["data"])
            return True
    return False
