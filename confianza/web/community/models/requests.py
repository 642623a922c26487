"""What a body asks for, whose it is to answer, and how it went, step by step."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.community.models.bodies import Body, Theme
from confianza.web.community.models.meetings import Meeting, OfABodyQuerySet


class Whose(models.TextChoices):
    """Who can solve it. Much of what is asked of the police is not theirs to do."""

    POLICE = "police", _("The police")
    MUNICIPALITY = "municipality", _("The municipality")
    SCHOOL = "school", _("The school")
    HEALTH = "health", _("The health service")
    UTILITIES = "utilities", _("Light and water")
    COMMUNITY = "community", _("The community itself")
    OTHER = "other", _("Somebody else")


class RequestState(models.TextChoices):
    """Where a request stands."""

    ASKED = "asked", pgettext_lazy("request", "Asked")
    ASSIGNED = "assigned", pgettext_lazy("request", "With whoever answers")
    PROMISED = "promised", pgettext_lazy("request", "Promised")
    DONE = "done", pgettext_lazy("request", "Done")
    DECLINED = "declined", pgettext_lazy("request", "Declined, with the reason")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn by those who asked")


OPEN = (RequestState.ASKED, RequestState.ASSIGNED, RequestState.PROMISED)


class RequestQuerySet(OfABodyQuerySet):
    def open(self) -> "RequestQuerySet":
        return self.filter(state__in=OPEN)

    def late(self, today: object) -> "RequestQuerySet":
        """Return the open requests whose day has passed."""
        return self.open().filter(due_on__lt=today)


class Request(models.Model):
    """Something a body asked for. `owner` answers for it by `due_on`; `answer`: what was said, in the words
    that those who asked were told. `public_text`: as it stands on the public site, "" not at all.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="requests")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="requests", null=True)
    theme = models.CharField(_("Theme"), max_length=20, choices=Theme)
    asked_on = models.DateField(default=timezone.localdate)
    what = models.CharField(_("What is asked"), max_length=500)
    whose = models.CharField(_("Whose it is"), max_length=20, choices=Whose)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    owner_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.ASKED)
    answer = models.CharField(max_length=1000, blank=True)
    told_on = models.DateField(null=True)
    public_text = models.CharField(max_length=300, blank=True)
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField(default=timezone.now)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "asked_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=("asked", "withdrawn")) | Q(due_on__isnull=False),
                name="whoever_has_a_request_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("declined", "done", "promised")) | ~Q(answer=""),
                name="a_request_is_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.what)


class Step(models.Model):
    """One step of a request: to where, by whom, in which words."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=RequestState)
    words = models.CharField(max_length=1000, blank=True)
    due_on = models.DateField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    objects = models.Manager()

    OPEN_BECAUSE: ClassVar = "Steps of a request; who may see them is asked of the request."

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request} · {self.state}"
