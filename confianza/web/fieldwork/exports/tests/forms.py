"""A form with everything an export can stumble over, and filled forms for it."""

import uuid

LONG = "¿Qué tan de acuerdo está con lo que sigue? " * 8
FORM = """
| survey |
| | type | name | label::Español (es) | label::English (en) |
| | start | inicio | | |
| | end | fin | | |
| | begin_group | uno | Uno | One |
| | select_one escala | nota | {long} | How much, "from" 1 to 3 — it's 'yours'? |
| | text | comentario | Comentario 😀 | Comment |
| | end_group | | | |
| | begin_group | dos | Dos | Two |
| | select_one sino | nota | ¿Otra vez? | Again? |
| | end_group | | | |
| | select_multiple tipo | tipos | ¿Qué fue? | What was it? |
| | geopoint | punto | ¿Dónde? | Where? |
| | date | dia | Día | Day |
| | decimal | monto | Monto | Amount |
| | text | with | Con | With |
| | text | {sixty}_uno | Largo uno | Long one |
| | text | {sixty}_dos | Largo dos | Long two |
| | begin_repeat | persona | Persona | Person |
| | text | nombre | Nombre | Name |
| | begin_repeat | bien | Bien | Thing |
| | integer | valor | Valor | Value |
| | end_repeat | | | |
| | end_repeat | | | |
| choices |
| | list_name | name | label::Español (es) | label::English (en) |
| | escala | 1 | Nada | Nothing |
| | escala | 2 | Algo | Something |
| | escala | 3 | Mucho | A lot |
| | escala | ns | No sabe | Does not know |
| | escala | nr | No responde | No answer |
| | sino | si | Sí | Yes |
| | sino | no | No | No |
| | tipo | robo | Robo | Robbery |
| | tipo | extorsion-y-amenazas | Extorsión «y» amenazas | Extortion and threats |
| settings |
| | form_title | form_id | version | default_language |
| | Exportación | exporta | 1 | Español (es) |
""".replace("{long}", LONG).replace("{sixty}", "a" * 62)


def spreadsheet() -> bytes:
    return FORM.encode()


def filled(
    *, nota="2", comentario="", tipos="robo", punto="14.5 -90.6 0 5", monto="1.5", people=(), version="1"
):
    """Return a filled form; `people` are lists of values, one list a person."""
    told = "".join(
        f"<persona><nombre>N{n}</nombre>{_things(each)}</persona>" for n, each in enumerate(people)
    )
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="exporta" version="{version}">'
        "<inicio>2026-11-20T10:00:00.000-06:00</inicio><fin>2026-11-20T10:12:30.000-06:00</fin>"
        f"<uno><nota>{nota}</nota><comentario>{comentario}</comentario></uno><dos><nota>si</nota></dos>"
        f"<tipos>{tipos}</tipos><punto>{punto}</punto><dia>2026-11-20</dia><monto>{monto}</monto><with>x</with>"
        f"<{'a' * 62}_uno>1</{'a' * 62}_uno><{'a' * 62}_dos>2</{'a' * 62}_dos>{told}"
        f"<orx:meta><orx:instanceID>uuid:{uuid.uuid4()}</orx:instanceID></orx:meta></data>"
    ).encode()


def _things(values):
    return "".join(f"<bien><valor>{one}</valor></bien>" for one in values)
