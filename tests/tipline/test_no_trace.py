"""Nothing of who told it is left anywhere: addresses, browser, languages, where they came from, the file's own."""

import sqlite3

import pytest

from tests.tipline.canaries import CANARIES, EVERYTHING, FILE_NAME, picture, tell_and_come_back, traces


@pytest.mark.slow
def test_a_real_process_keeps_nothing_even_where_it_fails(door):
    tell_and_come_back(door.visitor(CANARIES))
    tables = sqlite3.connect(door.workspace / "register.sqlite3")
    assert tables.execute("SELECT count(*) FROM tips_tip").fetchone() == (1,)
    # A failure of ours, in the middle of somebody's telling.
    caught = door.visitor(CANARIES).tell(story="Un secreto-tres-de-prueba.", files=[(FILE_NAME, picture())])
    with tables:
        tables.execute("ALTER TABLE tips_keywrap RENAME TO tips_elsewhere")
    caught.press("send")
    assert caught.status == 500
    assert "canario" not in caught.page
    with tables:
        tables.execute("ALTER TABLE tips_elsewhere RENAME TO tips_keywrap")
    tables.close()
    assert not traces(door.folder, EVERYTHING)
    door.process.terminate()
    door.process.wait(30)
    assert not traces(door.folder, EVERYTHING)
    assert door.log.read_text().count("\n") <= 1, "it said that it is open, and nothing more"
