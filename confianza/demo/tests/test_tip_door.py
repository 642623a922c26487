"""The demo opens the tip line's own door beside the staff's pages, and closes it again."""

import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from confianza.demo import tip_door


def free_port():
    """A port whose neighbour a hundred further is free too."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1] - tip_door.PORTS_APART


def fetched(port, seconds=60):
    until = time.monotonic() + seconds
    while True:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.mark.slow
def test_the_door_is_open_while_the_demo_serves_and_closed_after(tmp_path):
    command = [sys.executable, "-m", "confianza.cli", "init", str(tmp_path / "demo")]
    subprocess.run(command, check=True, capture_output=True)
    port = free_port()
    with tip_door.open_beside(tmp_path / "demo", port):
        assert "<form" in fetched(tip_door.port_beside(port))
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", tip_door.port_beside(port))) != 0
