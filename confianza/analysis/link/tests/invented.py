"""Victims who never lived, as three institutions that never were tell of them; the truth is known."""

from datetime import date

import numpy as np
import polars as pl

SEED = 1969
GIVEN = (
    "María", "José", "Juan", "Carlos", "Luis", "Ana", "Rosa", "Francisco", "Manuel", "Pedro", "Jorge",
    "Mario", "Miguel", "Óscar", "Rafael", "Víctor", "Marta", "Carmen", "Silvia", "Gloria", "Elena",
    "Patricia", "Sandra", "Santos", "Marvin", "Edwin", "Walter", "Nelson", "Wilmer", "Elmer", "Byron",
    "Kevin", "Josué", "Fredy", "Rigoberto", "Saúl", "Tomás", "Gerardo", "Antonio", "Ángel", "Blanca",
    "Lidia", "Irma", "Julia", "Teresa", "Claudia", "Verónica", "Karla", "Wendy", "Yesenia", "Ingrid",
    "Brenda", "Paola", "Sofía", "Alberto", "Ernesto", "Guillermo", "Ignacio", "Enrique", "Eduardo",
    "Roberto", "Ricardo", "Héctor", "Hugo",
)  # fmt: skip
SURNAMES = (
    "López", "García", "Hernández", "Pérez", "Martínez", "Ramírez", "González", "Rodríguez", "Morales",
    "Cruz", "Castillo", "Reyes", "Vásquez", "Mejía", "Flores", "Gómez", "Ortiz", "Chávez", "Rivas",
    "Aguilar", "Alvarado", "Caal", "Choc", "Tzoc", "Xol", "Coc", "Menjívar", "Portillo", "Zelaya",
    "Orellana", "Guardado", "Quintanilla", "Barahona", "Lemus", "Sandoval", "Monterroso", "Arriaza",
    "Cifuentes", "Escobar", "Umaña", "Funes", "Cartagena", "Ayala", "Bonilla", "Calderón", "Cáceres",
    "Cabrera", "Campos", "Cardona", "Castro", "Contreras", "Cortez", "Delgado", "Díaz", "Estrada",
    "Fuentes", "Galindo", "Guevara", "Guzmán", "Herrera", "Ibáñez", "Juárez", "Lara", "Leiva", "Lima",
    "Luna", "Maldonado", "Méndez", "Mendoza", "Miranda", "Molina", "Montes", "Navarro", "Núñez",
    "Ochoa", "Osorio", "Padilla", "Palacios", "Paredes", "Paz", "Peña", "Pineda", "Ponce", "Quiñónez",
    "Ramos", "Recinos", "Rosales", "Salazar", "Salguero", "Santizo", "Serrano", "Solís", "Soto",
    "Tobar", "Torres", "Urrutia", "Valdez", "Valencia", "Velásquez", "Villeda", "Villatoro", "Yáñez",
    "Zepeda",
)  # fmt: skip
NICKNAMES = {"Francisco": "Paco", "José": "Chepe", "Alberto": "Beto", "Ignacio": "Nacho", "Eduardo": "Lalo"}
MECHANISMS = ("firearm", "sharp", "blunt", "strangulation", "other")
CONFUSED = (
    ("z", "s"),
    ("v", "b"),
    ("h", ""),
    ("ll", "y"),
    ("á", "a"),
    ("é", "e"),
    ("í", "i"),
    ("ó", "o"),
    ("c", "s"),
)
FIRST_DAY = date(2016, 1, 1)
DOUBLE = 0.06  # of the facts have two victims
SEEN = {"police": 0.85, "coroner": 0.9, "health": 0.65}
MISSPELT, NO_SECOND, NO_NAME, SHORT, TURNED = 0.1, 0.3, 0.03, 0.3, 0.02


def told(
    victims: int, *, years: int = 4, municipalities: int = 12, seed: int = SEED, names: bool = True
) -> pl.DataFrame:
    """Return the records of three sources about so many victims, with `victim_id` and `event_id` (the
    truth).

    Columns are those of the profile `victims`; records come in no particular order.
    """
    chance = np.random.default_rng(seed)
    truth = _happened(victims, years, municipalities, chance)
    parts = [_as_told(truth, source, share, chance) for source, share in SEEN.items()]
    everything = pl.concat(parts).with_row_index("n")
    everything = everything.with_columns(record=pl.lit("r") + pl.col("n").cast(pl.String).str.zfill(8)).drop(
        "n"
    )
    shuffled = everything[chance.permutation(everything.height).tolist()]
    return shuffled if names else without_names(shuffled)


def without_names(records: pl.DataFrame) -> pl.DataFrame:
    """Return the records as a public file tells them: nothing that names a person."""
    return records.drop(
        "first_name", "second_name", "surname", "second_surname", "identity_number", "born_on"
    )


