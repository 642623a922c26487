"""What a sample says of everybody, or of each domain, and how sure it is."""

from typing import TYPE_CHECKING, Any

from confianza.cli import options, survey_options, survey_shown, survey_tables, survey_words
from confianza.cli.session import session

if TYPE_CHECKING:
    from confianza.analysis.surveys.asking import Question
    from confianza.analysis.surveys.columns import Table
    from confianza.analysis.surveys.design import Design


def estimate(
    file: survey_options.Interviews,
    weights: survey_options.Weights = "",
    strata: survey_options.Strata = "",
    clusters: survey_options.Clusters = "",
    fpc: survey_options.Fpc = "",
    mean: survey_options.Mean = "",
    total: survey_options.Total = "",
    proportion: survey_options.Proportion = "",
    ratio: survey_options.Ratio = "",
    quantile: survey_options.Quantile = "",
    at: survey_options.At = 0.5,
    association: survey_options.Association = "",
    by: survey_options.By = "",
    domains: survey_options.Domains = "",
    rake: survey_options.Rake = None,
    post_stratify: survey_options.PostStratify = "",
    calibrate: survey_options.Calibrate = "",
    interval: survey_options.HowShare = survey_options.Method.logit,
    replicate: survey_options.Replicates = survey_options.Replication.none,
    seed: survey_options.Seed = 1,
    lonely: survey_options.WhatLonely = survey_options.Lonely.refuse,
    missing: survey_options.Missing = "",
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.surveys import asking, columns

        table = survey_tables.table(file, missing)
        design = columns.design_of(table, survey_options.columns(weights, strata, clusters, fpc, lonely))
        margins = [survey_words.margin(each) for each in (*(rake or ()), *filter(None, [post_stratify]))]
        totals = survey_words.totals(calibrate) if calibrate else None
        design = asking.adjusted(design, table, asking.Known(tuple(margins), totals))
        if association:
            _no_other(mean, total, proportion, ratio, quantile)
            out.answer(_associated(design, table, association), survey_shown.association)
            return
        question = survey_options.question(
            table, mean=mean, total=total, proportion=proportion, ratio=ratio, quantile=quantile, at=at,
            method=interval,
        )  # fmt: skip
        if replicate is not survey_options.Replication.none:
            out.answer(_replicated(design, table, question, replicate, seed), survey_shown.rows)
            return
        told = _answer(design, table, question, by, survey_words.names(domains))
        out.answer(told, survey_shown.rows)


def _no_other(*asked: str) -> None:
    from confianza.analysis.surveys.problems import SurveyRefused

    if any(asked):
        raise SurveyRefused("one_question")


def _answer(
    design: "Design", table: "Table", question: "Question", by: str, only: tuple[str, ...]
) -> dict[str, Any]:
    from confianza.analysis.surveys import asking

    if by:
        labels = table.classes(by)
        rows = [
            {"domain": name, "label": labels.get(name, ""), **survey_shown.told(each, question.is_share)}
            for name, each in asking.answered_by(design, table, question, by, only)
        ]
        return {"by": by, "domains": rows}
    if question.is_share and not question.answer and not table.is_yes_or_no(question.column):
        each = asking.answers(design, table, question)
        return {"answers": [{"answer": name, **survey_shown.told(one, True)} for name, one in each]}
    return survey_shown.told(asking.answered(design, table, question), question.is_share)


def _replicated(
    design: "Design", table: "Table", question: "Question", how: survey_options.Replication, seed: int
) -> dict[str, Any]:
    from confianza.analysis.surveys import asking, intervals

    found = asking.replicated(design, table, question, how.value, seed=seed)
    low, high = intervals.of_mean(found.estimate, found.se, design.df)
    told = {"estimate": found.estimate, "se": found.se, "ci": [low, high], "df": design.df}
    return told | {"deff": None, "n": design.size, "replicates": len(found.each), "method": how.value}


def _associated(design: "Design", table: "Table", text: str) -> dict[str, Any]:
    from confianza.analysis.surveys import asking

    found = asking.associated(design, table, *survey_words.two_columns(text, table.frame.columns))
    return {
        "f": found.f,
        "ndf": found.ndf,
        "ddf": found.ddf,
        "p": found.p,
        "n": found.n,
        "rows": list(found.rows),
        "columns": list(found.columns),
        "shares": found.table.tolist(),
    }
