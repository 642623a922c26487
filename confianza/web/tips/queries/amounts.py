"""What this office gives as a reward: a table that people decided, its own where it laid one down."""

from django.conf import settings

from confianza.web.tips.rules import rewards
from confianza.web.tips.rules.rewards import Bands

# Two letters (ISO 3166); an office elsewhere lays its table, with its country, into decisions/.
USUAL_COUNTRY = "GT"


def bands() -> Bands:
    """Return what may be given here. Raises NotATable for a table of one's own that cannot be used."""
    own = settings.WORKSPACE.root / "decisions" / rewards.FILE
    country = getattr(settings, "COUNTRY", USUAL_COUNTRY)
    return rewards.bands(country, own.read_text(encoding="utf-8") if own.is_file() else None)
