"""Small fictional deliveries with known answers, in the restricted canonical layout."""

from confianza.analysis.consolidate.delivery import DeliveredFile

HEADER = "id_registro;fecha_hecho;sexo;edad;cod_depto;cod_mupio;mecanismo;delito_nacional;iccs;primer_nombre"
SOURCE = "canonical_es"
# Four claims, one exact duplicate and one row with a field too many; the name must never be seen again.
JANUARY = """\
1;05/01/2024;H;23;1;101;arma de fuego;Homicidio;0101;Filiberta
2;11/01/2024;M;35;1;101;arma blanca;Homicidio;0101;Filiberta
3;19/01/2024;H;;1;102;arma de fuego;Homicidio;0101;Filiberta
4;30/01/2024;H;41;1;101;arma de fuego;Homicidio;0101;Filiberta
4;30/01/2024;H;41;1;101;arma de fuego;Homicidio;0101;Filiberta
5;31/01/2024;H;19;1;101;arma de fuego;Homicidio;0101;Filiberta;sobra
"""
JANUARY_COUNTS = {
    "rows_read": 6,
    "claims": 4,
    "victims": 4,
    "duplicates": 1,
    "rejected": 1,
    "left_out": 0,
}


def delivered(rows: str = JANUARY, name: str = "enero.csv") -> DeliveredFile:
    """Return a file of the canonical layout with these rows."""
    return DeliveredFile(name, content(rows))


def content(rows: str = JANUARY) -> bytes:
    """Return the bytes of such a file."""
    return f"{HEADER}\n{rows}".encode()


def month(number: int, claims: int = 3) -> str:
    """Return rows for so many claims in a month of 2024."""
    return "".join(
        f"{number}-{each};{each + 1:02}/{number:02}/2024;H;30;1;101;arma de fuego;Homicidio;0101;Filiberta\n"
        for each in range(claims)
    )
