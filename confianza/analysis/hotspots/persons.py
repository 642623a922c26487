"""Places are scored, persons never: which columns of a table tell of persons, and must not be read."""

import re
from collections.abc import Sequence

from confianza.analysis.hotspots.asking import PointsRefused
from confianza.analysis.vocabulary.folding import fold

# Headers, folded, that name or number people.
_PERSONAL = frozenset(
    [
        "nombre",
        "nombres",
        "apellido",
        "apellidos",
        "nombre completo",
        "primer nombre",
        "primer apellido",
        "segundo apellido",
        "alias",
        "apodo",
        "dpi",
        "cui",
        "curp",
        "rfc",
        "cedula",
        "dui",
        "dni",
        "nit",
        "rut",
        "pasaporte",
        "documento de identidad",
        "telefono",
        "celular",
        "correo",
        "name",
        "names",
        "first name",
        "last name",
        "full name",
        "surname",
        "nickname",
        "passport",
        "phone",
        "email",
        "identity number",
        "suspect",
        "sospechoso",
        "imputado",
        "sindicado",
        "agresor",
        "offender",
        "perpetrator",
        "pandillero",
        "persona",
        "person",
        "person id",
        "id persona",
        "persona id",
        "suspect id",
        "offender id",
        "victim id",
        "id victima",
        "id imputado",
        "id agresor",
        "fecha de nacimiento",
        "fecha nacimiento",
        "date of birth",
        "birth date",
        "born on",
    ]
)
_INSIDE = re.compile(
    r"\b(nombres? (de|del) (la |el )?(victima|agresor|imputado|denunciante|sindicado|ofendido)"
    r"|(victim|suspect|offender|complainant|accused)s? (first |last |full )?(name|id|number)"
    r"|(nombre|apellido|dpi|cui|curp|dui|dni|cedula) .*(victima|agresor|imputado|denunciante|sindicado))\b"
)


def columns(names: Sequence[str]) -> tuple[str, ...]:
    """Return the columns whose names say that they tell of persons."""
    return tuple(name for name in names if _tells(fold(name)))


def refuse(asked: Sequence[str]) -> None:
    """Raise PointsRefused where somebody asks to read a column that tells of persons."""
    for name in columns([each for each in asked if each]):
        raise PointsRefused("persons_asked", column=name)


def _tells(folded: str) -> bool:
    return folded in _PERSONAL or bool(_INSIDE.search(folded))
