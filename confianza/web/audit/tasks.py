"""The queue of this room: a long verification, while the page that asked for it may be closed."""

from django_tasks import task

from confianza.web.audit import actions, queries
from confianza.web.audit.actions import Actor, Named
from confianza.web.audit.chain.verification import Verdict


@task()
def verify_account(actor_id: int, actor_name: str, roles: list[str]) -> None:
    """Verify the account for whoever asked on the page."""
    actions.verify(by=Named(actor_id, actor_name, tuple(roles)))


def verify(*, by: Actor) -> Verdict | None:
    """Verify at once, or queue it and return None where that would keep a page waiting."""
    if queries.is_quick_to_verify():
        return actions.verify(by=by)
    verify_account.enqueue(by.pk, by.display_name, list(getattr(by, "roles_held", ())))
    return None
