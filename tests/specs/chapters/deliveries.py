"""What becomes of a file: claims, duplicates, rejected, left out."""

from datetime import date

from tests.specs.spec import Chapter, Spec

CONSOLIDATION = "confianza.analysis.consolidate.consolidation"
DELIVERY = "confianza.analysis.consolidate.delivery"
CATALOGUE = "confianza.analysis.sources.catalogue"
VINTAGES = "confianza.store.vintages"

PANAMA = """MINISTERIO PÚBLICO
VÍCTIMAS;AÑO;MES;PROVINCIA;GÉNERO;RANGO DE EDAD;TIPO DE ARMA UTILIZADA
Homicidio;2023;Enero;Colón;Masculino;30-34 años;Arma de Fuego
Homicidio;2023;Enero;Colón;Femenino;No disponible;Arma Blanca
Homicidio;2033;Marzo;Colón;Masculino;30-34 años;Arma de Fuego
TOTAL;3;;;;;
"""
WIDE = """Año,Clave_Ent,Entidad,Cve. Municipio,Municipio,Bien jurídico afectado,Tipo de delito,Subtipo de delito,Modalidad,Enero,Febrero,Marzo
2024,99,Ficticia,99001,Encinos,La vida,Homicidio,Homicidio doloso,Con arma de fuego,2,0,
"""

_CONSOLIDATE = (
    "(lambda c: {'read': c.rows_read, 'claims': len(c.claims), 'victims': c.victims, 'duplicates': len(c.duplicates), "
    "'rejected': len(c.rejected), 'left out': int(c.left_out['records'].sum()), 'reasons': c.reasons})("
    "consolidation.consolidate([delivery.DeliveredFile('file.csv', text.encode())], catalogue.get(%r), today=today))"
)

CHAPTER = Chapter(
    name="deliveries",
    title_es="De un archivo a los casos: nada se pierde",
    title_en="From a file to claims: nothing is lost",
    says_es=(
        "Cada registro leído termina en uno de cuatro lugares: caso, duplicado, rechazado (con fila, columna, valor y motivo) o dejado fuera (un total, una firma). "
        "La suma siempre cuadra. Donde los meses son columnas, un registro es una celda; una celda vacía que todavía no se informa no es un cero."
    ),
    says_en=(
        "Every record read ends in one of four places: claim, duplicate, rejected (with row, column, value and reason) or left out (a total, a signature). "
        "The sum always agrees. Where months are columns a record is one cell; an empty cell that is not reported yet is no zero."
    ),
    specs=(
        Spec(
            title="A title above, a total below, a year to come",
            asks="Three victims, of whom one dies in ten years' time, and a TOTAL row.",
            modules=(CONSOLIDATION, DELIVERY, CATALOGUE),
            given={"text": PANAMA, "today": date(2026, 11, 1)},
            call=_CONSOLIDATE % "pa_homicides",
            expected={
                "read": 4,
                "claims": 2,
                "victims": 2,
                "duplicates": 0,
                "rejected": 1,
                "left out": 1,
                "reasons": {"date_in_future": 1, "total_row": 1},
            },
            source="Counted by hand",
        ),
        Spec(
            title="Months in columns",
            asks="Two homicides in January, none in February, March not yet reported.",
            modules=(CONSOLIDATION, DELIVERY, CATALOGUE),
            given={"text": WIDE, "today": date(2026, 11, 1)},
            call=_CONSOLIDATE % "mx_sesnsp_monthly",
            expected={
                "read": 3,
                "claims": 2,
                "victims": 2,
                "duplicates": 0,
                "rejected": 0,
                "left out": 1,
                "reasons": {"not_yet_reported": 1},
            },
            source="Counted by hand",
        ),
    ),
)
