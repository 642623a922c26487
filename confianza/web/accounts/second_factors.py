"""The second factor of a person: an app or a key, with recovery codes. Each code counts once.

Of recovery codes only hashes are kept. allauth would keep them readable (sealed), so what it makes only says
that a person may have codes: those that count are made when they are shown, once.
"""

import re
import secrets
import string
import time

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from nacl.exceptions import CryptoError

from confianza.web.accounts.models import User

CODES, DIGITS = 10, 10
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
    return len(kept.data.get("hashes", [])) if kept else 0


@transaction.atomic
def hand_out_codes(person: User) -> list[str]:
    """Return new recovery codes, to be shown now and never again; none if they were handed out already."""
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES)
    kept = codes.select_for_update().get()
    if "hashes" in kept.data:
        return []
    made = ["".join(secrets.choice(string.digits) for _ in range(DIGITS)) for _ in range(CODES)]
    hashes = [make_password(code) for code in made]
    # Without readable codes of its own, whatever allauth does with them finds none.
    kept.data = {"migrated_codes": [], "used_mask": 0, "viewed_at": time.time(), "hashes": hashes}
    kept.save(update_fields=["data"])
    return made


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
        return _spent_of_codes(authenticator, re.sub(r"\D", "", code))
    except CryptoError:  # the key that sealed it was lost: the administrator invites anew
        return False


def _spent_of_codes(authenticator: Authenticator, code: str) -> bool:
    hashes = authenticator.data.get("hashes", [])
    found = next((each for each in hashes if len(code) == DIGITS and check_password(code, each)), None)
    if found is None:
        return False
    authenticator.data["hashes"] = [each for each in hashes if each != found]
    authenticator.save(update_fields=["data"])
    return True


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
