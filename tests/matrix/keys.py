"""Second factors: an app with recovery codes for everybody, and a key that a browser would have registered."""

from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from confianza.web.accounts.models import User

RELYING_PARTY_DIGEST = bytes(32)
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT


def guard(person: User) -> None:
    """Give a person an app and recovery codes, as if set up at the first login."""
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)


def registered() -> dict[str, Any]:
    """Return what allauth keeps of a key; nobody holds its private half."""
    number = bytes(range(16))
    public = ES256({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    credential = AttestedCredentialData.create(Aaguid(bytes(16)), number, public)
    told = AuthenticatorData.create(RELYING_PARTY_DIGEST, FLAGS, 0, bytes(credential))
    client = CollectedClientData.create(
        type="webauthn.create", challenge=bytes(32), origin="https://testserver"
    )
    return {
        "name": "llave",
        "credential": {
            "id": websafe_encode(number),
            "rawId": websafe_encode(number),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(bytes(client)),
                "attestationObject": websafe_encode(bytes(AttestationObject.create("none", told, {}))),
            },
            "clientExtensionResults": {},
        },
    }
