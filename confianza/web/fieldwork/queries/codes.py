"""The settings of a telephone as a code to photograph."""

from confianza.web.fieldwork.queries import devices

DOTS = 6


def drawn(address: str, name: str) -> str:
    """Return the picture of the settings code for a telephone, as the address of an image."""
    import segno

    code = segno.make(devices.settings_code(address, name), error="m", micro=False)
    return str(code.png_data_uri(scale=DOTS, border=4))
