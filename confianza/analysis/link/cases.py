"""Consolidated cases: one row per victim, each field from the claim that a rule believes, the others kept.

What a rule believes is data (`case_rules`). Nothing is averaged or mixed: a value always is what one source
said, its source stands beside it, and whether others said otherwise. A case climbs from reported to
forensic_certified when a source certified it, and to validated only when a validation meeting said so.
"""

from collections.abc import Sequence

import polars as pl

from confianza.analysis.link.case_rules import CaseRules, Condition, FieldRule, SeriesRule, default
from confianza.analysis.vocabulary.claims import SCHEMA, Dtype

LADDER = ("reported", "forensic_certified", "validated")
VALIDATED, NOT_OF_SERIES = "validated", "not_of_series"
BETWEEN = ";"

# What a meeting made of the case that holds a record. An outcome speaks of one case, by all its records.
OUTCOMES: dict[str, Dtype] = {
    "outcome_id": pl.Int64,
    "record": pl.String,
    "outcome": pl.String,
    "series": pl.String,
}
# Whose value a meeting chose for a field of the case that holds a record.
SETTLED: dict[str, Dtype] = {
    "outcome_id": pl.Int64,
    "record": pl.String,
    "field": pl.String,
    "source": pl.String,
}

# Why a value stands: nobody else tells one, all tell the same, the rule chose, the meeting did.
WHY = ("only", "agreed", "rule", "meeting")
# The columns of claims under the names they have in cases; `<field>_from` names the source of a value.
_CLAIMED = {"age": "age_from", "age_until": "age_to"}
_METRES_PER_DEGREE = 111_320.0


