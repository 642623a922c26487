"""Which button was pressed: a word, and what it is about."""

from django.http import HttpRequest

NAME = "deed"


def pressed(request: HttpRequest) -> tuple[str, str]:
    """Return the word of the button that sent the form and what it is about ("tell school"); "" at first."""
    said = request.POST.get(NAME, "") if request.method == "POST" else ""
    word, _, argument = said.partition(" ")
    return word, argument
