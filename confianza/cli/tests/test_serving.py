"""serve and worker as processes of their own, on a port of their own."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from confianza.cli.tests.test_installation import COMMAND, environment, run

SECONDS_TO_START = 60


@pytest.fixture(scope="module")
def made(installation):
    return installation


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(address: str) -> bytes:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                return response.read()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_it_serves_until_it_is_told_to_stop(made, free_port):
    words = ["serve", "--with-worker", "--port", str(free_port), "--workspace", str(made)]
    # Whoever runs the tests in the background has Ctrl-C ignored, and children inherit that.
    server = subprocess.Popen(
        [*COMMAND, *words], env=environment("en"), stderr=subprocess.PIPE, text=True, preexec_fn=heed_ctrl_c
    )
    try:
        health = json.loads(answer(f"http://127.0.0.1:{free_port}/salud/"))
        assert health["well"]
        assert b"confianza" in answer(f"http://127.0.0.1:{free_port}/").lower()
        taken = run("serve", "--port", free_port, "--workspace", made)
    finally:
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=120)
    assert f"http://127.0.0.1:{free_port}" in said
    assert "Traceback" not in said
    assert taken.returncode == 1
    assert f"port {free_port}" in taken.stderr


def test_files_that_are_coming_in_wait_where_nobody_else_can_read_them(made):
    assert os.stat(made / "passing").st_mode & 0o077 == 0


def test_a_worker_with_nothing_to_do_stops(made):
    done = run("worker", "--until-empty", "--workspace", made, "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"tasks": 0})
