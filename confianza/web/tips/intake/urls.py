"""One address for everything, so that no history tells which page somebody read; and recorded voices."""

from django.urls import path, re_path

from confianza.web.tips.intake import voices
from confianza.web.tips.intake.views import line

urlpatterns = [
    path("", line.line, name="line"),
    re_path(r"^voz/(?P<language>[a-z]{2,3})/(?P<name>[a-z0-9_-]{1,60})$", voices.listen, name="voice"),
]
handler400 = handler403 = handler404 = line.nothing
handler500 = line.failed
