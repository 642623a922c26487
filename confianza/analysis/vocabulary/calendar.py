"""Months and days of the week as offices write them, folded: whole words and short forms."""

_MONTHS = (
    "enero ene jan january",
    "febrero feb february febr",
    "marzo mar march mzo",
    "abril abr apr april",
    "mayo may",
    "junio jun june",
    "julio jul july",
    "agosto ago aug august agto",
    "septiembre setiembre sep set sept september",
    "octubre oct october",
    "noviembre nov november",
    "diciembre dic dec december",
)
_WEEKDAYS = (
    "lunes lun monday mon lu",
    "martes mar tuesday tue ma",
    "miercoles mie wednesday wed mi",
    "jueves jue thursday thu ju",
    "viernes vie friday fri vi",
    "sabado sab saturday sat sa",
    "domingo dom sunday sun do",
)


def _numbered(table: tuple[str, ...]) -> dict[str, int]:
    return {word: number for number, words in enumerate(table, start=1) for word in words.split()}


# Folded word → 1 (January) to 12.
MONTHS: dict[str, int] = _numbered(_MONTHS)
# Folded word → 1 (Monday) to 7, as ISO 8601 counts.
WEEKDAYS: dict[str, int] = _numbered(_WEEKDAYS)
