"""Where nothing changed an appraisal says so, and a fall is found as often as the appraisal itself foretells.

`make validate` runs all of them and writes the tables of docs/studies/appraisals.md anew.
"""

from itertools import product

import pytest

from confianza.analysis.evaluation import appraisal_claims
from confianza.analysis.evaluation.tests import appraisals, pages
from confianza.analysis.evaluation.tests.appraisals import Truth

LEAST_SILENT, FURTHEST = 0.95, 0.05
MANY = 1000
MEANS, MONTHS, DISPERSIONS = (5, 20, 100), (6, 12), (1.0, 1.5, 2.0, 3.0, 4.0)
# How many times as many cases there are where it is compared; none.
COMPARED = (0.0, 1.0, 3.0)
UNCHANGED = [
    Truth(mean, months, dispersion, compared * mean)
    for mean, months, compared, dispersion in product(MEANS, MONTHS, COMPARED[:2], DISPERSIONS)
]
HALVED = [
    Truth(20, months, dispersion, compared * 20, fall=0.5)
    for months, compared, dispersion in product(MONTHS, COMPARED, DISPERSIONS)
]
# Of so few worlds a share is known to so much, three standard errors wide.
FEW, SLACK = 120, 0.14


@pytest.mark.parametrize(
    "truth", [Truth(5, 6, 4.0), Truth(20, 12, 2.0, 20), Truth(100, 6, 1.0)], ids=["few", "beside", "many"]
)
def test_where_nothing_changed_it_says_so(truth):
    told = appraisals.of(truth, FEW)
    assert told.share("no_evidence_of_change") >= LEAST_SILENT - 0.05
    said = {appraisal_claims.SENTENCES[code] for code in told.sentences}
    assert all(sentence.startswith(("No evidence of change:", "Fell:", "Rose:")) for sentence in said)


@pytest.mark.parametrize(
    "truth",
    [Truth(20, 6, 2.0, fall=0.5), Truth(20, 12, 4.0, fall=0.5), Truth(20, 12, 3.0, 20, fall=0.5)],
    ids=["half a year", "a year, bunched", "beside"],
)
def test_a_fall_by_half_is_found_as_often_as_foretold(truth):
    told = appraisals.of(truth, FEW)
    assert told.share("fell") == pytest.approx(told.own, abs=SLACK)
    assert told.own == pytest.approx(truth.foretold, abs=FURTHEST)
    assert told.share("rose") == 0


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_where_nothing_changed_every_kind_of_problem_says_so():
    found = [appraisals.of(truth, MANY) for truth in UNCHANGED]
    pages.write("appraisals.md", _unchanged(found), part="nothing changed")
    for told in found:
        assert told.share("no_evidence_of_change") >= LEAST_SILENT, told.truth


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_every_fall_by_half_is_found_as_often_as_foretold():
    found = [appraisals.of(truth, MANY) for truth in HALVED]
    pages.write("appraisals.md", _halved(found), part="fell by half")
    for told in found:
        share, foretold = told.share("fell"), told.truth.foretold
        assert abs(share - told.own) <= FURTHEST, (told.truth, share, told.own)
        assert abs(share - foretold) <= FURTHEST, (told.truth, share, foretold)


def _unchanged(rows):
    yield "| cases a month | months each side | compared with |" + "".join(
        f" dispersion {each:g} |" for each in DISPERSIONS
    )
    yield "\n|" + "---|" * (3 + len(DISPERSIONS)) + "\n"
    for at in range(0, len(rows), len(DISPERSIONS)):
        some = rows[at : at + len(DISPERSIONS)]
        cells = "".join(f" {told.share('no_evidence_of_change'):.1%} |" for told in some)
        yield f"| {some[0].truth.mean} | {some[0].truth.months} | {_compared(some[0])} |{cells}\n"


def _halved(rows):
    yield "| months each side | compared with |" + "".join(f" dispersion {each:g} |" for each in DISPERSIONS)
    yield "\n|" + "---|" * (2 + len(DISPERSIONS)) + "\n"
    for at in range(0, len(rows), len(DISPERSIONS)):
        some = rows[at : at + len(DISPERSIONS)]
        cells = "".join(
            f" {told.share('fell'):.1%} / {told.own:.1%} / {told.truth.foretold:.1%} |" for told in some
        )
        yield f"| {some[0].truth.months} | {_compared(some[0])} |{cells}\n"


def _compared(told):
    return f"{told.truth.compared:g}" if told.truth.compared else "none"
