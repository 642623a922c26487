"""Rates and their exact intervals."""

from tests.specs.spec import Chapter, Spec

INTERVALS = "confianza.analysis.indicators.intervals"
RATES = "confianza.analysis.indicators.rates"

CHAPTER = Chapter(
    name="rates",
    title_es="Tasas por 100,000 habitantes y su intervalo",
    title_en="Rates per 100,000 inhabitants and their interval",
    says_es=(
        "Una tasa divide los hechos entre los años vividos por la población. El intervalo dice entre qué valores está el riesgo verdadero, "
        "con 95 % de confianza, si los hechos fueran independientes; es exacto (Garwood 1936) y sirve también para cero hechos. "
        "Sin población no hay tasa: nunca se escribe cero."
    ),
    says_en=(
        "A rate divides events by the years lived by the population. The interval says between which values the true risk lies, "
        "with 95 % confidence, were the events independent; it is exact (Garwood 1936) and serves for no events at all as well. "
        "Without a population there is no rate: never a zero."
    ),
    specs=(
        Spec(
            title="No events still leave a doubt",
            asks="Nobody was killed this year. How many could have been expected all the same?",
            modules=(INTERVALS,),
            call="intervals.poisson_interval(0)",
            expected=(0.0, 3.6889),
            tolerance=5e-5,
            source="Garwood 1936, table for c = 0",
        ),
        Spec(
            title="Ten events",
            asks="Between which values does the expected number lie when ten were seen?",
            modules=(INTERVALS,),
            call="intervals.poisson_interval(10)",
            expected=(4.7954, 18.3904),
            tolerance=5e-5,
            source="Garwood 1936, table for c = 10",
        ),
        Spec(
            title="El Salvador, 2010",
            asks="The consolidated figure of 2010 was 4,005 homicides among 6,183,002 inhabitants.",
            modules=(RATES, "polars"),
            given={"year": {"count": [4005.0], "person_years": [6183002.0]}},
            call="rates.with_rates(polars.DataFrame(year))['rate'].to_list()",
            expected=[64.77],
            tolerance=5e-3,
            source="Tripartite table of police, prosecutor and forensic medicine; 4,005 / 6,183,002 by hand",
        ),
        Spec(
            title="Half a year is half the exposure",
            asks="Ten homicides among 100,000 people in six months: what is the rate a year?",
            modules=(RATES, "polars"),
            given={"half": {"count": [10.0], "population": [100000.0], "months": [6]}},
            call=(
                "rates.with_rates(polars.DataFrame(half).with_columns(person_years="
                "rates.person_years(polars.col('population'), polars.col('months'))))['rate'].to_list()"
            ),
            expected=[20.0],
            tolerance=1e-9,
            source="10 / (100,000 × 6/12) by hand",
        ),
        Spec(
            title="No population, no rate",
            asks="What is the rate where nobody knows how many people live?",
            modules=(RATES, "polars"),
            given={"unknown": {"count": [3.0], "person_years": [None]}},
            call="rates.with_rates(polars.DataFrame(unknown, schema_overrides={'person_years': polars.Float64}))['rate'].to_list()",
            expected=[None],
            source="By definition",
        ),
    ),
)
