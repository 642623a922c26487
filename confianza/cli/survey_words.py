"""How a question about a survey is written on the command line."""

from confianza.analysis.surveys.problems import SurveyRefused


def margin(text: str) -> tuple[str, dict[str, float]]:
    """Return a column and how many people each of its classes has, from "stype:E=4421,H=755"."""
    column, _, told = text.partition(":")
    if not column.strip() or not told:
        raise SurveyRefused("not_understood", text=text, example="sex:woman=5200,man=4800")
    return column.strip(), totals(told)


def totals(text: str) -> dict[str, float]:
    """Return totals by name, from "1=6194,stype:H=755"."""
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = part.rpartition("=")
        found[name.strip()] = number(value, "1=6194,age=212000")
        if not name.strip():
            raise SurveyRefused("not_understood", text=text, example="1=6194,age=212000")
    return found


def number(text: str, example: str) -> float:
    """Return a number. Raises SurveyRefused not_understood."""
    try:
        return float(text)
    except ValueError:
        raise SurveyRefused("not_understood", text=text, example=example) from None


def pair(text: str, example: str) -> tuple[float, float]:
    """Return two numbers with a comma between them."""
    parts = text.split(",")
    if len(parts) != 2:
        raise SurveyRefused("not_understood", text=text, example=example)
    return number(parts[0], example), number(parts[1], example)


def names(text: str) -> tuple[str, ...]:
    """Return names with commas between them."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def two_columns(text: str, columns: list[str]) -> tuple[str, str]:
    """Return the two columns of "A/B"; names may hold the stroke themselves."""
    for place, sign in enumerate(text):
        if sign in "/,:" and text[:place] in columns and text[place + 1 :] in columns:
            return text[:place], text[place + 1 :]
    above, stroke, below = text.partition("/")
    if not stroke:
        raise SurveyRefused("not_understood", text=text, example="spent/people")
    raise SurveyRefused("no_column", column=below if above in columns else above, columns=", ".join(columns))


def column_and_answer(text: str, columns: list[str]) -> tuple[str, str]:
    """Return the column and the answer of "COLUMN=ANSWER"; without an answer, ""."""
    if text in columns:
        return text, ""
    column, _, answer = text.partition("=")
    return column, answer
