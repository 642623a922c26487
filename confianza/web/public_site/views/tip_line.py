"""How to tell, and the tip line in figures."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from confianza.web.lib import doors
from confianza.web.public_site import tip_pages
from confianza.web.public_site.views import answering


@require_safe
@doors.open_to_everyone
def figures(request: HttpRequest) -> HttpResponse:
    """Show how to tell; how many tips came, how soon they were answered and what came of them."""
    return answering.page(request, "tip_line", tip_pages.shown())
