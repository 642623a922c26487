"""The server of the public door: hands a body on while it arrives, and forgets who sent it before Django.

Waitress, which serves the staff's pages, first collects a whole request, and on the disk where it is large; a
photo must never lie there unsealed. This one stands behind a proxy (deploy/), answers once a connection, and
writes nothing down. The environment it makes has no address, no browser and no language in it.
"""

import io
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar
from wsgiref.handlers import SimpleHandler

# People with slow telephones hold a thread while they send; a thread that waits costs little.
THREADS = 48
# Who comes when so many are there already is hung up on, and tries again.
AT_ONCE = 256
WAITING = 128
# Silence of so long, or a request of so long in all, ends it: 25 MB at 30 KB/s take a quarter of an hour.
SILENCE_SECONDS = 30
WHOLE_REQUEST_SECONDS = 900
# A form with ten files of 25 MB; what is more is not read.
LARGEST_BODY = 260 * 1024 * 1024
# What a refused request still sends is read and thrown away, up to here, so that its sender sees why.
READ_AWAY_BYTES = 32 * 1024 * 1024
READ_AT_ONCE = 64 * 1024
# All that this process is told of a request beside its address and its body.
HEADERS = ("Host", "Origin", "Sec-Fetch-Site", "X-Forwarded-Proto")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class PortTaken(Exception):
    """Something else listens on that address already."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(str(port))


class Patience(io.RawIOBase):
    """What arrives on a connection, for as long as anybody can be expected to take."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._until = time.monotonic() + WHOLE_REQUEST_SECONDS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(min(left, SILENCE_SECONDS))
        return int(self._connection.recv_into(buffer))


class Quiet(SimpleHandler):
    """Runs the application for one request; a failure on the way ends the connection and is not told."""

    server_software = None
    # What the machine's own environment holds is not passed on.
    os_environ: ClassVar[dict[str, str]] = {}
    http_version = "1.1"

    def __init__(self, *told: Any, **how: Any) -> None:
        super().__init__(*told, **how)
        self._waiting = bytearray()

    def send_preamble(self) -> None:
        super().send_preamble()
        self._write(b"Connection: close\r\n")

    def _write(self, data: bytes) -> None:
        # Headers and the first of the body leave together.
        self._waiting += data

    def _flush(self) -> None:
        self.stdout.write(bytes(self._waiting))
        self._waiting.clear()

    def finish_content(self) -> None:
        super().finish_content()
        self._flush()

    def log_exception(self, exc_info: Any) -> None:
        pass

    def error_output(self, environ: Any, start_response: Any) -> list[bytes]:
        headers = [("Content-Type", "text/plain"), ("Cache-Control", "no-store")]
        start_response("500 Error", headers, sys.exc_info())
        return [b""]


class OneRequest(BaseHTTPRequestHandler):
    """Reads one request, answers it, and hangs up."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def setup(self) -> None:
        self.connection = self.request
        self.connection.settimeout(SILENCE_SECONDS)
        self.rfile = io.BufferedReader(Patience(self.connection), READ_AT_ONCE)
        self.wfile = socketserver._SocketWriter(self.connection)  # type: ignore[attr-defined]

    def handle(self) -> None:
        self.close_connection = True
        self.raw_requestline = self.rfile.readline(READ_AT_ONCE + 1)
        if len(self.raw_requestline) > READ_AT_ONCE:
            self.send_error(414)
        elif self.raw_requestline and self.parse_request():
            self._answer()

    def _answer(self) -> None:
        length = self._length()
        if length is None:
            self.send_error(400)
            return
        body = _Body(self.rfile, length)
        handler = Quiet(body, self.wfile, io.StringIO(), self._environment(length), multithread=True)
        handler.run(self.server.application)
        body.read_away()

    def _length(self) -> int | None:
        """Return how long the body is; None where that is not told plainly, or is more than we take."""
        told = self.headers.get_all("Content-Length", ["0"])
        if self.headers["Transfer-Encoding"] or len(told) != 1 or not told[0].isascii():
            return None
        return int(told[0]) if told[0].isdigit() and int(told[0]) <= LARGEST_BODY else None

    def _environment(self, length: int) -> dict[str, Any]:
        said = {f"HTTP_{name.upper().replace('-', '_')}": self.headers.get(name) for name in HEADERS}
        return {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path.partition("?")[0],
            "QUERY_STRING": "",
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(length),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": str(self.server.server_address[1]),
            "SERVER_PROTOCOL": "HTTP/1.1",
            **{name: value for name, value in said.items() if value is not None},
        }

    def handle_expect_100(self) -> bool:
        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return True

    def version_string(self) -> str:
        return ""

    def log_message(self, *told: Any) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 %d Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % code)


class _Body(io.RawIOBase):
    """The body of a request and not a byte more."""

    def __init__(self, source: Any, length: int) -> None:
        self._source, self._left = source, length

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        got: bytes = self._source.read(wanted) if wanted else b""
        self._left -= len(got)
        return got

    def read_away(self) -> None:
        for _ in range(0, READ_AWAY_BYTES, READ_AT_ONCE):
            if not self.read(READ_AT_ONCE):
                return


class Server(socketserver.TCPServer):
    """Listens, and has a few threads answer."""

    allow_reuse_address = True
    request_queue_size = WAITING

    def __init__(self, host: str, port: int, application: Application) -> None:
        self.application = application
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="intake")
        self._room = threading.BoundedSemaphore(AT_ONCE)
        try:
            super().__init__((host, port), OneRequest)
        except OSError as error:
            raise PortTaken(port) from error

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._room.acquire(blocking=False):
            self._threads.submit(self._serve, request)
        else:
            self.shutdown_request(request)

    def _serve(self, request: Any) -> None:
        try:
            # The address of whoever asks goes no further than this.
            self.finish_request(request, ("", 0))
        except Exception:  # noqa: S110 - a broken connection is nobody's to hear of
            pass
        finally:
            self.shutdown_request(request)
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass

    def server_close(self) -> None:
        super().server_close()
        self._threads.shutdown(wait=False, cancel_futures=True)
