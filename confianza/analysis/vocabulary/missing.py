"""What offices write when they have nothing to write: words for "not reported" and for "not known".

Codes such as 99 are no words: they mean "unknown" only where a profile says so, never inside a name.
"""

NOT_REPORTED = "not_reported"
UNKNOWN = "unknown"

_NOT_REPORTED_WORDS = """
    |no reportado|no reportada|no reporta|no reportan|sin reporte|sin reportar|no informado|no informada|no
    informa |sin dato|sin datos|no hay dato|no hay datos|sin informacion|no disponible|no disponibles|no
    aplica|no aplicable |no registra|no registrado|no registrada|sin registro|no consta|no indica|no
    indicado|no indicada|en blanco|vacio |n a|n d|s d|s i|n r|n
    e|na|nd|sd|nr|null|none|nan|nat|nil|missing|blank |not reported|not available|no data
"""
_UNKNOWN_WORDS = """
    ignorado|ignorada|ignorados|ignoradas|se ignora|ign|ignora
    |desconocido|desconocida|desconocidos|desconocidas|se desconoce|desconoce
    |no determinado|no determinada|sin determinar|a determinarse|por determinar|a determinar|por establecer
    |por definir|muerte por establecer|sin establecer|no establecido|no
    establecida|indeterminado|indeterminada |no especificado|no especificada|sin especificar|no especifica|no
    identificado|no identificada |sin identificar|no sabe|no se sabe|ns nr|ns|unknown|undetermined|not known
"""


def _words(table: str, reason: str) -> dict[str, str]:
    return {" ".join(word.split()): reason for word in table.split("|")}


# Folded text → why the value is missing. The empty text is "-", ".", "?" and the like, folded.
WORDS: dict[str, str] = _words(_UNKNOWN_WORDS, UNKNOWN) | _words(_NOT_REPORTED_WORDS, NOT_REPORTED)
# What spreadsheets write instead of a value; compared as written.
SPREADSHEET_ERRORS = (
    "#N/A",
    "#N/D",
    "#REF!",
    "#¡REF!",
    "#VALUE!",
    "#¡VALOR!",
    "#DIV/0!",
    "#¡DIV/0!",
    "#NAME?",
)
