"""Which button was pressed: a word, and what it is about."""

from django.http import HttpRequest

NAME = "deed"


def pressed(request: HttpRequest) -> tuple[str, str]:
    """Return the word and its argument of the button that sent the form ("tell school"); "" on a first visit."""
    said = request.POST.get(NAME, "") if request.method == "POST" else ""
    word, _, argument = said.partition(" ")
    return word, argument
