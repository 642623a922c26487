"""What plans, fieldwork and weights say in words."""

from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from confianza.web.design import writing
from confianza.web.surveys.models import Wave
from confianza.web.surveys.queries import monitor
from confianza.web.surveys.queries.monitor import Progress
from confianza.web.surveys.queries.plans import Promise, Wish

PERCENT = 100
OUTCOMES: Mapping[str, Any] = {
    "I": gettext_lazy("Interviews"),
    "R": gettext_lazy("Refusals"),
    "NC": gettext_lazy("Nobody at home"),
    "O": gettext_lazy("Not able to answer"),
    "UH": gettext_lazy("Out of reach or no permission"),
    "NE": gettext_lazy("No dwelling"),
}
LEFT_OUT: Mapping[str, Any] = {
    "unknown_cluster": gettext_lazy("The code of the cluster is none of those drawn."),
    "given_up_cluster": gettext_lazy("The cluster was given up, and another holds its place."),
    "dwelling_twice": gettext_lazy("The same dwelling was told twice; one of them counts."),
    "no_outcome": gettext_lazy("How the visit ended was not told."),
    "no_wave": gettext_lazy("The day lies in no wave of this survey: check the telephone's clock."),
    "not_weighed": gettext_lazy("It was approved after the weights were worked out."),
}
REASONS: Mapping[str, Any] = {
    "out_of_reach": gettext_lazy("Out of reach"),
    "no_permission": gettext_lazy("No permission to enter"),
    "no_dwellings": gettext_lazy("No dwellings there"),
}
PLAN: Mapping[str, Any] = {
    "no_frame": gettext_lazy("There is no list to draw from yet."),
    "few_clusters": gettext_lazy(
        "These interviews are of %(wanted)s clusters; two in each stratum are %(fewest)s. Plan more "
        "interviews, or fewer in each cluster."
    ),
    "too_many_clusters": gettext_lazy(
        "The stratum “%(name)s” has %(there_are)s clusters, and the plan wants %(wanted)s of it."
    ),
    "bad_plan": gettext_lazy("These numbers plan no survey."),
    "overlaps": gettext_lazy("Another wave has some of these days already."),
}
WAVES: Mapping[str, Any] = {
    "drawn": gettext_lazy("The clusters of this wave are settled already."),
    "other_frame": gettext_lazy("The earlier wave is none of this survey's."),
    "overlaps": PLAN["overlaps"],
}
DRAWS: Mapping[str, Any] = {
    "draw_witnessed_short": gettext_lazy(
        "That has %(letters)s letters and digits; it takes %(least)s, or whoever keeps the secret could have "
        "tried out all there is. Ten dice, or five words by five people, will do."
    ),
    "draw_no_announcement": gettext_lazy("Write in one line what will be witnessed, where and when."),
}
REPLACEMENTS: Mapping[str, Any] = {
    "no_reason": gettext_lazy("Say for which of the reasons it cannot be visited."),
    "replaced": gettext_lazy("Another cluster holds its place already."),
    "no_list": gettext_lazy(
        "This wave goes to the clusters of an earlier one: nobody takes their place, or the waves could not "
        "be compared. The loss is shown."
    ),
    "no_more": gettext_lazy(
        "The list of this stratum is used up. The loss is shown, and nobody else chosen."
    ),
    "closed": gettext_lazy("The fieldwork of this wave is over."),
}


def draw_refusal(code: str, details: Mapping[str, Any]) -> str:
    """Say why something cannot be drawn."""
    return str(DRAWS.get(code, gettext_lazy("The plan and the list of this wave cannot be drawn."))) % details


