"""A network like that of the street, between a browser and a server: it ends, and it breaks off in the middle."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 65536
SECONDS = 30
SENDING = b"POST /odk/"


class WeakNetwork:
    """A port that hands on to another one. While closed nobody is let in; `cut` is the share of sendings that
    break off: in the middle of what is sent, or after the server has taken it and before it is heard.
    """

    def __init__(self, server: int, *, seed: int = 7) -> None:
        self.server, self.chance = server, random.Random(seed)
        self.cut, self.is_open = 0.0, True
        self.cuts = {"on the way": 0, "unheard": 0}
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                line, _address = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._hand_on, args=(line,), daemon=True).start()

    def _hand_on(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(SECONDS)
            request = _one_request(line) if self.is_open else b""
            if not request:
                return
            fate = self._fate(request)
            with socket.create_connection(("127.0.0.1", self.server), SECONDS) as server:
                server.sendall(request if fate != "on the way" else request[: len(request) * 2 // 3])
                if fate == "on the way":
                    return
                for piece in _pieces(server):
                    if fate == "unheard":
                        return
                    line.sendall(piece)

    def _fate(self, request: bytes) -> str:
        if not request.startswith(SENDING) or self.chance.random() >= self.cut:
            return ""
        fate = self.chance.choice(list(self.cuts))
        self.cuts[fate] += 1
        return fate


@contextmanager
def weak_network(server: int) -> Iterator[WeakNetwork]:
    """Yield a weak network in front of a port, until the block ends."""
    network = WeakNetwork(server)
    try:
        yield network
    finally:
        network.door.close()


def _one_request(line: socket.socket) -> bytes:
    """Return one request whole, told to end the connection after it: each answer is then one to cut."""
    told = b""
    while b"\r\n\r\n" not in told:
        piece = line.recv(PIECE)
        if not piece:
            return b""
        told += piece
    head, _gap, body = told.partition(b"\r\n\r\n")
    lines = [each for each in head.split(b"\r\n") if not each.lower().startswith(b"connection:")]
    length = next(
        (int(each.split(b":")[1]) for each in lines if each.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        piece = line.recv(PIECE)
        if not piece:
            return b""
        body += piece
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body


def _pieces(server: socket.socket) -> Iterator[bytes]:
    while piece := server.recv(PIECE):
        yield piece
