"""The account tells what was done to it. Each case is done twice: while the keys lag and when they do not."""

from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confianza.web.audit import actions, queries
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.chain import appending, heads, keys, sheets
from confianza.web.audit.chain.verification import Fault, Verdict, Why, verify
from confianza.web.audit.models import Chain, Entry, Head
from confianza.web.audit.tests import tampering

pytestmark = pytest.mark.django_db
DAYS, PER_DAY = 3, 4
COUNT = DAYS * PER_DAY


@pytest.fixture(params=["keys written", "keys lag"])
def account(request, workspace, monkeypatch, django_capture_on_commit_callbacks) -> None:
    """An account of twelve entries on three days, of which two are signed."""
    with django_capture_on_commit_callbacks(execute=request.param == "keys written"):
        tampering.write_days(DAYS, PER_DAY, monkeypatch)


@pytest.fixture
def settled(workspace, monkeypatch, django_capture_on_commit_callbacks) -> None:
    """The same, with the keys written."""
    with django_capture_on_commit_callbacks(execute=True):
        tampering.write_days(DAYS, PER_DAY, monkeypatch)


def fault() -> tuple[int, str] | None:
    found = verify().fault
    return (found.entry, str(found.why)) if found else None


def test_an_account_that_nobody_touched_is_whole(account) -> None:
    assert verify() == Verdict(COUNT)
    assert Head.objects.count() == DAYS - 1


def test_an_account_not_yet_begun_is_whole(workspace) -> None:
    assert verify() == Verdict(0)


VALUES = {
    "at": "2026-03-02 15:00:01+00:00", "actor_id": 99, "actor_name": "Gloria", "actor_roles": "mayor",
    "kind": "read", "action": "a.c", "subject": "t", "purpose": "none", "details": '{"rows": 2}',
    "previous": "0" * 64, "mac": "0" * 64, "digest": "0" * 64,
}  # fmt: skip


@pytest.mark.parametrize("number", [1, 6, COUNT])
@pytest.mark.parametrize("column", VALUES)
def test_every_change_of_every_field_is_found(account, column: str, number: int) -> None:
    assert set(VALUES) | {"id"} == {field.column for field in Entry._meta.fields}
    tampering.change(number, column, VALUES[column])
    assert fault() == (number, "changed")


def test_a_new_number_is_a_missing_entry(account) -> None:
    tampering.change(5, "id", 500)
    assert fault() == (5, "missing")


@pytest.mark.parametrize("number", [1, 6, COUNT - 1])
def test_a_deleted_entry_is_missed(account, number: int) -> None:
    tampering.run("DELETE FROM audit_entry WHERE id = %s", number)
    assert fault() == (number, "missing")


def test_the_first_of_two_that_changed_places_is_named(account) -> None:
    tampering.swap(4, 9)
    assert fault() == (4, "changed")


def test_two_that_exchanged_all_but_their_numbers_are_found(account) -> None:
    for number, subject in ((4, "x"), (9, "y")):
        tampering.change(number, "subject", subject)
    assert fault() == (4, "changed")


@pytest.mark.parametrize("cut", [1, 3, COUNT])
def test_a_cut_tail_is_missed(settled, cut: int) -> None:
    tampering.run("DELETE FROM audit_entry WHERE id > %s", COUNT - cut)
    assert fault() == (COUNT - cut + 1, "cut")


def test_a_cut_tail_is_still_missed_after_work_went_on(settled, django_capture_on_commit_callbacks) -> None:
    tampering.run("DELETE FROM audit_entry WHERE id > %s", COUNT - 2)
    with django_capture_on_commit_callbacks(execute=True):
        tampering.write(2)
    assert fault() == (COUNT - 1, "missing")


def test_a_cut_account_whose_keys_lag_is_missed_up_to_its_last_signed_head(workspace, monkeypatch) -> None:
    tampering.write_days(DAYS, PER_DAY, monkeypatch)
    tampering.run("DELETE FROM audit_entry WHERE id >= %s", 2 * PER_DAY)
    assert fault() == (2 * PER_DAY, "cut")


def test_an_entry_twice_is_found(account) -> None:
    columns = ", ".join(field.column for field in Entry._meta.fields if field.column != "id")
    tampering.run(
        f"INSERT INTO audit_entry (id, {columns}) SELECT {COUNT + 1}, {columns} FROM audit_entry WHERE id = 3"
    )
    assert fault() == (COUNT + 1, "changed")


