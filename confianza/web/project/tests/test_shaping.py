import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from confianza.web.project import shaping

MIGRATE = """
import django
django.setup()
from contextlib import nullcontext
from django.core.management import call_command
from confianza.web.project import shaping
with {way}():
    call_command("migrate", verbosity=0)
"""
SHAPE = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"


def chain(*names):
    """Return a drawn state in which each model points to the one before."""
    state = ProjectState()
    for before, name in zip((None, *names), names, strict=False):
        fields = [("id", models.AutoField(primary_key=True))]
        if before:
            fields.append(("before", models.ForeignKey(f"chain.{before}", models.CASCADE)))
        state.add_model(ModelState("chain", name, fields))
    assert state.apps
    return state


def test_only_the_nearest_relations_are_drawn_until_code_asks_for_models() -> None:
    state = chain("first", "second", "third", "fourth")
    far = state.apps.get_model("chain", "first")
    with shaping.drawn_when_needed():
        state.add_field("chain", "fourth", "note", models.TextField(default=""), preserve_default=True)
    assert state.apps.get_model("chain", "fourth")._meta.get_field("note")
    assert state.apps.get_model("chain", "first") is far
    assert state.is_delayed
    state.clear_delayed_apps_cache()  # as RunPython does first
    assert state.apps.get_model("chain", "first") is not far


def test_of_a_table_whose_relations_stay_and_of_a_new_one_nothing_else_is_drawn() -> None:
    state = chain("first", "second")
    first = state.apps.get_model("chain", "first")
    with shaping.drawn_when_needed():
        state.add_field("chain", "second", "note", models.TextField(default=""), preserve_default=True)
        state.add_model(
            ModelState("chain", "third", [("before", models.ForeignKey("chain.second", models.CASCADE))])
        )
    assert state.apps.get_model("chain", "first") is first
    second, third = (state.apps.get_model("chain", name) for name in ("second", "third"))
    assert second._meta.get_field("note")
    assert third._meta.get_field("before").related_model is second
    state.clear_delayed_apps_cache()
    assert state.apps.get_model("chain", "first") is not first


def test_what_a_new_relation_points_to_is_drawn_with_it() -> None:
    state = chain("first", "second", "third")
    first = state.apps.get_model("chain", "first")
    with shaping.drawn_when_needed():
        again = models.ForeignKey("chain.first", models.CASCADE, related_name="thirds")
        state.add_field("chain", "third", "again", again, preserve_default=True)
    assert state.apps.get_model("chain", "first") is not first
    assert state.apps.get_model("chain", "first")._meta.get_field("thirds")


def test_django_is_as_it_was_afterwards() -> None:
    usual = ProjectState.reload_model
    with pytest.raises(LookupError), shaping.drawn_when_needed():
        chain("first").apps.get_model("chain", "second")
    assert ProjectState.reload_model is usual


@pytest.mark.slow
def test_the_register_gets_the_same_shape_either_way(tmp_path) -> None:
    shapes = []
    for way in ("nullcontext", "shaping.drawn_when_needed"):
        workspace = tmp_path / way
        workspace.mkdir()
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
            "CONFIANZA_WORKSPACE": str(workspace),
            "DJANGO_SETTINGS_MODULE": "confianza.web.project.settings_test",
        }
        command = [sys.executable, "-c", MIGRATE.format(way=way)]
        subprocess.run(command, env=environment, check=True, timeout=300)
        with sqlite3.connect(workspace / "register.sqlite3") as register:
            shapes.append(register.execute(SHAPE).fetchall())
    assert len(shapes[0]) > 300
    assert shapes[0] == shapes[1]
