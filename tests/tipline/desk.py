"""What the desk does to a tip, written straight into a served door's register: an answer, a reward."""

import json
import sqlite3
import uuid
from datetime import date, timedelta
from pathlib import Path

from confianza.web.lib import sealing
from confianza.web.tips import envelopes, vouchers
from confianza.web.tips.rules.rewards import Term

MESSAGE = (
    "INSERT INTO tips_message (id, place, body, for_tip, for_tipster, said_on, tip_id, unit_key_id) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
REWARD = (
    "INSERT INTO tips_rewardcase (id, summary, state, proposed_on, voucher, tip_id, board_key_id, decided_on) "
    "VALUES (?, ?, 'granted', ?, ?, ?, ?, ?)"
)
VOUCHER = (
    "INSERT INTO tips_voucher (id, lookup, phrase, band, valid_from, valid_until) VALUES (?, ?, '', ?, ?, ?)"
)


class Desk:
    """The units of a prepared folder, with their private keys, at the register of its door."""

    def __init__(self, folder: Path) -> None:
        self.workspace = folder / "workspace"
        self.units = json.loads((folder / "units.json").read_text())
        self.register = sqlite3.connect(self.workspace / "register.sqlite3", timeout=30)

    def answer(self, text: str, *, kind: str = "criminal_information", signing: bytes | None = None) -> None:
        """Answer the only tip there is; `signing` instead of the unit's own key."""
        tip, public, teller = self._tip()
        key, unit = next((key, one) for key, one in self.units.items() if one["kind"] == kind)
        (place,) = self.register.execute("SELECT count(*) FROM tips_message").fetchone()
        sealed = envelopes.told_by_unit(
            {"text": text}, tip=uuid.UUID(tip), place=place, tip_public=public, teller=teller,
            signing=signing or bytes.fromhex(unit["signing"]),
        )  # fmt: skip
        row = (uuid.uuid4().hex, place, sealed.body, sealed.for_tip, sealed.for_tipster, _today(), tip)
        with self.register:
            self.register.execute(MESSAGE, (*row, uuid.UUID(key).hex))

    def grant(self, band: str = "a") -> str:
        """Grant a reward for the only tip, out already; return its code."""
        tip, _, teller = self._tip()
        term = Term(date.today(), date.today() + timedelta(days=90))
        voucher = vouchers.new(self.workspace / "keys", band, term)
        board = uuid.UUID(next(iter(self.units))).hex
        with self.register:
            sealed = vouchers.for_owner(voucher, teller)
            self.register.execute(REWARD, (uuid.uuid4().hex, b"", _today(), sealed, tip, board, _today()))
            row = (uuid.uuid4().hex, voucher.lookup, band, str(term.valid_from), str(term.valid_until))
            self.register.execute(VOUCHER, row)
        return vouchers.grouped(voucher.code)

    def forge(self, text: str) -> None:
        """Put in an answer that no unit signed, as whoever can write in the register could."""
        self.answer(text, signing=sealing.new_signing_pair().private)

    def _tip(self) -> tuple[str, bytes, bytes]:
        ((tip, public, teller),) = self.register.execute("SELECT id, public_key, tipster_key FROM tips_tip")
        return tip, public, teller


def _today() -> str:
    return date.today().isoformat()
