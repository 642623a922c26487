"""Write the profile file of a suggestion: a person mends it and saves it in `analysis/sources`."""

from collections.abc import Sequence

from confianza.analysis.consolidate.column_guesses import ColumnGuess

_DOUBTFUL = 0.7
# A table without these is not of the layout, when they are found.
_REQUIRED = ("occurred_on", "occurred_year", "offence_label", "department_name", "municipality_name")
_TEMPLATE = '''"""TODO: which institution, which edition, what one row is, and what is odd about it.

Proposed from “{file}” on the likeness of its columns: confirm every line marked with a question mark.
"""

from confianza.analysis.sources.profile import {imports}

PROFILE = Profile(
    name="{name}",
    institution="TODO",
    country="",
    title_es="TODO",
    title_en="TODO",
    grain="{grain}",
    date_meaning="occurrence",  # ? or death, intake, registration: ask the office
    fields=(
{fields}
    ),{wide}
)
'''


def render(
    name: str, file: str, columns: Sequence[ColumnGuess], months: Sequence[str], year_stands: str
) -> str:
    """Return the source text of a profile with a field for every column guessed.

    `months`: the headers that are months, for a wide table, and `year_stands`: where its year is told.
    """
    fields = [_field(guess) for guess in columns if guess.header not in months]
    if months:
        told = {guess.column for guess in columns}
        fields += [f'        Field("{part}", (), "{reader}"),' for part, reader in _PARTS if part not in told]
    wide = f'\n    wide=WideMonths(blank="zero", year="{year_stands}"),  # ? or "not_yet_reported"'
    imports = "Field, Profile, WideMonths" if months else "Field, Profile"
    grain = "tally" if months or any(guess.column == "weight" for guess in columns) else "victim"
    return _TEMPLATE.format(
        file=file,
        imports=imports,
        name=name,
        grain=grain,
        fields="\n".join(fields),
        wide=wide if months else "",
    )


_PARTS = (("occurred_year", "year"), ("occurred_month", "month"), ("weight", "count"))


def _field(guess: ColumnGuess) -> str:
    parts = [repr(guess.column).replace("'", '"'), f"({_quoted(guess.header)},)"]
    if guess.reader != "text":
        parts.append(f'"{guess.reader}"')
    if guess.column in _REQUIRED and guess.confidence >= _DOUBTFUL:
        parts.append("required=True")
    return f"        Field({', '.join(parts)}),{_remark(guess)}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ") + '"'


def _remark(guess: ColumnGuess) -> str:
    others = f", or {', '.join(guess.alternatives)}" if guess.alternatives else ""
    if not guess.by:
        return f"  # ? not recognised{others}"
    if guess.confidence >= _DOUBTFUL:
        return ""
    return f"  # ? {guess.confidence:.0%} by {guess.by}{others}"
