"""Pictures and papers that show something: that a promise was kept, or what a part of a grant asks for."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from confianza.web.plans.models.awards import Proof
from confianza.web.plans.models.calls import GIVERS, RUNNERS
from confianza.web.plans.models.commitments import Commitment


class ExhibitQuerySet(models.QuerySet["Exhibit"]):
    def visible_to(self, user: Any) -> "ExhibitQuerySet":
        """Return those of the promises a person sees; of grants, for whoever runs or pays calls there.

        A bill names whoever got the money, so nobody who stands for the jury of that call sees it.
        """
        if not user.is_authenticated:
            return self.none()
        seen = Q(commitment__in=Commitment.objects.visible_to(user).order_by().values("pk"))
        keeps = user.reach(*RUNNERS, *GIVERS)
        if keeps:
            call = "tranche__award__application__call"
            proofs = Proof.objects.filter(keeps.rows(f"{call}__area"))
            judged = Proof.objects.filter(**{f"{call}__candidates__person": user})
            seen |= Q(proof__in=proofs.order_by().values("pk")) & ~Q(proof__in=judged.order_by().values("pk"))
        return self.filter(seen)

    def kept(self) -> "ExhibitQuerySet":
        """Return those that nobody took back."""
        return self.filter(taken_back_at=None)

    def public(self) -> "ExhibitQuerySet":
        """Return what somebody decided that everybody sees: of grants, and of promises that are kept and
        stand on the public site themselves.
        """
        promised = Q(commitment__standing="kept") & ~Q(commitment__public_text="")
        return self.kept().filter(Q(proof__isnull=False) | promised, shown_at__isnull=False)


class Exhibit(models.Model):
    """A clean copy of a picture or a paper, of a promise or of what was shown for a part of a grant.

    `kept_as`: the name of the sealed file (`plans.exhibits`), "" once it was taken back and destroyed; the
    row stays and says by whom and why. `shown_at`: since when everybody sees it, null: nobody outside does.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="exhibits", null=True)
    proof = models.ForeignKey(Proof, on_delete=models.PROTECT, related_name="exhibits", null=True)
    caption = models.CharField(max_length=200)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    kept_as = models.CharField(max_length=64, blank=True)
    kept_by = models.CharField(max_length=150)
    kept_at = models.DateTimeField(default=timezone.now)
    shown_by = models.CharField(max_length=150, blank=True)
    shown_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=150, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)

    objects = ExhibitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["kept_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, proof__isnull=True)
                | Q(commitment__isnull=True, proof__isnull=False),
                name="an_exhibit_shows_one_thing",
            ),
            models.CheckConstraint(
                condition=(Q(taken_back_at__isnull=True) & ~Q(kept_as=""))
                | (Q(taken_back_at__isnull=False, kept_as="", shown_at__isnull=True) & ~Q(why="")),
                name="what_is_taken_back_is_gone_and_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment or self.proof} · {self.pk}"