def consolidate(
    claims: pl.DataFrame,
    victims: pl.DataFrame,
    events: pl.DataFrame,
    *,
    rules: CaseRules | None = None,
    outcomes: pl.DataFrame | None = None,
    settled: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return one row per victim, in the order of their names.

    `claims` has `record` (String), `source`, `office` and columns of `vocabulary.claims`; those that are
    absent are told by nobody. `victims` and `events` are those of a linkage. `outcomes` (OUTCOMES) and
    `settled` (SETTLED) are what validation meetings said, taken-back outcomes left out.

    Columns: case, event, status (LADDER); sources and kinds of those who tell of the victim, sorted, joined
    by ";"; records (how many); disagreements (the fields told apart) and series (those that count it), joined
    by ";"; then for each field of the rules its columns, `<field>_from` (source of the value, null where
    nobody tells it), `<field>_why` (WHY) and `<field>_disagrees`. `age` and `age_until` are the ends of the
    age told, equal where an age was told.
    """
    rules = rules or default()
    told = _told(claims, victims, rules)
    said = _said_of_cases(told, outcomes, OUTCOMES)
    chosen = _said_of_cases(told, settled, SETTLED)
    cases = _who_tells(told).join(events.rename({"victim": "case"}), on="case", how="left")
    cases = cases.join(_status(told, said), on="case").join(_series(told, said, rules.series), on="case")
    for rule in rules.fields:
        cases = cases.join(_field(told, rule, chosen), on="case", how="left")
    return _in_order(cases.with_columns(_disagreements(rules)), rules).sort("case")


def _told(claims: pl.DataFrame, victims: pl.DataFrame, rules: CaseRules) -> pl.DataFrame:
    """Return the claims with their case, their kind of institution, and every column the rules ask for."""
    needed = {_CLAIMED.get(column, column) for rule in rules.fields for column in rule.columns}
    needed |= {one.column for series in rules.series for one in (*series.when, *series.unless)}
    needed |= {"date_meaning", "date_precision", "status", "office"}
    columns = [
        (pl.col(name) if name in claims.columns else pl.lit(None)).cast(_dtype(name)).alias(name)
        for name in sorted(needed)
    ]
    known = claims.select("record", "source", *columns).with_columns(pl.col("office").fill_null(""))
    offices = known.select("source", "office").unique()
    kinds = [rules.kind_of(source, office) for source, office in offices.iter_rows()]
    named = offices.with_columns(kind=pl.Series(kinds, dtype=pl.String))
    return (
        known.join(victims.rename({"victim": "case"}), on="record")
        .join(named, on=["source", "office"], maintain_order="left")
        .with_columns(pl.col(old).alias(new) for new, old in _CLAIMED.items())
    )


def _dtype(column: str) -> Dtype:
    dtype = SCHEMA.get(column, pl.String)
    return pl.String if dtype == pl.Categorical else dtype


def _said_of_cases(told: pl.DataFrame, said: pl.DataFrame | None, schema: dict[str, Dtype]) -> pl.DataFrame:
    """Return what a meeting said under the case that today holds most of the records it spoke of.

    Where two hold as many, the smallest; where none is left the outcome speaks of nobody.
    """
    if said is None or said.is_empty():
        return pl.DataFrame(schema={"case": pl.String, **schema}).drop("record")
    placed = said.join(told.select("record", "case"), on="record")
    held = placed.select("outcome_id", "record", "case").unique().group_by("outcome_id", "case").len()
    most = held.sort("len", "case", descending=[True, False]).unique(
        "outcome_id", keep="first", maintain_order=True
    )
    return placed.join(most.select("outcome_id", "case"), on=["outcome_id", "case"]).drop("record").unique()


def _who_tells(told: pl.DataFrame) -> pl.DataFrame:
    return told.group_by("case").agg(
        sources=_listed(pl.col("source")), kinds=_listed(pl.col("kind")), records=pl.len().cast(pl.UInt32)
    )


def _listed(names: pl.Expr) -> pl.Expr:
    return names.drop_nulls().unique().sort().str.join(BETWEEN)


def _status(told: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Return the status of each case; what a source itself calls validated is a report like any other."""
    certified = (pl.col("status") == "forensic_certified").fill_null(value=False).any()
    validated = said.filter(pl.col("outcome") == VALIDATED)["case"].unique()
    return told.group_by("case").agg(certified=certified).select(
        "case",
        status=pl.when(pl.col("case").is_in(validated.implode())).then(pl.lit(LADDER[2]))
        .when("certified").then(pl.lit(LADDER[1]))
        .otherwise(pl.lit(LADDER[0])),
    )  # fmt: skip


def _series(told: pl.DataFrame, said: pl.DataFrame, rules: Sequence[SeriesRule]) -> pl.DataFrame:
    """Return the series that count each case: by their rule, less those a meeting took it out of."""
    counted = told.group_by("case").agg(_includes(rule).alias(rule.name) for rule in rules)
    names = [rule.name for rule in rules]
    long = counted.unpivot(names, index="case", variable_name="series", value_name="counts").filter("counts")
    left = said.filter(pl.col("outcome") == NOT_OF_SERIES).select("case", "series")
    kept = (
        long.join(left, on=["case", "series"], how="anti")
        .group_by("case")
        .agg(series=_listed(pl.col("series")))
    )
    return (
        counted.select("case").join(kept, on="case", how="left").with_columns(pl.col("series").fill_null(""))
    )


def _includes(rule: SeriesRule) -> pl.Expr:
    return _any(rule.when) & ~_any(rule.unless)


def _any(conditions: Sequence[Condition]) -> pl.Expr:
    if not conditions:
        return pl.lit(value=False)
    return pl.any_horizontal(*map(_holds, conditions)).any()


def _holds(condition: Condition) -> pl.Expr:
    told = pl.col(condition.column)
    holds = told.str.starts_with(condition.value) if condition.begins else told == condition.value
    return holds.fill_null(value=False)


def _field(told: pl.DataFrame, rule: FieldRule, settled: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of one field: its value, where it is from, why it stands, and who says otherwise."""
    telling = told.filter(pl.any_horizontal(pl.col(column).is_not_null() for column in rule.columns))
    chosen = settled.filter(pl.col("field") == rule.name).select("case", "source", _settled=True)
    ranked = telling.join(chosen.unique(), on=["case", "source"], how="left").with_columns(
        pl.col("_settled").fill_null(value=False),
        _nothing=_says_nothing(rule),
        _preferred=_preference(rule),
        _rank=_rank(rule),
    )
    best = ranked.sort(
        "case", "_settled", "_nothing", "_preferred", "_rank", "source", "record",
        descending=[False, True, False, False, False, False, False],
    ).group_by("case", maintain_order=True)  # fmt: skip
    first = best.first().select(
        "case", *rule.columns, "_settled", pl.col("source").alias(f"{rule.name}_from")
    )
    counted = ranked.group_by("case").agg(
        _tellers=pl.len(), _apart=_told_apart(rule), _values=pl.struct(rule.columns).n_unique()
    )
    return first.join(counted, on="case").select(
        "case",
        *rule.columns,
        f"{rule.name}_from",
        _why().alias(f"{rule.name}_why"),
        pl.col("_apart").alias(f"{rule.name}_disagrees"),
    )


def _says_nothing(rule: FieldRule) -> pl.Expr:
    return pl.col(rule.columns[0]).cast(pl.String).is_in(list(rule.says_nothing)).fill_null(value=False)


def _rank(rule: FieldRule) -> pl.Expr:
    places = {kind: place for place, kind in enumerate(rule.order)}
    return pl.col("kind").replace_strict(places, default=len(places), return_dtype=pl.Int32)


def _preference(rule: FieldRule) -> pl.Expr:
    """Return what puts the better claim first, before the order of institutions is asked."""
    match rule.prefer:
        case "day_of_the_fact":
            meaning = _place_of("date_meaning", ("occurrence", "death", "intake", "registration"))
            return meaning * 10 + _place_of("date_precision", ("day", "month", "year", "none"))
        case "narrowest":
            open_ended = pl.lit(1_000)
            return pl.coalesce(pl.col("age_until") - pl.col("age"), open_ended)
        case "gravest":
            code = pl.col("iccs")
            is_death = code.str.starts_with("01")
            return (
                pl.when(is_death & (code.str.len_chars() > len("01")))
                .then(0)
                .when(is_death)
                .then(1)
                .otherwise(2)
            )
        case "":
            return pl.lit(0)


def _place_of(column: str, order: Sequence[str]) -> pl.Expr:
    places = {name: place for place, name in enumerate(order)}
    return pl.col(column).replace_strict(places, default=0, return_dtype=pl.Int32)


def _told_apart(rule: FieldRule) -> pl.Expr:
    """Return, within a case, whether what is told differs by more than the rule allows."""
    telling = ~pl.col("_nothing")
    value = pl.col(rule.columns[-1]).filter(telling)
    match rule.disagree:
        case "never":
            return pl.lit(value=False)
        case "days":
            comparable = value.filter(_comparable_day().filter(telling)) if rule.prefer else value
            apart = (comparable.max() - comparable.min()).dt.total_days() > rule.tolerance
        case "minutes":
            apart = value.max() - value.min() > rule.tolerance
        case "apart":
            apart = pl.col("age").max() - pl.col("age_until").min() > rule.tolerance
        case "metres":
            apart = _extent_metres() > rule.tolerance
        case "different":
            apart = value.drop_nulls().n_unique() > 1
    return apart.fill_null(value=False)


def _comparable_day() -> pl.Expr:
    """Return whether a day is one of a fact, told to the day: a day of intake may well be later."""
    meaning = pl.col("date_meaning").fill_null("occurrence")
    precision = pl.col("date_precision").fill_null("day")
    return (meaning == "occurrence") & (precision == "day")


def _extent_metres() -> pl.Expr:
    """Return the diagonal of the rectangle that holds all points of a case."""
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    north = latitude.max() - latitude.min()
    east = (longitude.max() - longitude.min()) * latitude.mean().radians().cos()
    return (north.pow(2) + east.pow(2)).sqrt() * _METRES_PER_DEGREE


def _why() -> pl.Expr:
    return (
        pl.when("_settled").then(pl.lit("meeting"))
        .when(pl.col("_tellers") == 1).then(pl.lit("only"))
        .when(pl.col("_values") == 1).then(pl.lit("agreed"))
        .otherwise(pl.lit("rule"))
    )  # fmt: skip


def _disagreements(rules: CaseRules) -> pl.Expr:
    """Fill what nobody tells, and list the fields told apart."""
    listed = [
        pl.when(pl.col(f"{rule.name}_disagrees").fill_null(value=False)).then(pl.lit(rule.name))
        for rule in rules.fields
    ]
    return pl.concat_str(listed, separator=BETWEEN, ignore_nulls=True).fill_null("").alias("disagreements")


def _in_order(cases: pl.DataFrame, rules: CaseRules) -> pl.DataFrame:
    first = ["case", "event", "status", "sources", "kinds", "records", "disagreements", "series"]
    fields = [
        column
        for rule in rules.fields
        for column in (*rule.columns, f"{rule.name}_from", f"{rule.name}_why", f"{rule.name}_disagrees")
    ]
    disagreeing = [pl.col(f"{rule.name}_disagrees").fill_null(value=False) for rule in rules.fields]
    return cases.select(*first, *fields).with_columns(disagreeing)
