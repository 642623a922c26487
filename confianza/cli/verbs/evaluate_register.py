"""`confianza evaluate register` and `registered`: what was fixed before the data came, and what was done."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import options, output, registration_files
from confianza.cli.failures import FAILED_RUN, WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session

if TYPE_CHECKING:
    from confianza.analysis.evaluation.registration import Deviation, Registration

Plan = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE", exists=True, dir_okay=False, help=_("The plan as JSON; or write it in options.")
    ),
]
Hypothesis = Annotated[str, typer.Option("--hypothesis", help=_("What is expected, in one sentence."))]
Outcome = Annotated[str, typer.Option("--outcome", help=_("What is counted, and by which source."))]
Area = Annotated[str, typer.Option("--area", help=_("The area that has the programme."))]
Begins = Annotated[
    str, typer.Option("--begins", metavar="DATE", help=_("First day of the programme (YYYY-MM-DD)."))
]
LastDay = Annotated[
    str, typer.Option("--last-day", metavar="DATE", help=_("Last day of the data that will be used."))
]
FirstDay = Annotated[str, typer.Option("--first-day", metavar="DATE", help=_("First day of the data."))]
Method = Annotated[
    str, typer.Option("--method", help=_("How it will be computed: rate-ratio, panel, synthetic …"))
]
Comparison = Annotated[
    str, typer.Option("--comparison", help=_("Areas to compare with, with semicolons between them."))
]
Direction = Annotated[
    str, typer.Option("--direction", metavar="fall|rise|either", help=_("Which way it is expected to go."))
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help=_("A setting of the method: NAME=VALUE. Repeat it."))
]
Smallest = Annotated[
    str, typer.Option("--smallest-effect", help=_("The smallest effect that would matter, in words."))
]
New = Annotated[
    Path | None,
    typer.Option("--record", dir_okay=False, help=_("Where to write the registration; keep it unchanged.")),
]
Record = Annotated[
    Path, typer.Argument(metavar="RECORD", exists=True, dir_okay=False, help=_("The registration."))
]
Done = Annotated[
    Path | None,
    typer.Argument(
        metavar="DONE", exists=True, dir_okay=False, help=_("What was done, written in the same way.")
    ),
]
Digest = Annotated[str, typer.Option("--digest", help=_("The digest as it was published at the time."))]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict", help=_("Exit with 1 if what was done departs from it; without, that is only told.")
    ),
]


def register(
    file: Plan = None,
    hypothesis: Hypothesis = "",
    outcome: Outcome = "",
    area: Area = "",
    begins: Begins = "",
    last_day: LastDay = "",
    method: Method = "",
    first_day: FirstDay = "",
    comparison: Comparison = "",
    direction: Direction = "",
    settings: Settings = None,
    smallest_effect: Smallest = "",
    record: New = None,
    as_json: options.Json = False,
) -> None:
    told: dict[str, Any] = {
        "hypothesis": hypothesis,
        "outcome": outcome,
        "area": area,
        "begins_on": begins,
        "last_day": last_day,
        "method": method,
        "first_day": first_day,
        "comparison": [name.strip() for name in comparison.split(";") if name.strip()],
        "direction": direction,
        "smallest_effect": smallest_effect,
    }
    with session(as_json=as_json) as out:
        plan = _planned(file, told | {"settings": _settings(settings or [])})
        if record:
            registration_files.write_new(record, plan)
        out.answer(_registered(plan, record), _show_registered)


def _planned(file: Path | None, told: dict[str, Any]) -> "Registration":
    from confianza.analysis.evaluation import registration

    given = {name: value for name, value in told.items() if value}
    if file is None:
        return registration.of_fields(given)
    if given:
        raise WrongUsage(_("Name a file with the plan, or write it in options; not both."))
    return registration_files.read(file)


def _settings(texts: list[str]) -> list[list[str]]:
    """Return the settings of a method as pairs. Raises WrongUsage."""
    pairs = [text.partition("=") for text in texts]
    for (name, sign, value), text in zip(pairs, texts, strict=True):
        if not (name.strip() and sign and value.strip()):
            raise WrongUsage(_("Write a setting as NAME=VALUE; not “%(text)s”.") % {"text": text})
    return [[name.strip(), value.strip()] for name, _sign, value in pairs]


def _registered(plan: "Registration", record: Path | None) -> dict[str, Any]:
    from confianza.analysis.evaluation import registration

    today = datetime.now().astimezone().date()
    return {
        "digest": registration.digest(plan),
        "registration": registration_files.plain(plan),
        "before_the_data": registration.is_before_the_data(plan, today),
        "before_the_programme": today < plan.begins_on,
        "record": record.name if record else None,
    }


def _show_registered(told: dict[str, Any]) -> None:
    output.lines([_("Digest to publish now: %(digest)s") % told])
    if told["record"]:
        output.lines([_("Publish %(record)s as well, or keep it unchanged: the digest is of it.") % told])
    if not told["before_the_data"]:
        sentence = _(
            "Its data have ended already: this fixes what will be asked, but nobody can know that the "
            "answer was not known before. It is no registration before the data."
        )
        output.lines([sentence])
    elif not told["before_the_programme"]:
        output.lines([_("The programme has begun already: say who had seen which data when this was fixed.")])


def registered(
    record: Record,
    done: Done = None,
    digest: Digest = "",
    strict: Strict = False,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        if strict and done is None:
            raise WrongUsage(_("--strict compares with what was done: name its file after the record."))
        published = registration_files.digest_of(digest)
        plan = registration_files.read(record)
        found = _compared(plan, registration_files.read(done) if done else None, published)
        out.answer(found, _show_compared)
        # A departure with its reason is no failure; who asks for none can have a script stop at one.
        if found["is_the_one"] is False or (strict and found["deviations"]):
            raise typer.Exit(FAILED_RUN)


def _compared(plan: "Registration", done: "Registration | None", published: str) -> dict[str, Any]:
    from confianza.analysis.evaluation import registration

    digest = registration.digest(plan)
    departed = None if done is None else [_told(each) for each in registration.deviations(plan, done)]
    return {
        "digest": digest,
        "published": published or None,
        "is_the_one": digest == published if published else None,
        "deviations": departed,
    }


def _told(found: "Deviation") -> dict[str, Any]:
    from confianza.analysis.evaluation import registration_words as words

    details = {"field": _(words.FIELDS[found.field]), "registered": found.registered, "done": found.done}
    sentence = _(words.DEPARTED[words.departed(found)]) % details
    return {"field": found.field, "registered": found.registered, "done": found.done, "sentence": sentence}


def _show_compared(told: dict[str, Any]) -> None:
    from confianza.analysis.evaluation import registration_words as words

    output.lines([_verdict(told["is_the_one"]) % told])
    if told["deviations"] is not None:
        output.lines([each["sentence"] for each in told["deviations"]] or [_(words.KEPT)])


def _verdict(is_the_one: bool | None) -> str:
    if is_the_one is None:
        return _("Its digest is %(digest)s; compare it with the one that was published at the time.")
    if is_the_one:
        return _("This is the registration whose digest was published: not a letter was changed.")
    return _(
        "This is not the registration whose digest was published: its digest is %(digest)s. Something in "
        "it was changed afterwards, or it is another one."
    )
