"""What imports cannot show about the rooms of the web."""

import ast

import pytest
from django.apps import apps

from tests.architecture import house

FURNITURE = {
    "__init__.py", "models.py", "models", "rules.py", "permissions.py", "queries.py", "queries", "actions.py", "actions",
    "published.py", "published", "forms.py", "forms", "views.py", "views", "api.py", "urls.py", "admin.py", "apps.py", "management", "templates",
    "static", "migrations", "tests", "tasks.py", "templatetags", "locale", "__pycache__",
}  # fmt: skip
WORKROOMS = [room for room in house.rooms() if room not in ("project", "design", "lib")]


@pytest.mark.parametrize("room", WORKROOMS)
def test_extra_furniture_has_its_reason_in_the_docstring_of_the_room(room):
    folder = house.WEB / room
    docstring = ast.get_docstring(house.tree(folder / "__init__.py")) or ""
    strangers = {path.name for path in folder.iterdir()} - FURNITURE
    unexplained = {name for name in strangers if name.removesuffix(".py") not in docstring}
    assert not unexplained


@pytest.mark.parametrize("room", house.rooms())
def test_every_room_says_what_it_is_for_and_holds_no_code_at_its_door(room):
    door = house.tree(house.WEB / room / "__init__.py")
    assert ast.get_docstring(door)
    assert len(door.body) == 1


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("confianza.web.")]


def room_of(model):
    return model.__module__.split(".")[2]


def test_keys_point_to_the_same_or_a_lower_floor_and_leave_no_trace_there():
    for model in our_models():
        for field in model._meta.get_fields():
            if not (
                field.is_relation
                and field.concrete
                and field.related_model.__module__.startswith("confianza.web.")
            ):
                continue
            here, there = room_of(model), room_of(field.related_model)
            if here != there:
                assert house.floor(there) > house.floor(here), f"{model.__name__}.{field.name} points upward"
                assert field.remote_field.related_name == "+", (
                    f"{model.__name__}.{field.name} needs related_name='+'"
                )


def test_no_back_doors_between_rooms():
    for path in house.source_files():
        names = {
            node.attr if isinstance(node, ast.Attribute) else node.id
            for node in ast.walk(house.tree(path)) if isinstance(node, ast.Attribute | ast.Name)
        }  # fmt: skip
        doors = names & {"get_model", "post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed"}
        assert not doors, f"{path.relative_to(house.ROOT)} uses {doors}"


def test_writes_live_in_actions_only():
    writes = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
    for path in house.source_files():
        if path.name != "views.py" and "views" not in path.parent.name:
            continue
        for node in ast.walk(house.tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in writes:
                raise AssertionError(f"{path.relative_to(house.ROOT)}:{node.lineno} writes with .{node.attr}")


def test_every_action_names_its_author():
    for path in house.source_files():
        if path.name != "actions.py" and path.parent.name != "actions":
            continue
        if house.WEB not in path.parents or "audit" in path.parts:
            continue
        for function in house.tree(path).body:
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
                keywords = [argument.arg for argument in function.args.kwonlyargs]
                assert "by" in keywords, f"{path.relative_to(house.ROOT)}: {function.name} has no by="
                assert not function.args.args, (
                    f"{path.relative_to(house.ROOT)}: {function.name} takes positional arguments"
                )
