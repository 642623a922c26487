"""The change between two waves, and whether it is more than noise."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from confianza.cli import options, survey_options, survey_shown, survey_tables, survey_words
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session

if TYPE_CHECKING:
    from confianza.analysis.surveys.change import Change
    from confianza.analysis.surveys.estimates import Estimate


def change(
    file: survey_options.Earlier = None,
    later_file: survey_options.Later = None,
    weights: survey_options.Weights = "",
    strata: survey_options.Strata = "",
    clusters: survey_options.Clusters = "",
    fpc: survey_options.Fpc = "",
    mean: survey_options.Mean = "",
    total: survey_options.Total = "",
    proportion: survey_options.Proportion = "",
    ratio: survey_options.Ratio = "",
    wave: survey_options.Wave = "",
    earlier: survey_options.First = "",
    later: survey_options.Second = "",
    apart: survey_options.Apart = False,
    modes: survey_options.Modes = "face_to_face,face_to_face",
    scales: survey_options.Scales = "",
    n: survey_options.Sizes = "",
    sd: survey_options.Spread = None,
    deff: survey_options.Effect = None,
    lonely: survey_options.WhatLonely = survey_options.Lonely.refuse,
    missing: survey_options.Missing = "",
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        if file is None:
            out.answer(_of_published(earlier, later, n, sd, deff), survey_shown.change)
            return
        cautions = _cautions(modes, scales)
        told = {"mean": mean, "total": total, "proportion": proportion, "ratio": ratio}
        columns = survey_options.columns(weights, strata, clusters, fpc, lonely)
        if later_file is not None:
            found = _of_two_files((file, later_file), told, columns, missing)
        else:
            found = _of_one_file(file, told, columns, (wave, earlier, later), missing, apart=apart)
        out.answer(_changed(*found, cautions), survey_shown.change)


def _of_published(earlier: str, later: str, n: str, sd: float | None, deff: float | None) -> dict[str, Any]:
    from confianza.analysis.surveys import change as changes

    if not (earlier and later):
        raise WrongUsage(_("Name a file of interviews, or two published figures: --earlier 4.7 --later 6.3."))
    figures = survey_words.number(earlier, "4.7"), survey_words.number(later, "6.3")
    sizes = survey_words.pair(n, "400,400") if n else None
    whole = (int(sizes[0]), int(sizes[1])) if sizes else None
    found = changes.published(*figures, n=whole, sd=sd, deff=deff)
    return survey_shown.told_change(found.change) | {"detectable_change": found.detectable}


def _cautions(modes: str, scales: str) -> tuple[str, ...]:
    from confianza.analysis.surveys.change import Item, cautions
    from confianza.analysis.surveys.problems import SurveyRefused

    asked, example = survey_words.names(modes), "face_to_face,telephone"
    if len(asked) != 2:
        raise SurveyRefused("not_understood", text=modes, example=example)
    told = [_scale(each) for each in survey_words.names(scales)] or [(0.0, 0.0)] * 2
    if len(told) != 2:
        raise SurveyRefused("not_understood", text=scales, example="0-10,0-10")
    return cautions(*(Item(scale, mode=mode) for scale, mode in zip(told, asked, strict=True)))


def _scale(text: str) -> tuple[float, float]:
    low, _sign, high = text.partition("-")
    return survey_words.number(low, "0-10"), survey_words.number(high, "0-10")


def _of_two_files(
    files: tuple[Path, Path], told: dict[str, str], columns: Any, missing: str
) -> "tuple[Estimate, Estimate, Change]":
    from confianza.analysis.surveys import asking
    from confianza.analysis.surveys import change as changes
    from confianza.analysis.surveys.columns import design_of

    found = []
    for file in files:
        table = survey_tables.table(file, missing)
        question = survey_options.question(table, **told)
        found.append(asking.answered(design_of(table, columns), table, question))
    return found[0], found[1], changes.independent(*found)


def _of_one_file(
    file: Path,
    told: dict[str, str],
    columns: Any,
    waves: tuple[str, str, str],
    missing: str,
    *,
    apart: bool,
) -> "tuple[Estimate, Estimate, Change]":
    from confianza.analysis.surveys import asking
    from confianza.analysis.surveys import change as changes
    from confianza.analysis.surveys.columns import design_of

    wave, earlier, later = waves
    if not (wave and earlier and later):
        raise WrongUsage(_("Say which waves: --wave COLUMN --earlier ONE --later OTHER, or name two files."))
    table = survey_tables.table(file, missing)
    question = survey_options.question(table, **told)
    if not apart:
        design = design_of(table, columns)
        return asking.changed(design, table, question, wave=wave, earlier=earlier, later=later)
    parts = [table.narrowed(table.rows_of(wave, name)) for name in (earlier, later)]
    found = [asking.answered(design_of(part, columns), part, question) for part in parts]
    return found[0], found[1], changes.independent(*found)


def _changed(
    first: "Estimate", second: "Estimate", found: "Change", cautions: tuple[str, ...]
) -> dict[str, Any]:
    waves = {"earlier": survey_shown.told(first, False), "later": survey_shown.told(second, False)}
    more = {"covariance": found.covariance, "cautions": list(cautions)}
    return waves | survey_shown.told_change(found) | more
