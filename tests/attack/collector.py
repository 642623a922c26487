"""Where a tricked server would call: a listener on this machine that notes every call that is not a tool's own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.attack.findings import Finding

# wapiti asks these when it starts and when it is done; what it reads there is "nobody called".
TOOLS_OWN = ("/get_", "/ping")


@dataclass
class Collector:
    """The listener's address, and who called it."""

    address: str = ""
    calls: list[str] = field(default_factory=list)

    def findings(self) -> list[Finding]:
        """Return a finding for each call: the server was made to ask another one."""
        return [
            Finding("collector", "server-side request", call, "critical") for call in sorted(set(self.calls))
        ]


@contextmanager
def listening() -> Iterator[Collector]:
    """Listen on a free port of the loopback until the block ends."""
    collector = Collector()

    class Note(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            own = self.path == "/" or self.path.startswith(TOOLS_OWN)
            if not own:
                collector.calls.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps({}).encode())

        do_POST = do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Note)
    collector.address = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
