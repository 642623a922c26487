"""Reading the account."""

from datetime import date

from django.db.models import QuerySet

from confianza.web.audit.chain import heads
from confianza.web.audit.models import Chain, Entry, EntryQuerySet, Head

VERIFY = "audit.verify"
QUICK = 100_000  # entries, which take a few seconds to verify


def entries(
    *,
    actor: str = "",
    action: str = "",
    kind: str = "",
    subject: str = "",
    start: date | None = None,
    end: date | None = None,
) -> EntryQuerySet:
    """Return entries, newest first: `actor` and `subject` within the text, both days included."""
    wanted = {
        "actor_name__icontains": actor,
        "subject__icontains": subject,
        "action": action,
        "kind": kind,
        "at__date__gte": start,
        "at__date__lte": end,
    }
    return Entry.objects.filter(**{name: value for name, value in wanted.items() if value})


def actions_seen() -> list[str]:
    """Return every action in the account, in alphabetical order."""
    return list(Entry.objects.order_by("action").values_list("action", flat=True).distinct())


def last_verification() -> Entry | None:
    """Return the entry of the last time somebody asked for a verification; its details say what was found."""
    return Entry.objects.filter(action=VERIFY).first()


def is_quick_to_verify() -> bool:
    """Say whether a verification is over before whoever asked grows impatient."""
    last = Entry.objects.values_list("pk", flat=True).first()
    return (last or 0) <= QUICK


def written_on(day: date) -> int:
    """Return how many entries were written on a day."""
    return Entry.objects.filter(at__date=day).count()


def signed_heads() -> QuerySet[Head]:
    """Return every signed head, the newest first."""
    return Head.objects.order_by("-pk")


def exported_heads() -> str:
    """Return all heads as the text that leaves the machine; of an account not yet begun, no heads."""
    chain = Chain.objects.first() or Chain(account="", root="")
    signed = tuple(head.signed() for head in Head.objects.order_by("pk"))
    return heads.as_text(heads.Exported(chain.account, chain.root, signed))