def promise(told: Promise, wish: Wish) -> list[str]:
    """Say what a plan promises, as a mayor reads it."""
    return [
        _(
            "With %(interviews)s interviews in %(clusters)s clusters, a share near one half would be told to "
            "± %(margin)s percentage points."
        )
        % {
            "interviews": writing.number(told.interviews),
            "clusters": writing.number(told.clusters),
            "margin": writing.number(PERCENT * told.margin_of_share, 1),
        },
        _(
            "From one such wave to the next, a change of %(points)s points on a scale from 0 to 10 would be "
            "noticed four times out of five, and one of %(share)s percentage points. What moves less looks "
            "like chance."
        )
        % {
            "points": writing.number(told.change_of_mean, 1),
            "share": writing.number(PERCENT * told.change_of_share, 0),
        },
        _(
            "Neighbours think alike: these interviews tell as much as %(effective)s of people drawn one by "
            "one (design effect %(deff)s)."
        )
        % {"effective": writing.number(told.effective), "deff": writing.number(told.deff, 2)},
        _(
            "If %(share)s of a hundred doors lead to an interview, interviewers must go to %(visits)s "
            "dwellings, some %(each)s in each cluster."
        )
        % {
            "share": writing.number(PERCENT * wish.response),
            "visits": writing.number(told.visits),
            "each": writing.number(ceil(told.visits / told.clusters)),
        },
    ]


def progress(wave: Wave, told: Progress, today: date) -> str:
    """Say how far the fieldwork of a wave is."""
    done, target = told.whole.done, told.whole.target
    share = writing.number(PERCENT * done / target) if target else writing.MISSING
    said = _("%(done)s of %(target)s interviews are done (%(share)s %%).") % {
        "done": writing.number(done), "target": writing.number(target), "share": share,
    }  # fmt: skip
    return f"{said} {_time(wave, today)} {_loss(told)}".strip()


def _time(wave: Wave, today: date) -> str:
    if wave.closed_on:
        return _("The fieldwork is over.")
    if today < wave.begins_on:
        return _("The fieldwork begins on %(day)s.") % {"day": writing.day(wave.begins_on)}
    left = monitor.days_left(wave, today)
    if not left:
        return _("Its last day was %(day)s; close it when all telephones have sent.") % {
            "day": writing.day(wave.ends_on)
        }
    return ngettext("%(n)s day is left.", "%(n)s days are left.", left) % {"n": left}


def _loss(told: Progress) -> str:
    lost = len(told.inaccessible)
    if not lost:
        return ""
    return ngettext(
        "Interviewers could not get into %(n)s cluster: nothing will be known of the people there.",
        "Interviewers could not get into %(n)s clusters: nothing will be known of the people there.",
        lost,
    ) % {"n": lost}


def weights(told: Mapping[str, Any]) -> list[str]:
    """Say what weights do."""
    said = [
        _(
            "%(interviews)s interviews stand for %(people)s people. The lightest stands for %(least)s, the "
            "heaviest for %(most)s: %(ratio)s times as many."
        )
        % {
            "interviews": writing.number(told["interviews"]),
            "people": writing.number(told["people"]),
            "least": writing.number(told["least"]),
            "most": writing.number(told["most"]),
            "ratio": writing.number(told["ratio"], 1),
        },
        _(
            "Because they are unequal, the interviews tell as much as %(effective)s of equal weight would "
            "(Kish's design effect %(deff)s)."
        )
        % {
            "effective": writing.number(told["interviews"] / told["deff"]),
            "deff": writing.number(told["deff"], 2),
        },
        ngettext(
            "Those who did not answer are taken to be like those who did, in %(n)s class.",
            "Those who did not answer are taken to be like those who did of their own class, in %(n)s "
            "classes.",
            told["classes"],
        )
        % {"n": told["classes"]},
    ]
    if told["joined"]:
        said.append(_("Classes in which fewer than 20 people answered were joined with others."))
    if told["trimmed"]:
        said.append(
            ngettext(
                "%(n)s weight stood out and was cut; what was cut was given to the others.",
                "%(n)s weights stood out and were cut; what was cut was given to the others.",
                told["trimmed"],
            )
            % {"n": told["trimmed"]}
        )
    if told["unreached"]:
        said.append(
            _("Nobody answered in %(places)s: no weight stands for the people there.")
            % {"places": ", ".join(told["unreached"])}
        )
    return said
