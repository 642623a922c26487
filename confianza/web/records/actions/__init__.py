"""Every write of this room: deliveries into the event store, and uploads on their way there."""

from confianza.web.records.actions.deliveries import count, receive_delivery, retry_delivery

__all__ = ["count", "receive_delivery", "retry_delivery"]
