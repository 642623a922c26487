"""How many people lived there."""

from tests.specs.spec import Chapter, Spec

POPULATION = "confianza.analysis.territory.population"

CHAPTER = Chapter(
    name="population",
    title_es="Población entre censos",
    title_en="Population between censuses",
    says_es=(
        "Entre dos años dados la población se interpola en línea recta, para que las partes sumen el todo; después del último se prolonga a lo sumo cinco años, y se dice. "
        "Más lejos no hay población, y por tanto no hay tasa."
    ),
    says_en=(
        "Between two given years the population is interpolated on a straight line, so that parts add up to the whole; after the last one it is carried on for five years at most, and said so. "
        "Farther away there is no population, and so there is no rate."
    ),
    specs=(
        Spec(
            title="Between two censuses",
            asks="100,000 in 2010 and 120,000 in 2020: how many in 2015?",
            modules=(POPULATION,),
            call="tuple(population.estimate([(2010, 100000.0), (2020, 120000.0)], 2015))[:2]",
            expected=(110000.0, "interpolated"),
            tolerance=1e-6,
            source="Straight line by hand",
        ),
        Spec(
            title="After the last one",
            asks="And in 2022?",
            modules=(POPULATION,),
            call="tuple(population.estimate([(2010, 100000.0), (2020, 120000.0)], 2022))[:2]",
            expected=(124000.0, "extrapolated"),
            tolerance=1e-6,
            source="The same line, two years on",
        ),
        Spec(
            title="Too far",
            asks="And in 2030?",
            modules=(POPULATION,),
            call="population.estimate([(2010, 100000.0), (2020, 120000.0)], 2030)",
            expected=None,
            source="By definition: five years at most",
        ),
    ),
)
