"""Other observatories for tests: they have keys of their own, figures that may well be, and send packages."""

from datetime import timedelta

from django.utils import timezone
from nacl.signing import SigningKey

from confianza.analysis.indicators.tests.test_exchanged import PERIOD, WHOLE, figures
from confianza.store import received, signing
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.observatory.actions import exchange, network
from confianza.web.observatory.queries import exports
from confianza.web.observatory.queries import network as known


class Neighbour:
    """An observatory somewhere else, of which only its key, its name and its packages are known here."""

    def __init__(self, name="Robles", seed=7):
        self.name, self.key, self.sequence = name, SigningKey(bytes([seed]) * 32), 0

    @property
    def public(self):
        return signing.public(self.key)

    @property
    def fingerprint(self):
        return signing.fingerprint(self.public)

    def registered(self, **more):
        node = network.propose_node(
            name=self.name, country="GT", level="municipal", key=self.public, by=COMMAND_LINE, **more
        )
        return network.confirm_node(node=node, fingerprint=self.fingerprint, by=COMMAND_LINE)

    def package(self, table=None, definitions=None, files=None, **told):
        self.sequence += 1
        now = timezone.now().replace(microsecond=0)
        content = (figures() if table is None else table).write_csv().encode()
        manifest = {
            "schema_version": received.SCHEMA_VERSION, "node": self.name, "country": "GT",
            "level": "municipal", "recipient": known.own_key(), "sequence": self.sequence,
            "made_at": now - timedelta(seconds=60), "as_of": now.date(),
            "first": PERIOD[0], "last": PERIOD[1],
            "kind": "aggregates", "area_id": WHOLE, "area_name": self.name, "agreement": "Convenio",
            "release": "2026-11-05.1",
            "definitions": definitions or exports.definitions(["homicide"]),
        } | told  # fmt: skip
        return signing.seal(manifest, files or {"figures.csv": content}, self.key)

    def sends(self, *args, **told):
        return exchange.receive(data=self.package(*args, **told), by=COMMAND_LINE)