def _happened(victims: int, years: int, municipalities: int, chance: np.random.Generator) -> pl.DataFrame:
    event = np.arange(victims)
    doubled = chance.random(victims) < DOUBLE
    doubled[0] = False
    event = np.where(doubled, event - 1, event)
    event = np.where(doubled[event], event - 1, event)
    day = chance.integers(0, 365 * years, victims)[event]
    town = np.floor(municipalities * chance.random(victims) ** 2)[event].astype(int)
    age = np.clip(np.exp(chance.normal(np.log(29), 0.4, victims)), 1, 94).astype(int)
    dies = np.where(chance.random(victims) < 0.2, np.ceil(chance.exponential(2.0, victims)), 0).astype(int)
    fact = np.datetime64(FIRST_DAY, "D") + day
    spot = chance.integers(0, 30, victims)[event]
    return pl.DataFrame(
        {
            "victim_id": [f"v{n:07}" for n in range(victims)],
            "event_id": [f"e{n:07}" for n in event],
            "fact": fact,
            "died": fact + dies,
            "sex": np.where(chance.random(victims) < 0.12, "female", "male"),
            "age": age,
            "born_on": fact - (age * 365.25 + chance.uniform(1, 364, victims)).astype("timedelta64[D]"),
            "first_name": _drawn(GIVEN, victims, chance),
            "second_name": _drawn(GIVEN, victims, chance),
            "surname": _drawn(SURNAMES, victims, chance),
            "second_surname": _drawn(SURNAMES, victims, chance),
            "mechanism": chance.choice(MECHANISMS, victims, p=[0.75, 0.14, 0.06, 0.03, 0.02]),
            "municipality_code": [f"{n:04}" for n in 101 + town],
            "locality": [f"Colonia {n}" for n in spot],
            "latitude": np.round(13.5 + town * 0.05 + spot * 0.004 + chance.normal(0, 1e-4, victims), 6),
            "longitude": np.round(-89.5 + spot * 0.005 + chance.normal(0, 1e-4, victims), 6),
            "identity_number": [f"{n:09}" for n in chance.integers(10**7, 10**9, victims)],
        }
    )


def _drawn(names: list[str], how_many: int, chance: np.random.Generator) -> np.ndarray:
    weight = 1 / (np.arange(len(names)) + 4)
    return chance.choice(names, how_many, p=weight / weight.sum())


def _as_told(truth: pl.DataFrame, source: str, share: float, chance: np.random.Generator) -> pl.DataFrame:
    seen = truth.filter(pl.Series(chance.random(truth.height) < share))
    rows = seen.height
    late = (
        chance.choice([0, 1, 2, 20], rows, p=[0.75, 0.2, 0.04, 0.01])
        if source == "coroner"
        else np.zeros(rows, int)
    )
    slip = np.where(chance.random(rows) < 0.04, chance.choice([-1, 1], rows), 0)
    when = (pl.col("died") if source == "coroner" else pl.col("fact")) + pl.duration(
        days=pl.Series(late + slip)
    )
    off = np.where(chance.random(rows) < 0.15, chance.integers(-3, 4, rows), 0)
    points = source == "health"
    return seen.select(
        "victim_id",
        "event_id",
        *_names(seen, chance),
        source=pl.lit(source),
        occurred_on=when,
        died_on=pl.when(pl.lit(source != "police")).then("died"),
        sex=_some("sex", 0.02, rows, chance),
        age_from=_some(pl.col("age") + pl.Series(off), 0.06, rows, chance),
        age_to=_some(pl.col("age") + pl.Series(off), 0.0, rows, chance),
        mechanism=_some("mechanism", 0.05, rows, chance),
        department_code=pl.col("municipality_code").str.slice(0, 2),
        municipality_code="municipality_code",
        locality=_some("locality", 1.0 if source == "coroner" else 0.2, rows, chance),
        latitude=_some("latitude", 0.3 if points else 1.0, rows, chance),
        longitude=_some("longitude", 0.3 if points else 1.0, rows, chance),
        identity_number=_some("identity_number", 0.5, rows, chance),
        born_on=_some("born_on", 0.6, rows, chance),
    ).with_columns(age_to="age_from")


def _some(column: str | pl.Expr, missing: float, rows: int, chance: np.random.Generator) -> pl.Expr:
    value = pl.col(column) if isinstance(column, str) else column
    return pl.when(pl.Series(chance.random(rows) >= missing)).then(value)


def _names(seen: pl.DataFrame, chance: np.random.Generator) -> list[pl.Series]:
    rows = seen.height
    first, second = seen["first_name"].to_list(), seen["second_name"].to_list()
    short = chance.random(rows) < SHORT
    first = [NICKNAMES.get(name, name) if brief else name for name, brief in zip(first, short, strict=True)]
    columns = {
        "first_name": (first, NO_NAME),
        "second_name": (second, NO_SECOND),
        "surname": (seen["surname"].to_list(), NO_NAME),
        "second_surname": (seen["second_surname"].to_list(), NO_SECOND),
    }
    heard = {name: _heard(values, missing, chance) for name, (values, missing) in columns.items()}
    turned = chance.random(rows) < TURNED
    one, other = heard["surname"], heard["second_surname"]
    swapped = [
        (b or a, a if b else None) if turn else (a, b) for a, b, turn in zip(one, other, turned, strict=True)
    ]
    heard["surname"], heard["second_surname"] = [a for a, _ in swapped], [b for _, b in swapped]
    return [pl.Series(name, values, dtype=pl.String) for name, values in heard.items()]


def _heard(values: list[str], missing: float, chance: np.random.Generator) -> list[str | None]:
    fate, wrong = chance.random(len(values)), chance.random(len(values)) < MISSPELT
    how = chance.integers(0, 1 << 30, len(values))
    return [
        None if lost < missing else _misspelt(name, int(n)) if bad else name
        for name, lost, bad, n in zip(values, fate, wrong, how, strict=True)
    ]


def _misspelt(name: str, how: int) -> str:
    confusable = [(right, wrong) for right, wrong in CONFUSED if right in name.lower()]
    if confusable and how % 4:
        right, wrong = confusable[how % len(confusable)]
        return name.lower().replace(right, wrong, 1).title()
    at = 1 + how % max(1, len(name) - 2)
    return name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
