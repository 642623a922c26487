"""A telephone where there is hardly any network: connections break at any byte, and it sends again until it hears.

They break before the body, inside it, after it, and after the server took everything in but before the telephone
read a word of the answer. Sometimes it forgets that it heard, and sends again; sometimes two do at once.
"""

import random
import socket
import struct
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from tests.support.collect import Answer, Collect, CutOff

CUT, FORGETS, SMALL_LIMIT = 0.3, 0.1, 0.3
# Where a telephone says that it takes little at once, it sends in parts.
LITTLE = 30_000
SECONDS = 60
PLACES = ("head", "body", "all", "answer")
# Closing with nothing left to wait for: the other side hears a reset instead of an end.
AT_ONCE = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Walk:
    """A walk through a neighbourhood as the telephone keeps it until it hears that it arrived."""

    instance: str
    xml: bytes
    files: Mapping[str, bytes]

    def is_as_held(self, held: Mapping[str, Any]) -> bool:
        """Say whether a server holds all of it and nothing else."""
        told = {name: sha256(content).hexdigest() for name, content in self.files.items()}
        return bool(held["sha256"] == sha256(self.xml).hexdigest() and held["files"] == told)


@dataclass
class Tally:
    """What happened on the way: posts begun, cut by place, and answers heard."""

    posts: int = 0
    heard: int = 0
    cut: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PLACES, 0))


def walk(chance: random.Random) -> Walk:
    """Return a walk with up to three findings, most with photographs; two may be alike."""
    instance = f"uuid:{uuid.UUID(int=chance.getrandbits(128))}"
    names = [f"{chance.getrandbits(40):x}.jpg" for _ in range(chance.randint(0, 3))]
    files = {name: chance.randbytes(chance.randint(1, 40_000)) for name in names}
    if len(names) > 1 and chance.random() < 0.3:
        files[names[0]] = files[names[1]]
    found = "".join(
        f"<hallazgo><hallazgo_clase>luz</hallazgo_clase><hallazgo_punto>13.7 -89.2 0 5</hallazgo_punto>"
        f"<hallazgo_foto>{name}</hallazgo_foto><hallazgo_gravedad>2</hallazgo_gravedad></hallazgo>"
        for name in names
    )
    xml = (
        '<data xmlns:orx="http://openrosa.org/xforms" id="caminata_segura" version="2026.1">'
        "<dia>2026-03-01</dia><momento>dia</momento><recorrido>Barrio El Ángel</recorrido>"
        f"<participantes>{chance.randint(1, 500)}</participantes>{found}<seguridad>4</seguridad>"
        f"<orx:meta><orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
    )
    return Walk(instance, xml.encode(), files)


class Unlucky(Collect):
    """A telephone of which so many connections break, at a place drawn by chance."""

    def __init__(self, server: str, chance: random.Random, tally: Tally) -> None:
        super().__init__(server)
        self.chance, self.tally = chance, tally

    def send_until_heard(self, sent: Walk) -> None:
        """Send until an answer came; and once more where it forgets that one did."""
        while True:
            try:
                self.send(sent.xml, sent.files)
            except CutOff:
                continue
            self.tally.heard += 1
            if self.chance.random() >= FORGETS:
                return

    def _limit(self) -> int:
        return LITTLE if self.chance.random() < SMALL_LIMIT else super()._limit()

    def _ask(
        self, method: str, address: str, body: bytes = b"", kind: str = "", *, cut: float | None = None
    ) -> Answer:
        if method != "POST":
            return super()._ask(method, address, body, kind, cut=cut)
        self.tally.posts += 1
        if self.chance.random() < CUT:
            place = self.chance.choice(PLACES)
            self.tally.cut[place] += 1
            self._break(place, address, body, kind)
            raise CutOff
        return super()._ask(method, address, body, kind)

    def _break(self, place: str, address: str, body: bytes, kind: str) -> None:
        """Send as much as the place says, and hang up: with a reset or as if it were all."""
        told = urlsplit(address)
        head = (
            f"POST {told.path}?{told.query} HTTP/1.1\r\nHost: {told.netloc}\r\nX-OpenRosa-Version: 1.0\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        whole = head + body
        upto = {
            "head": self.chance.randrange(len(head)),
            "body": self.chance.randrange(len(head), len(whole)),
        }
        with socket.create_connection((told.hostname, told.port), timeout=SECONDS) as line:
            try:
                line.sendall(whole[: upto.get(place, len(whole))])
                if place == "answer":
                    line.recv(1, socket.MSG_PEEK)
            except OSError:
                return
            if self.chance.random() < 0.5:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)


def send_all(addresses: Sequence[str], walks: Sequence[Walk], *, seed: int) -> Tally:
    """Send from several telephones at once; every tenth walk from two of them at the same moment."""
    tally = Tally()

    def telephone(number: int) -> None:
        chance = random.Random(seed + number)
        unlucky = Unlucky(addresses[number], chance, tally)
        for place, each in enumerate(walks):
            if place % len(addresses) == number or (
                place % 10 == 0 and (place + 1) % len(addresses) == number
            ):
                unlucky.send_until_heard(each)

    with ThreadPoolExecutor(len(addresses)) as pool:
        for done in [pool.submit(telephone, number) for number in range(len(addresses))]:
            done.result()
    return tally
