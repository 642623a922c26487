"""The forms that come with the program, converted in this process, where the program itself starts another.

Nobody else wrote them, and twelve processes take long. How they fare in the other is tested by taking one in.
"""

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyxform.xls2json_backends import md_to_dict
from pyxform.xls2xform import convert

from confianza.web.fieldwork.library.catalogue import ReadyForm
from confianza.web.fieldwork.xforms import dictionary, expressions
from confianza.web.fieldwork.xforms.problems import Problem


@dataclass(frozen=True)
class Made:
    form_id: str
    title: str
    version: str
    xml: bytes
    warnings: tuple[str, ...]
    problems: tuple[Problem, ...]
    questions: tuple[dict[str, Any], ...]
    languages: tuple[str, ...]

    def question(self, name: str) -> dict[str, Any]:
        return next(entry for entry in self.questions if entry["name"] == name)


def sheets(ready: ReadyForm) -> dict[str, Any]:
    return md_to_dict(ready.text)


def made(ready: ReadyForm) -> Made:
    return of(ready.text.encode(), ".md")


@cache
def of(content: bytes, kind: str) -> Made:
    found = convert(io.BytesIO(content), file_type=kind, validate=False)
    form, xml = found._pyxform, found.xform.encode()
    questions = dictionary.of_form(form, ())
    return Made(
        form_id=form["id_string"],
        title=form["title"],
        version=form["version"],
        xml=xml,
        warnings=tuple(found.warnings),
        problems=expressions.problems(xml, ()),
        questions=questions,
        languages=dictionary.languages(questions, form),
    )
