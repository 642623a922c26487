"""What the evaluations of the demo tell, laid beside its releases by somebody who has nothing but the files."""

import json
import sqlite3

import polars as pl
import pytest

from tests.publication import outsider

THRESHOLD = 5
QUARTERS_IN_YEAR = 4


@pytest.fixture(scope="module")
def told(demo_folder):
    """What was published of each evaluation."""
    register = sqlite3.connect(f"file:{demo_folder / 'register.sqlite3'}?mode=ro", uri=True)
    rows = register.execute("select content from evaluation_publication").fetchall()
    register.close()
    return [json.loads(content) for (content,) in rows]


def equations(content):
    """Yield (indicator, area, years, count): what is told to have been counted in some whole years together."""
    design, answer, totals = content["design"], content["answer"], content["totals"]
    if len(design["treated"]) > 1 or answer["periods_a_year"] != QUARTERS_IN_YEAR:
        return
    key, at = (design["indicator"], design["treated"][0]["id"]), answer["before"]
    for side, periods in (("before", answer["periods"][:at]), ("after", answer["periods"][at:])):
        years = sorted({period[:4] for period in periods})
        if totals[side] is not None and len(periods) == QUARTERS_IN_YEAR * len(years):
            yield (*key, years, totals[side])
    for step in content["path"]:
        if step["period"][5:7] == "01":
            yield (*key, [step["period"][:4]], step["counted"])


def attacked(readings, found):
    """Everything the newest release tells, and these sums of years with it: which hidden figures are told."""
    newest = readings[-1]
    own = outsider.Reading(newest.version, dict(newest.figures), newest.sources, newest.children)
    attack = outsider.Attack([own])
    for indicator, area, years, count in found:
        parts = [(indicator, area, year, "") for year in years if (indicator, area, year, "") in own.figures]
        total = (indicator, area, "+".join(years), "told")
        own.figures[total] = count
        attack._add(0, total, parts, exact=len(parts) == len(years))
    concerned = {(indicator, area) for indicator, area, *_ in found}
    return outsider.leaks(attack, THRESHOLD, lambda _number, key: key[:2] in concerned)[0]


def test_no_evaluation_tells_what_a_release_hides(readings, told):
    assert told
    assert attacked(readings, [each for content in told for each in equations(content)]) == []


def test_an_evaluation_tells_no_digest_of_its_data(demo_folder, told):
    register = sqlite3.connect(f"file:{demo_folder / 'register.sqlite3'}?mode=ro", uri=True)
    digests = [
        row[0]
        for table in ("vintage", "result")
        for row in register.execute(f"select sha256 from evaluation_{table}")
    ]
    register.close()
    assert digests
    assert not [digest for digest in digests for content in told if digest in json.dumps(content)]


def test_the_outsider_would_find_the_year_that_a_total_tells(readings, demo_folder):
    """With the total of all years of a zone of which one is hidden, which was told once, that year is told."""
    version = readings[-1].version
    cells = pl.read_parquet(demo_folder / "audited" / version / "cells.parquet")
    years = cells.filter(
        pl.col("indicator_id") == "homicide", pl.col("kind") == "", pl.col("period").str.len_chars() == 4
    )
    one_hidden = (
        years.group_by("area_id")
        .agg(pl.col("hidden").sum(), pl.len())
        .filter(pl.col("hidden") == 1, pl.col("len") > 1)
    )
    area = one_hidden.sort("area_id")["area_id"][0]
    own = years.filter(pl.col("area_id") == area).sort("period")
    found = attacked(readings, [("homicide", area, own["period"].to_list(), float(own["value"].sum()))])
    hidden = own.filter("hidden")["period"][0]
    assert ("homicide", area, hidden, "") in [key for _version, key, *_ in found]