def test_a_forged_entry_at_the_end_is_found_and_stays_found(account) -> None:
    tampering.forge()
    assert fault() == (COUNT + 1, "forged")
    tampering.write(1)
    assert fault() == (COUNT + 1, "forged")


def test_a_forged_entry_is_found_also_when_the_keys_went_on(
    settled, django_capture_on_commit_callbacks
) -> None:
    tampering.forge()
    with django_capture_on_commit_callbacks(execute=True):
        tampering.write(3)
    assert fault() == (COUNT + 1, "rewritten")


def test_work_goes_on_and_is_numbered_on_whatever_was_done_to_the_account(settled) -> None:
    tampering.change(COUNT, "digest", "0" * 64)
    tampering.run("DELETE FROM audit_head")
    tampering.write(1)
    assert Entry.objects.first().pk == COUNT + 1


def _another_subject(entry: Entry) -> None:
    entry.subject = "nobody"


@pytest.mark.parametrize("start", [1, 6, COUNT])
def test_a_rewritten_chain_is_found_after_the_last_head_that_still_fits(settled, start: int) -> None:
    tampering.rewrite(start, _another_subject)
    assert fault() == (1 + PER_DAY * ((start - 1) // PER_DAY), "rewritten")


def test_one_rewritten_entry_is_named_by_the_one_that_followed_it(settled) -> None:
    follower = Entry.objects.get(pk=7)
    tampering.rewrite(6, _another_subject)
    for column in ("previous", "mac", "digest"):
        tampering.change(7, column, getattr(follower, column))
    assert fault() == (6, "rewritten")


def test_with_a_sheet_the_first_entry_made_without_the_key_is_named(
    workspace, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    taken: list[str] = []
    with django_capture_on_commit_callbacks(execute=True):
        tampering.write_days(1, 2, monkeypatch)
        actions.export_sheet(by=COMMAND_LINE, write=taken.append)
        tampering.write_days(DAYS, PER_DAY, monkeypatch)
    sheet = sheets.parsed(taken[0])
    assert verify(sheet=sheet).ok
    tampering.rewrite(6, _another_subject)
    assert verify(sheet=sheet).fault == Fault(6, Why.FORGED)


UNREADABLE = {"at": "2026-13-45 99:00:00", "actor_name": b"\xff"}


@pytest.mark.parametrize("column", UNREADABLE)
def test_what_cannot_even_be_read_is_named(account, column: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps a value of another type than the column's")
    tampering.change(5, column, UNREADABLE[column])
    assert fault() == (5, "unreadable")


# Heads and keys


HEAD_COLUMNS = {
    "day": "2026-03-09", "entry": 3, "digest": "0" * 64, "next_key": "0" * 64, "signature": "0" * 128,
}  # fmt: skip


@pytest.mark.parametrize("column", HEAD_COLUMNS)
def test_a_changed_head_is_found(account, column: str) -> None:
    tampering.run(f"UPDATE audit_head SET {column} = %s WHERE id = 2", HEAD_COLUMNS[column])
    assert fault() == (PER_DAY + 1, "heads_changed")


@pytest.mark.parametrize(("number", "entry"), [(1, 1), (2, PER_DAY + 1)])
def test_a_deleted_head_is_missed(settled, number: int, entry: int) -> None:
    tampering.run("DELETE FROM audit_head WHERE id = %s", number)
    assert fault() == (entry, "heads_changed")


def test_a_whole_account_put_in_place_of_another_is_found(settled, workspace, monkeypatch) -> None:
    for table in ("audit_entry", "audit_head", "audit_chain"):
        tampering.run(f"DELETE FROM {table}")
    assert fault() == (1, "replaced")
    tampering.write_days(1, 3, monkeypatch)
    assert fault() == (1, "replaced")


def test_another_identity_is_found(settled) -> None:
    tampering.run("UPDATE audit_chain SET root = %s", "0" * 64)
    assert fault() is not None
    tampering.run("UPDATE audit_chain SET account = %s", "0" * 32)
    assert fault() == (1, "replaced")


def test_lost_keys_are_told_and_stay_told_since_the_entry_they_begin_with(
    settled, workspace, django_capture_on_commit_callbacks
) -> None:
    appending._newest.clear()
    for file in workspace.keys.glob("audit-*"):
        file.unlink()
    assert fault() == (1, "keys_lost")
    with django_capture_on_commit_callbacks(execute=True):
        tampering.write(2)
    assert Entry.objects.count() == COUNT + 2
    assert fault() == (COUNT + 1, "keys_lost")


def test_a_spoilt_key_file_is_put_by_and_told(settled, workspace, django_capture_on_commit_callbacks) -> None:
    appending._newest.clear()
    [file] = workspace.keys.glob("audit-*")
    file.write_text("{")
    with django_capture_on_commit_callbacks(execute=True):
        tampering.write(1)
    assert [spoilt.read_text() for spoilt in workspace.keys.glob("spoilt-*")] == ["{"]
    assert fault() == (COUNT + 1, "keys_lost")


def test_keys_that_may_not_be_read_are_never_written_over(settled, workspace, monkeypatch) -> None:
    def forbid(file: Path) -> str:
        raise PermissionError(file)

    appending._newest.clear()
    [file] = workspace.keys.glob("audit-*")
    kept = file.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", forbid)
        with pytest.raises(PermissionError):
            tampering.write(1)
    assert file.read_bytes() == kept


def test_a_forged_number_keeps_no_deed_waiting(settled) -> None:
    appending._newest.clear()
    tampering.run("UPDATE audit_entry SET id = 1000000000000 WHERE id = %s", COUNT)
    tampering.run("UPDATE audit_head SET id = 1000000000000 WHERE id = 2")
    tampering.write(1)
    assert Entry.objects.first().pk == 1_000_000_000_001
    assert fault() == (COUNT, "missing")


def test_whoever_has_register_and_keys_is_caught_by_heads_that_left_the_machine(settled, workspace) -> None:
    exported = heads.parsed(actions.export_heads(by=COMMAND_LINE))
    # An intruder on the machine rewrites yesterday with new keys, so that everything there hangs together.
    chain = Chain.objects.get()
    tampering.rewrite(6, _another_subject)
    tampering.run("DELETE FROM audit_head WHERE id >= 2")
    last = Entry.objects.first()
    state = keys.read(workspace.keys, chain.account)
    keys._write(
        workspace.keys,
        keys.State(
            **{**vars(state), "next": last.pk + 1, "digest": last.digest, "head": 2, "seed": "00" * 32}
        ),
    )
    assert verify(exported=exported).fault == Fault(PER_DAY + 1, Why.REWRITTEN)


def test_heads_that_left_the_machine_know_a_cut_that_the_keys_forgot(settled, workspace) -> None:
    exported = heads.parsed(actions.export_heads(by=COMMAND_LINE))
    assert verify(exported=exported).ok
    tampering.run("DELETE FROM audit_entry WHERE id > 10")
    [fault] = {verify(exported=exported).fault}
    assert fault == Fault(11, Why.CUT)


def test_an_exported_file_that_was_altered_is_not_believed(settled) -> None:
    text = actions.export_heads(by=COMMAND_LINE)
    for altered in (text.replace('"entry": 4', '"entry": 3'), text[:-9], "[]", "{}", "null"):
        with pytest.raises(heads.Unreadable):
            heads.parsed(altered)


def test_the_words_of_a_head_are_in_the_file_and_on_the_page(settled) -> None:
    text = actions.export_heads(by=COMMAND_LINE)
    assert all(head.words in text for head in queries.signed_heads())


# Any tampering


@pytest.fixture
def untouched(settled) -> list[tuple]:
    return list(Entry.objects.order_by("pk").values_list())


@given(data=st.data())
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_done_to_the_rows_is_found_at_the_first_row_that_differs(untouched, data) -> None:
    from django.db import transaction

    with transaction.atomic():
        for _ in range(data.draw(st.integers(1, 3))):
            _tamper(data)
        now = list(Entry.objects.order_by("pk").values_list())
        first = next((at for at, row in enumerate(untouched, 1) if now[at - 1 : at] != [row]), None)
        found = verify().fault
        assert (found.entry if found else None) == (first or (COUNT + 1 if len(now) > COUNT else None))
        transaction.set_rollback(True)


def _tamper(data) -> None:
    number = data.draw(st.integers(1, COUNT))
    match data.draw(st.sampled_from(["change", "delete", "cut", "swap"])):
        case "change":
            column = data.draw(st.sampled_from(["subject", "actor_name", "purpose", "mac", "digest"]))
            tampering.change(number, column, data.draw(st.text("abc", max_size=3)))
        case "delete":
            tampering.run("DELETE FROM audit_entry WHERE id = %s", number)
        case "cut":
            tampering.run("DELETE FROM audit_entry WHERE id >= %s", number)
        case "swap":
            tampering.swap(number, data.draw(st.integers(1, COUNT)))
