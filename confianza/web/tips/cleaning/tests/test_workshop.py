"""The process that reads strangers' files: it can do nothing else, and its end is not the service's."""

import contextlib
import json
import subprocess
import sys
import threading
import time

import psutil
import pytest

from confianza.web.tips.cleaning import Refused, benches, cleaned, limits, warm
from confianza.web.tips.cleaning.tests import corpus

# Run in a process of its own, which afterwards can do nothing but tell how it went.
DEEDS = """
import json, os, resource, socket, sys, threading
from confianza.web.tips.cleaning import confinement

def went(deed):
    try:
        deed()
    except BaseException as problem:
        return type(problem).__name__
    return "done"

def touch():
    os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)

def run():
    os.execv("/bin/true", ["true"])

def thread():
    threading.Thread(target=int).start()

def send():
    socket.socketpair()[0].send(b"x")

deeds = {
    "read a file": lambda: open("/etc/hostname"), "write a file": touch,
    "look around": lambda: os.listdir("/"),
    "call out": lambda: socket.socket().connect(("127.0.0.1", 9)), "ask for a name": send, "fork": os.fork,
    "run a program": run, "start a thread": thread, "take all memory": lambda: bytearray(4 << 30),
    "end its parent": lambda: os.kill(os.getppid(), 9), "compute": lambda: sum(range(1000)),
    "take some memory": lambda: bytearray(64 << 20), "delete a file": lambda: os.unlink(sys.argv[2]),
}
told, filter_calls = {}, confinement._filter_calls

def note_limits_first(libc):
    told["seconds"] = resource.getrlimit(resource.RLIMIT_CPU)[0]
    told["core"] = resource.getrlimit(resource.RLIMIT_CORE)[0]
    return filter_calls(libc)

confinement._filter_calls = note_limits_first
confinement.alone()
told["filtered"] = confinement.locked_in()
told |= {name: went(deed) for name, deed in deeds.items()}
os.write(1, json.dumps(told).encode())
os._exit(0)
"""


@pytest.fixture(scope="module")
def attempts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("walls")
    (folder / "kept").write_text("kept")
    command = [sys.executable, "-c", DEEDS, str(folder / "written"), str(folder / "kept")]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    assert not (folder / "written").exists()
    return told


@pytest.mark.parametrize("deed", ["read a file", "write a file", "look around", "call out", "ask for a name"])
def test_a_reader_opens_no_file_and_reaches_nobody(attempts, deed):
    assert attempts[deed] in ("PermissionError", "OSError")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems filter no calls")
@pytest.mark.parametrize(
    "deed", ["fork", "run a program", "start a thread", "end its parent", "delete a file"]
)
def test_where_calls_are_filtered_a_reader_touches_no_other_process_and_no_file(attempts, deed):
    assert attempts["filtered"]
    assert attempts[deed] in ("PermissionError", "OSError", "RuntimeError")


def test_a_reader_computes_within_its_limits(attempts):
    assert attempts["compute"] == attempts["take some memory"] == "done"
    assert attempts["take all memory"] == "MemoryError"
    assert attempts["seconds"] == limits.PROCESSOR_SECONDS
    assert attempts["core"] == 0


TRUE_LABEL = b'{"media_type": "text/plain", "notes": []}'
# A workshop as somebody might make it: told a file, it answers with what the test says, and stays.
FALSE_WORKSHOP = """
import struct, sys, time
sys.stdout.buffer.write(b"\\1")
sys.stdout.flush()
token, length = struct.unpack("!16sQ", sys.stdin.buffer.read(24))
def answer(label, content=b"ok", token=token, size=None):
    head = struct.pack("!16sHQ", token, len(label), len(content) if size is None else size)
    sys.stdout.buffer.write(head + label + content)
    sys.stdout.flush()
    time.sleep(60)
"""
FALSE = {
    "dies at once": "raise SystemExit(1)",
    "hangs": "time.sleep(60)",
    "says nonsense": "sys.stdout.buffer.write(b'x' * 4096); sys.stdout.flush(); time.sleep(60)",
    "answers for another file": f"answer({TRUE_LABEL!r}, token=b'o' * 16)",
    "promises more than there can be": f"answer({TRUE_LABEL!r}, size=1 << 40)",
    "stops in the middle": f"answer({TRUE_LABEL!r}, size=99)",
    "names a kind that is no copy": 'answer(b\'{"media_type": "text/html"}\')',
    "refuses for no known reason": "answer(b'{\"refused\": \"because\"}', b'')",
    "leaves the copy empty": f"answer({TRUE_LABEL!r}, b'')",
    "notes what nobody knows": 'answer(b\'{"media_type": "text/plain", "notes": ["<b>"]}\')',
    "tells no object": "answer(b'[]')",
}


