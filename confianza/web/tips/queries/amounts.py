"""What this office gives as a reward: a table that people decided, its own where it laid one down."""

from django.conf import settings

from confianza.web.tips.rules import rewards
from confianza.web.tips.rules.rewards import Bands


def bands() -> Bands:
    """Return what may be given here. Raises NotATable for a table of one's own that cannot be used."""
    own = settings.WORKSPACE.root / "decisions" / rewards.FILE
    return rewards.bands(settings.COUNTRY, own.read_text(encoding="utf-8") if own.is_file() else None)
