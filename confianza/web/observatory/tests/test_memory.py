import threading
import time

from confianza.web.observatory import memory


def test_what_was_computed_is_not_computed_again():
    computed = []
    for _ in range(3):
        assert memory.remembered("key", lambda: computed.append(1) or "figure") == "figure"
    assert computed == [1]


def test_twenty_who_ask_at_once_wait_for_one_computation():
    computed, told = [], []

    def compute():
        computed.append(1)
        time.sleep(0.05)
        return "figure"

    asking = [
        threading.Thread(target=lambda: told.append(memory.remembered("slow", compute))) for _ in range(20)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert (computed, told) == ([1], ["figure"] * 20)


def test_a_failure_is_not_remembered():
    def fail():
        raise RuntimeError

    for _ in range(2):
        try:
            memory.remembered("failing", fail)
        except RuntimeError:
            continue
    assert memory.remembered("failing", lambda: "mended") == "mended"
