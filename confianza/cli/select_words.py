"""How a choice of municipalities is asked for on the command line, and the table it is made from."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from confianza.cli import plain_tables
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _

if TYPE_CHECKING:
    from confianza.analysis.selection.questions import Indicator
    from confianza.analysis.selection.reading import Sheet

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
# The sheet of A2SIT's workbooks that holds the figures.
FIGURES = "Data"
EXAMPLE = "Poverty:high:weight=2:cv=0.1"
NUMBERS = {"weight": "weight", "cv": "relative", "per": "per"}
COLUMNS = {"se": "error", "n": "asked"}


def sheet(file: Path, name: str) -> "Sheet":
    """Return the table of a file: CSV, Parquet, or a sheet of a workbook (its “Data”, else its first)."""
    from confianza.analysis.selection import reading

    if file.suffix.lower() in WORKBOOKS:
        return reading.of_rows(_of_workbook(file, name), file.name)
    table = plain_tables.table(file)
    header = [table.frame.columns] if table.header else []
    return reading.of_rows([*header, *table.frame.rows()], file.name)


def _of_workbook(file: Path, name: str) -> list[list[Any]]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(file))
        names = book.sheet_names
        chosen = name or (FIGURES if FIGURES in names else names[0])
        if chosen not in names:
            message = _("There is no sheet “%(sheet)s”; there are: %(sheets)s.")
            raise WrongUsage(message % {"sheet": chosen, "sheets": ", ".join(names)})
        return book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except python_calamine.CalamineError as error:
        message = _("%(file)s cannot be read as a workbook (%(detail)s).")
        raise WrongUsage(message % {"file": file.name, "detail": str(error)[:120]}) from None


def names(text: str) -> tuple[str, ...]:
    """Return names with commas between them."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def indicator(text: str, columns: Sequence[str]) -> "Indicator":
    """Return the indicator of "COLUMN:low:weight=2:se=COLUMN"; the name of a column may hold colons itself.

    Raises SelectionRefused select_not_understood.
    """
    from confianza.analysis.selection.questions import Indicator

    known = [column for column in columns if column and (text + ":").startswith(column + ":")]
    column = max(known, key=len, default=text.partition(":")[0])
    told: dict[str, Any] = {}
    for word in filter(None, text[len(column) :].split(":")):
        told |= _property(word.strip(), text)
    if len(told.keys() & {"error", "asked", "relative", "per"}) > 1:
        raise _not_understood(text)
    return Indicator(column, **told)


def _property(word: str, text: str) -> dict[str, Any]:
    if word in ("high", "low"):
        return {"high": word == "high"}
    name, _sign, value = word.partition("=")
    if name in NUMBERS and value:
        return {NUMBERS[name]: _number(value, text)}
    if name in COLUMNS and value:
        return {COLUMNS[name]: value}
    raise _not_understood(text)


def weights(texts: Sequence[str]) -> dict[str, float]:
    """Return weights by criterion, from "rate=2"."""
    found = {}
    for text in texts:
        name, _sign, value = text.rpartition("=")
        if not name:
            raise _not_understood(text, "rate=2")
        found[name.strip()] = _number(value, text, "rate=2")
    return found


def _number(value: str, text: str, example: str = EXAMPLE) -> float:
    try:
        number = float(value)
    except ValueError:
        raise _not_understood(text, example) from None
    if not 0 < number < float("inf"):
        raise _not_understood(text, example)
    return number


def _not_understood(text: str, example: str = EXAMPLE) -> Exception:
    from confianza.analysis.selection.problems import SelectionRefused

    return SelectionRefused("select_not_understood", text=text, example=example)
