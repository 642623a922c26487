"""The plug is pulled while people send: who got a receipt has a tip, and a tip without one is gone after the sweep."""

import http.client
import random
import re
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from confianza.web.tips import keys, receipts
from tests.tipline.visitor import Visitor, multipart, solved

DIGITS = re.compile(r'class="receipt">(.*?)</p>', re.DOTALL)


class Sender:
    """One form at its last look, sent over a connection that may break; what came of the answer is kept."""

    def __init__(self, visitor: Visitor) -> None:
        form = visitor.form()
        if form.work:
            form.hidden["work"] = solved(form.work["data-nonce"], int(form.work["data-bits"]))
        self.kind, self.body = multipart([*form.hidden.items(), ("deed", "send")], [])
        self.received, self.is_whole = b"", False

    def send(self, port: int) -> None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", "/", self.body, {"Content-Type": self.kind})
            answer = connection.getresponse()
            expected = int(answer.getheader("Content-Length") or 0)
            while piece := answer.read1(1024):
                self.received += piece
            self.is_whole = len(self.received) == expected
        except (OSError, http.client.HTTPException):
            pass

    @property
    def receipt(self) -> str:
        told = DIGITS.search(self.received.decode(errors="ignore"))
        return re.sub(r"\D", "", re.sub(r"<[^>]*>", "", told.group(1))) if told else ""


def send_all(door, senders, *, kill_after: float | None = None) -> float:
    """Have all send at once, and kill the process so many seconds later; return how long it took."""
    begun = time.monotonic()
    with ThreadPoolExecutor(len(senders)) as pool:
        for sender in senders:
            pool.submit(sender.send, door.port)
        if kill_after is not None:
            time.sleep(kill_after)
            door.kill()
    return time.monotonic() - begun


def days_pass(workspace: Path) -> None:
    """Let so many days pass that the sweep takes what nobody was shown."""
    register = sqlite3.connect(workspace / "register.sqlite3")
    with register:
        register.execute("UPDATE tips_tip SET received_on = date(received_on, '-5 days')")
    register.close()


def lookups_left(workspace: Path) -> set[bytes]:
    register = sqlite3.connect(workspace / "register.sqlite3")
    left = {row[0] for row in register.execute("SELECT lookup FROM tips_tip")}
    register.close()
    return left


def lookups_of(workspace: Path, told) -> set[bytes]:
    own = keys.intake_keys(workspace / "keys")
    return {receipts.root_of(receipt, own).lookup for receipt in told}


def kill_while_sending(served, *, rounds: int, at_once: int) -> tuple[int, int]:
    """Kill the door so many times; return how many receipts were shown and how many were not."""
    moments, door = random.Random(7), served()
    senders = [Sender(door.visitor().tell()) for _ in range((rounds + 1) * at_once)]
    batches = [senders[start : start + at_once] for start in range(0, len(senders), at_once)]
    usual = send_all(door, batches[0])
    for batch in batches[1:]:
        send_all(door, batch, kill_after=moments.uniform(0.1, 1.1) * usual)
        door = served()
    door.kill()
    days_pass(door.workspace)
    swept = served()
    left = lookups_left(swept.workspace)
    whole = lookups_of(swept.workspace, [sender.receipt for sender in senders if sender.is_whole])
    seen = lookups_of(swept.workspace, [sender.receipt for sender in senders if sender.receipt])
    assert whole <= left, "a receipt was shown, and its tip is gone"
    assert left <= seen, "a tip stayed whose receipt nobody got"
    shown = [sender for sender in senders if sender.is_whole]
    for sender in shown[:2]:
        assert "cobrar la renta" in swept.visitor().come_back(sender.receipt).page
    return len(shown), len(senders) - len(shown)


@pytest.mark.slow
def test_every_receipt_shown_opens_a_tip_and_every_tip_left_had_its_receipt_shown(served):
    shown, broken = kill_while_sending(served, rounds=6, at_once=6)
    assert shown > 6, "every kill came too early to prove anything"
    assert broken, "every kill came too late to prove anything"


@pytest.mark.slow
def test_a_browser_that_hangs_up_gets_no_tip_it_has_no_receipt_of(door):
    """The connection breaks before the answer: the page never leaves whole, so the tip is swept."""
    senders = [Sender(door.visitor().tell()) for _ in range(3)]

    def hang_up(sender: Sender) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=30)
        connection.request("POST", "/", sender.body, {"Content-Type": sender.kind})
        connection.sock.setsockopt(1, 13, b"\x01\x00\x00\x00\x00\x00\x00\x00")  # SO_LINGER: break at once
        connection.sock.close()

    for sender in senders:
        thread = threading.Thread(target=hang_up, args=(sender,))
        thread.start()
        thread.join()
    time.sleep(4)
    register = sqlite3.connect(door.workspace / "register.sqlite3")
    states = [row[0] for row in register.execute("SELECT state FROM tips_tip")]
    register.close()
    assert states == ["sealed"] * len(states)
