"""A site made badly on purpose: an attack that finds nothing here would find nothing anywhere."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server

PAGE = '<!doctype html><title>x</title><a href="/eco/?q=1">eco</a> <a href="/error/?n=1">error</a>%s'
DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "made badly", "version": "1"},
    "paths": {
        "/error/": {
            "get": {
                "parameters": [{"name": "n", "in": "query", "required": True, "schema": {"type": "string"}}],
                "responses": {"200": {"description": "sometimes"}},
            }
        }
    },
}


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    """Echo `q` as it is; fall over unless `n` is one digit."""
    asked = parse_qs(environ["QUERY_STRING"])
    if environ["PATH_INFO"] == "/error/" and len(asked.get("n", [""])[0]) != 1:
        start_response("500 Internal Server Error", [("Content-Type", "text/html")])
        return [b"Traceback"]
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [(PAGE % asked.get("q", [""])[0]).encode("utf-8", "replace")]


@contextmanager
def served() -> Iterator[str]:
    """Serve it on a free port of the loopback and yield its address."""

    class Silent(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = make_server("127.0.0.1", 0, application, handler_class=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
