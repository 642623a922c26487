"""A small form for tests, as text, and what a telephone makes of it."""

import uuid

FORM = """
| survey |
| | type | name | label::Español (es) | label::English (en) | required | constraint | constraint_message::Español (es) | constraint_message::English (en) | relevant |
| | start | start | | | | | | | |
| | end | end | | | | | | | |
| | integer | edad | ¿Cuántos años tiene? | How old are you? | yes | . >= 18 | Debe tener 18 años o más | Must be 18 or older | |
| | select_one sino | victima | ¿Ha sido víctima? | Have you been a victim? | yes | | | | |
| | begin_repeat | hecho | Hecho | Event | | | | | ${victima} = 'si' |
| | select_multiple tipo | tipos | ¿Qué fue? | What was it? | | | | | |
| | image | foto | Foto | Photo | | | | | |
| | end_repeat | | | | | | | | |
| | image | fachada | Fachada | Front | | | | | |
| | geopoint | punto | ¿Dónde? | Where? | | | | | |
| choices |
| | list_name | name | label::Español (es) | label::English (en) |
| | sino | si | Sí | Yes |
| | sino | no | No | No |
| | tipo | robo | Robo | Robbery |
| | tipo | extorsion | Extorsión | Extortion |
| settings |
| | form_title | form_id | version | default_language |
| | Prueba de campo | prueba | {version} | Español (es) |
"""  # noqa: E501 - a table of pyxform's has one line a row


def spreadsheet(version: str = "1") -> bytes:
    return FORM.replace("{version}", version).encode()


def filled(
    *,
    instance: str = "",
    form: str = "prueba",
    version: str = "1",
    edad: int = 30,
    photo: str = "",
    edits: str = "",
) -> bytes:
    """Return a filled form as Collect writes it."""
    instance = instance or f"uuid:{uuid.uuid4()}"
    deprecated = f"<deprecatedID>{edits}</deprecatedID>" if edits else ""
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{form}" version="{version}">'
        "<start>2026-11-20T10:00:00.000-06:00</start><end>2026-11-20T10:12:30.000-06:00</end>"
        f"<edad>{edad}</edad><victima>si</victima>"
        f"<hecho><tipos>robo extorsion</tipos><foto/></hecho><hecho><tipos>robo</tipos><foto/></hecho>"
        f"<fachada>{photo}</fachada><punto>14.5 -90.6 0 5</punto>"
        f"<orx:meta>{deprecated}<orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
    ).encode()