def false_workshop(says):
    return (sys.executable, "-S", "-c", FALSE_WORKSHOP + says)


@pytest.fixture
def of_its_own(monkeypatch):
    """Workshops of this test alone; called, it returns the processes of those that are open."""
    before = running()
    made = benches._Benches(most=2)
    monkeypatch.setattr(benches, "_benches", made)
    yield lambda: [each for each in running() if each not in before]
    made.shut()
    assert [each for each in running() if each not in before] == []


def running():
    return [each for each in psutil.Process().children() if each.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize("how", FALSE)
def test_a_workshop_that_fails_is_shut_and_its_file_refused(how, of_its_own, monkeypatch):
    monkeypatch.setattr(limits, "WALL_SECONDS", 1)
    monkeypatch.setattr(benches, "COMMAND", false_workshop(FALSE[how]))
    with pytest.raises(Refused, match="unreadable"):
        cleaned(b"a text", declared="text/plain")
    assert of_its_own() == []


@pytest.mark.parametrize("command", [("/nowhere/python",), (sys.executable, "-c", "raise SystemExit(1)")])
def test_where_no_workshop_opens_the_file_is_not_blamed(command, of_its_own, monkeypatch):
    monkeypatch.setattr(benches, "COMMAND", command)
    with pytest.raises(Refused, match="busy"):
        cleaned(b"a text", declared="text/plain")
    assert of_its_own() == []


SERVICE = """
import time
from confianza.web.tips.cleaning import cleaned
cleaned(b"x", declared="")
print("so far", flush=True)
time.sleep(60)
"""


def test_a_workshop_ends_with_its_service_however_that_ends():
    service = subprocess.Popen([sys.executable, "-c", SERVICE], stdout=subprocess.PIPE)
    assert service.stdout.readline() == b"so far\n"
    (workshop,) = psutil.Process(service.pid).children()
    service.kill()
    service.wait()
    service.stdout.close()
    workshop.wait(timeout=10)


def test_a_workshop_that_failed_costs_one_file_and_no_more(of_its_own, monkeypatch):
    with monkeypatch.context() as false:
        false.setattr(benches, "COMMAND", false_workshop(FALSE["dies at once"]))
        with pytest.raises(Refused, match="unreadable"):
            cleaned(b"a text", declared="text/plain")
    assert cleaned(b"another", declared="text/plain").content == b"another"
    assert len(of_its_own()) == 1


def test_the_false_answers_would_be_taken_if_they_were_true(of_its_own, monkeypatch):
    monkeypatch.setattr(benches, "COMMAND", false_workshop(f"answer({TRUE_LABEL!r})"))
    assert cleaned(b"a text", declared="text/plain").content == b"ok"


def test_a_workshop_that_died_while_idle_costs_nothing(of_its_own):
    cleaned(b"one", declared="")
    (killed,) = of_its_own()
    killed.kill()
    while of_its_own():
        time.sleep(0.01)
    assert cleaned(b"two", declared="").content == b"two"


def test_many_files_at_once_are_read_by_few_processes(of_its_own):
    copies = []
    seen = []

    def send():
        copies.append(cleaned(corpus.jpeg(), declared="").media_type)
        seen.append(len(of_its_own()))

    crowd = [threading.Thread(target=send) for _ in range(8)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert copies == ["image/jpeg"] * 8
    assert max(seen) <= limits.AT_ONCE


def test_who_waits_too_long_is_told_to_come_back(of_its_own, monkeypatch):
    monkeypatch.setattr(limits, "QUEUE_SECONDS", 0.05)
    for _ in range(2):
        benches._ours()._turns.acquire()
    with pytest.raises(Refused, match="busy"):
        cleaned(b"one", declared="")
    for _ in range(2):
        benches._ours()._turns.release()


def test_a_workshop_is_told_none_of_our_secrets(of_its_own, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://{corpus.CANARY}")
    warm()
    cleaned(b"one", declared="")
    (opened,) = of_its_own()
    # It is marked as not to be looked into; only an administrator may.
    with contextlib.suppress(psutil.AccessDenied):
        assert corpus.CANARY not in str(opened.environ())
    assert corpus.CANARY not in str(benches.ENVIRONMENT)


@pytest.mark.slow
def test_a_hundred_photos_of_a_megabyte_leave_no_more_memory_taken_than_one(of_its_own):
    photo = corpus.photo_of(megabytes=1)
    cleaned(photo, declared="")
    (workshop,) = of_its_own()
    first = workshop.memory_info().rss
    for _ in range(100):
        cleaned(photo, declared="")
    assert workshop.memory_info().rss < first * 1.05
