"""What the surveys put in the hall: the list of surveys, and what is under way."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import Card, MenuEntry, Stage
from confianza.web.surveys import permissions
from confianza.web.surveys.queries import surveys

MENU = (
    MenuEntry(Stage.LISTEN, _("Surveys"), "surveys:surveys", permissions.can_read_surveys),
    MenuEntry(
        Stage.LISTEN, _("Participatory assessments"), "surveys:assessments", permissions.can_read_surveys
    ),
)
DEEDS = {
    "surveys.begin": _("began the survey"),
    "surveys.follow": _("followed another question in the survey"),
    "surveys.name_columns": _("said how people are drawn in the survey"),
    "surveys.bring_frame": _("brought the list to draw from of the survey"),
    "surveys.plan_wave": _("planned the wave"),
    "surveys.move_wave": _("gave other days to the wave"),
    "surveys.close_wave": _("ended the fieldwork of the wave"),
    "surveys.repeat_clusters": _("chose the clusters of an earlier wave again for the wave"),
    "surveys.commit_draw": _("committed to the draw of the wave"),
    "surveys.reveal_draw": _("drew the clusters of the wave"),
    "surveys.replace_cluster": _("replaced, by the list, the cluster"),
    "surveys.weigh": _("weighed the interviews of the wave"),
    "surveys.publish": _("published results of the survey"),
    "surveys.begin_assessment": _("began the assessment"),
    "surveys.write_finding": _("wrote a finding of the assessment"),
    "surveys.conclude_assessment": _("concluded the assessment"),
    "surveys.read_remarks": _("read what people wrote in the assessment"),
}


def home_cards(user: Any) -> list[Card]:
    """Show whoever keeps surveys the waves whose fieldwork is under way."""
    if not permissions.can_keep_surveys(user):
        return []
    today = timezone.localdate()
    waves = list(
        surveys.waves_kept_by(user)
        .filter(begins_on__lte=today, closed_on=None, sampled__isnull=False)
        .distinct()
    )
    return [Card(_("Surveys"), "surveys/cards/waves.html", {"waves": waves}, order=27)] if waves else []
