"""The gateway as it runs: whatever it is asked, and whatever fails, no number is left on the machine."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

pytestmark = pytest.mark.slow

NUMBER = "+50255507788"
PROGRAM = [sys.executable, "-c", "from confianza.cli import main; main()"]


def _environment(workspace):
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    return kept | {"CONFIANZA_WORKSPACE": str(workspace), "CONFIANZA_LANGUAGE": "es"}


def _free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def gateway(tmp_path):
    workspace, log, port = tmp_path / "office", tmp_path / "gateway.log", _free_port()
    environment = _environment(workspace)
    subprocess.run(
        [*PROGRAM, "init", str(workspace)], env=environment, check=True, capture_output=True, timeout=200
    )
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*PROGRAM, "tips", "gateway", "--port", str(port)], env=environment, stdout=written,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(process, port)
            yield workspace, log, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _wait(process, port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.3)
    raise AssertionError("the gateway never listened")


def _bring(workspace, address, message):
    request = urllib.request.Request(
        f"{address}/sms/", json.dumps({"from": NUMBER, "text": "Cobran renta.", "id": message}).encode(),
        {
            "Content-Type": "application/json", "User-Agent": f"relay of {NUMBER}",
            "Authorization": f"Token {(workspace / 'keys' / 'tips-gateway-token').read_text()}",
        },
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_no_number_is_left_by_a_message_nor_by_a_failure(gateway):
    workspace, log, address = gateway
    status, said = _bring(workspace, address, "1")
    # Nobody has keys here yet, so that nothing may be kept: it says so, and where to call.
    assert (status, "Llame al" in json.loads(said)["reply"]) == (200, True)
    register = workspace / "register.sqlite3"
    register.rename(workspace / "elsewhere")
    register.mkdir()
    status, said = _bring(workspace, address, "2")
    assert (status, said) == (500, "")
    files = [file for file in workspace.rglob("*") if file.is_file()]
    written = [log.read_bytes(), *(file.read_bytes() for file in files)]
    assert len(files) > 5
    for form in (NUMBER, NUMBER[1:], NUMBER[4:]):
        assert not [each for each in written if form.encode() in each]
