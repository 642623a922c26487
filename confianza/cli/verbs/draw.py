"""Draws that nobody can steer and anybody can do again: commit, reveal, replace, verify."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import draw_files, options, output, plain_tables
from confianza.cli.failures import FAILED_RUN, WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session

if TYPE_CHECKING:
    from confianza.web.lib.draw_checks import Problem, Verified
    from confianza.web.lib.draw_plans import Candidate

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

List = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", exists=True, dir_okay=False, help=_("The list: CSV or Parquet, one name a row.")
    ),
]
RecordFile = Annotated[
    Path, typer.Argument(metavar="RECORD", exists=True, dir_okay=False, help=_("The record of the draw."))
]
Purpose = Annotated[str, typer.Option("--purpose", help=_("What the draw is for, in one line."))]
Announced = Annotated[
    str, typer.Option("--announced", help=_("What will be witnessed: said by whom, or which public number."))
]
NewRecord = Annotated[
    Path, typer.Option("--record", dir_okay=False, help=_("Where to write the record; publish it at once."))
]
NewSecret = Annotated[
    Path, typer.Option("--secret", dir_okay=False, help=_("Where to write the secret; show it to nobody."))
]
OldSecret = Annotated[
    Path, typer.Option("--secret", exists=True, dir_okay=False, help=_("The file with the secret."))
]
Name = Annotated[str, typer.Option("--name", help=_("Column of the name (default: the first)."))]
Stratum = Annotated[str, typer.Option("--stratum", help=_("Column of the stratum."))]
Size = Annotated[str, typer.Option("--size", help=_("Column of the size: chances in proportion to it."))]
Count = Annotated[
    str, typer.Option("--count", help=_("How many to draw, of each stratum: 5 or hills=3,river=2."))
]
More = Annotated[
    str, typer.Option("--replacements", help=_("How many replacements, written in the same way."))
]
At = Annotated[str, typer.Option("--at", metavar="MOMENT", help=_("When: 2026-03-01T18:00 (default: now)."))]
Witnessed = Annotated[str, typer.Option("--witnessed", help=_("What was said or shown, word by word."))]
Published = Annotated[
    str, typer.Option("--commitment", help=_("The commitment as it was published before the draw."))
]
Heard = Annotated[str, typer.Option("--heard", help=_("What was witnessed, as you noted it yourself."))]
Who = Annotated[str, typer.Option("--name", help=_("Who is replaced."))]
Why = Annotated[str, typer.Option("--reason", help=_("Why, in one line."))]


@app.command(help=_("Before the draw: fix the list and all else, keep a secret, publish its commitment."))
def commit(
    file: List,
    purpose: Purpose,
    announced: Announced,
    count: Count,
    record: NewRecord,
    secret: NewSecret,
    name: Name = "",
    stratum: Stratum = "",
    size: Size = "",
    replacements: More = "",
    at: At = "",
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.web.lib import draw_plans, draws

        candidates = _candidates(file, name, stratum, size)
        strata = draw_plans.strata(candidates)
        plan = draw_plans.Plan(
            purpose=purpose,
            candidates=candidates,
            counts=_counts(count, strata),
            announced=announced,
            committed_at=at or _now(),
            method="by_size" if size else "simple",
            replacements=_counts(replacements, strata) if replacements else {},
        )
        kept = draws.new_secret()
        told = draws.announce(plan, kept)
        draw_files.write_both(record, told, secret, kept)
        names = {"names": len(candidates), "first": candidates[0].name, "last": candidates[-1].name}
        answer = {"commitment": told["commitment"], "record": str(record), "list": names}
        out.answer(answer, _show_commitment)


@app.command(help=_("The draw: the secret and what was witnessed give the result, written into the record."))
def reveal(
    record: RecordFile, secret: OldSecret, witnessed: Witnessed, at: At = "", as_json: options.Json = False
) -> None:
    with session(as_json=as_json) as out:
        from confianza.web.lib import draws

        announced = draw_files.read(record)
        kept = secret.read_text(encoding="utf-8", errors="replace").strip()
        told = draws.record(announced, secret=kept, witnessed=witnessed, witnessed_at=at or _now())
        draw_files.write_again(record, told)
        out.answer({name: told[name] for name in ("seed", "drawn", "replacements")}, _show_result)


@app.command(help=_("Give the place of somebody drawn to the next in order, with the reason."))
def replace(record: RecordFile, name: Who, reason: Why, as_json: options.Json = False) -> None:
    with session(as_json=as_json) as out:
        from confianza.web.lib import draws

        told = draws.replace(draw_files.read(record, revealed=True), name=name, reason=reason)
        draw_files.write_again(record, told)
        out.answer(told["replaced"][-1], _show_replaced)


@app.command(help=_("Do a draw again from its record alone; exit code 1 if it was not as the record says."))
def verify(
    record: RecordFile, commitment: Published = "", heard: Heard = "", as_json: options.Json = False
) -> None:
    with session(as_json=as_json) as out:
        found = draw_files.verified(record, published=commitment, heard=heard)
        out.answer(_told(found), _show_verdict)
        if not found.holds:
            raise typer.Exit(FAILED_RUN)


def _candidates(file: Path, name: str, stratum: str, size: str) -> "list[Candidate]":
    from confianza.web.lib import draw_plans

    table = plain_tables.table(file)
    named = name or table.frame.columns[0]
    for column in (named, stratum, size):
        if column and column not in table.frame.columns:
            message = _("There is no column “%(column)s”; there are: %(columns)s.")
            raise WrongUsage(message % {"column": column, "columns": ", ".join(table.frame.columns)})
    return [
        draw_plans.Candidate(
            str(cells[named] or "").strip(),
            str(cells[stratum] or "").strip() if stratum else draw_plans.ALL,
            _size(cells[size], row, size) if size else 1.0,
        )
        for row, cells in enumerate(table.frame.iter_rows(named=True), table.first_row)
    ]


def _size(cell: object, row: int, column: str) -> float:
    try:
        if "_" in str(cell):
            raise ValueError(cell)
        return float(str(cell))
    except ValueError:
        message = _("Row %(row)s, column “%(column)s”: “%(value)s” is no number.")
        raise WrongUsage(message % {"row": row, "column": column, "value": cell or ""}) from None


def _counts(text: str, strata: list[str]) -> dict[str, int]:
    """Return how many of each stratum, from "5" (of every one) or "hills=3,river=2"."""
    try:
        if "=" not in text:
            return dict.fromkeys(strata, int(text))
        pairs = [part.rpartition("=") for part in text.split(",")]
        told = {name.strip(): int(number) for name, _sign, number in pairs}
        if len(told) < len(pairs):
            raise ValueError(text)
        return told
    except ValueError:
        message = _("“%(text)s” does not say how many; write 5, or hills=3,river=2.")
        raise WrongUsage(message % {"text": text}) from None


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def sentence(problem: "Problem") -> str:
    """Say what does not hold in the language of the terminal."""
    from confianza.web.lib.draw_checks import KINDS

    return _(KINDS[problem.code]) % problem.details


def _told(found: "Verified") -> dict[str, Any]:
    problems = [{"code": each.code, "sentence": sentence(each)} for each in found.problems]
    return {"holds": found.holds, "commitment": found.commitment, "seats": found.seats, "problems": problems}


def _show_commitment(told: dict[str, Any]) -> None:
    output.lines(
        [
            _("The list has %(names)s names, from “%(first)s” to “%(last)s”: see that nobody is missing.")
            % told["list"],
            _("Commitment to publish now: %(commitment)s") % told,
            _("Publish the record %(record)s as well, and keep the secret to yourself until the draw.")
            % told,
        ]
    )


def _show_result(told: dict[str, Any]) -> None:
    rows = [
        [stratum, place, name]
        for stratum, names in told["drawn"].items()
        for place, name in enumerate(names, 1)
    ]
    output.table([_("stratum"), _("place"), _("name")], rows, numbers=[1])
    output.lines(_following(told["replacements"]))


def _following(replacements: Mapping[str, list[str]]) -> list[str]:
    message = _("In their place, in this order: %(names)s")
    return [message % {"names": ", ".join(names)} for names in replacements.values() if names]


def _show_replaced(told: dict[str, Any]) -> None:
    output.lines([_("%(by)s takes the place of %(name)s (%(reason)s).") % told])


def _show_verdict(told: dict[str, Any]) -> None:
    if not told["holds"]:
        output.lines([each["sentence"] for each in told["problems"]])
        return
    output.lines([_("The draw was as its record says; its commitment is %(commitment)s.") % told])
    output.lines([_("See that this commitment was published before the draw, and that the words were said.")])
    output.table(
        [_("stratum"), _("who holds the places")],
        [[stratum, ", ".join(names)] for stratum, names in told["seats"].items()],
    )
