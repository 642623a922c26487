"""A kill, a full disk, two at once: the store is in the old or in the new state, and appends go on."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from confianza.analysis.territory.areas import GEOGRAPHIES, Territory
from confianza.store import claims, counts, deliveries, durable, integrity
from confianza.store.layout import StoreLayout
from confianza.store.tests import appending, told
from confianza.store.tests.told import FEBRUARY, JANUARY

SEED = 20110501


class Appender:
    """A process that is ready to append one delivery."""

    def __init__(self, layout: StoreLayout) -> None:
        command = [sys.executable, "-m", "confianza.store.tests.appending", str(layout.root.parent)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def go(self, number: int) -> None:
        assert self.process.stdout
        assert self.process.stdin
        assert self.process.stdout.readline() == "ready\n"
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        assert self.process.stdout
        word = self.process.stdout.readline().strip()
        self.end()
        return word

    def kill(self) -> None:
        self.process.kill()
        self.end()

    def end(self) -> None:
        self.process.wait()
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()


def spare_appenders(layout: StoreLayout, count: int) -> Iterator[Appender]:
    """Yield appenders one by one, the next one starting up while this one is at work."""
    following = Appender(layout)
    for number in range(count):
        this, following = following, (Appender(layout) if number + 1 < count else following)
        yield this


def stored(layout: StoreLayout) -> list[tuple[str, int, int]]:
    """Every visible delivery with its claims and victims."""
    table = claims.visible(layout)
    summed = table.group_by("delivery").aggregate(n=table.count(), victims=table.weight.sum())
    return sorted(summed.to_polars().iter_rows())


def expected(layout: StoreLayout, count: int) -> list[tuple[str, int, int]]:
    named = (delivery.id for delivery in deliveries.listing(layout))
    return [
        (name, appending.CLAIMS, appending.CLAIMS * number)
        for number, name in zip(range(count), named, strict=True)
    ]


@pytest.mark.parametrize("kills", [8, pytest.param(50, marks=pytest.mark.slow)])
def test_kills_at_random_moments_lose_nothing_and_double_nothing(layout: StoreLayout, kills: int) -> None:
    moments = random.Random(SEED)
    appenders = spare_appenders(layout, kills + 1)
    first = next(appenders)
    first.go(0)
    began = time.perf_counter()
    assert first.answer() == "done"
    lasting = time.perf_counter() - began
    committed, survived, interrupted = 1, 0, 0
    for number, appender in enumerate(appenders):
        appender.go(committed)
        # Every fourth kill comes at once, so that enough are early however busy the machine is.
        time.sleep(0 if number % 4 == 0 else moments.uniform(0, lasting))
        appender.kill()
        now = len(deliveries.listing(layout))
        assert now in (committed, committed + 1)
        assert {finding.kind for finding in integrity.check(layout)} <= {"leftover"}
        assert stored(layout) == expected(layout, now)
        survived, interrupted = survived + now - committed, interrupted + committed + 1 - now
        committed = now
    assert interrupted >= kills // 4, "the kills came too late to test anything"
    appending.append(layout, committed)
    assert stored(layout) == expected(layout, committed + 1)
    assert integrity.check(layout) == []


def test_two_processes_append_at_once_one_after_the_other(layout: StoreLayout) -> None:
    appenders = [Appender(layout) for _ in range(3)]
    for number, appender in enumerate(appenders):
        appender.go(number)
    assert [appender.answer() for appender in appenders] == ["done"] * 3
    assert sorted(victims for _, _, victims in stored(layout)) == [0, 3, 6]
    assert integrity.check(layout) == []


def test_of_two_processes_with_the_same_bytes_one_is_refused(layout: StoreLayout) -> None:
    appenders = [Appender(layout), Appender(layout)]
    for appender in appenders:
        appender.go(1)
    assert sorted(appender.answer() for appender in appenders) == ["already_delivered", "done"]
    assert len(deliveries.listing(layout)) == 1


def test_the_lock_of_a_dead_process_is_free(layout: StoreLayout) -> None:
    holding = (
        "import sys, time; from pathlib import Path; from confianza.store import durable\n"
        "with durable.locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", holding, str(layout.lock("deliveries"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    told.deliver(layout, [JANUARY], content="enero")
    assert len(deliveries.listing(layout)) == 1


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, *, at: int) -> Iterator[list[int]]:
    """Let the `at`-th call of an operation fail as on a full disk; yields the calls made."""
    calls: list[int] = []
    real: Callable[..., object] = getattr(owner, name)

    def fail(*arguments: object, **options: object) -> object:
        calls.append(1)
        if len(calls) == at:
            raise OSError(28, "No space left on device")
        return real(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, fail)
        yield calls


@pytest.mark.parametrize(
    ("owner", "name"), [(os, "fsync"), (Path, "rename"), (Path, "mkdir"), (Path, "write_text")]
)
def test_a_disk_that_refuses_at_any_step_leaves_the_old_state(
    layout: StoreLayout, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    told.deliver(layout, [JANUARY], content="enero")
    at = refused = 0
    calls = [1]
    while len(calls) >= at:
        at += 1
        with failing(monkeypatch, owner, name, at=at) as calls, suppress(deliveries.NotStored):
            told.deliver(layout, [FEBRUARY], content=f"febrero {at}", replaces="")
        refused = at - len(deliveries.listing(layout)) + 1
        assert integrity.check(layout) == []
    assert refused >= 1
    assert claims.visible(layout).count().execute() == 1 + at - refused


def test_a_file_that_grows_too_large_for_the_disk_leaves_the_old_state(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY], content="enero")
    full = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from confianza.store.tests import appending\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "appending.main(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", full, str(layout.root.parent)]
    answer = subprocess.run(command, input="1\n", capture_output=True, text=True, check=False)
    assert answer.stdout.splitlines() == ["ready", "not_stored"], answer.stderr
    assert len(deliveries.listing(layout)) == 1
    assert integrity.check(layout) == []


def test_what_a_killed_append_left_is_not_read_and_swept_by_the_next(layout: StoreLayout) -> None:
    first = told.deliver(layout, [JANUARY], content="enero")
    second = told.deliver(layout, [FEBRUARY], content="febrero")
    layout.manifest_of(second.id).unlink()
    (layout.aside("deliveries") / "half").mkdir()
    assert claims.visible(layout).count().execute() == 1
    assert {finding.kind for finding in integrity.check(layout)} == {"leftover"}
    told.deliver(layout, [FEBRUARY, FEBRUARY], content="febrero")
    assert stored(layout) == [(first.id, 1, 1), (second.id, 2, 2)]
    assert integrity.check(layout) == []


def test_counts_half_written_are_built_again(layout: StoreLayout, monkeypatch: pytest.MonkeyPatch) -> None:
    told.deliver(layout, [JANUARY], content="enero")
    told.deliver(layout, [FEBRUARY], content="febrero")
    written = 4  # two parts, and what is visible with and without persons
    for at in range(1, written + 1):
        with failing(monkeypatch, durable, "publish", at=at), pytest.raises(OSError, match="No space"):
            counts.refresh(layout, Territory.empty())
        assert counts.table(layout, Territory.empty()).weight.sum().execute() == 2 * len(GEOGRAPHIES)
        durable.remove(layout.counts)
