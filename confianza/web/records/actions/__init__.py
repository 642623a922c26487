"""Every write of this room: deliveries into the event store, and uploads on their way there."""

from confianza.web.records.actions.deliveries import receive_delivery, retry_delivery

__all__ = ["receive_delivery", "retry_delivery"]
