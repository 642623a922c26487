"""Row-level security of rewards and talks: the board sees cases and votes, who pays sees vouchers."""

from django.db import migrations

from confianza.web.lib import walls

AT_THE_DOOR = walls.BY_THE_INTAKE
ADDERS = "EXISTS (SELECT 1 FROM wall_grants(ARRAY['auditor'], ''))"


def works_in(kind: str) -> str:
    return f"EXISTS (SELECT 1 FROM tips_unit own WHERE own.id IN (SELECT wall_units()) AND own.kind = '{kind}')"


BOARD, PAYER = works_in("board"), works_in("payer")
# Whoever takes a tip back takes its case along, votes and all.
CASES = f"({AT_THE_DOOR} OR tip_id IN (SELECT wall_tips()) OR {BOARD})"
VOTES = f"({AT_THE_DOOR} OR {BOARD})"
# The teller chooses a word for it at the public door; it is written into the register by the worker alone.
VOUCHERS = f"({AT_THE_DOOR} OR {PAYER})"


class Migration(migrations.Migration):
    dependencies = [("tips", "0005_coincidences")]

    operations = [
        walls.guard("tips_rewardcase", reads=CASES, writes=CASES),
        walls.guard("tips_rewardvote", reads=VOTES, writes=VOTES),
        walls.guard("tips_voucher", reads=f"({VOUCHERS} OR {ADDERS})", writes=VOUCHERS),
        walls.guard("tips_conversation", reads=AT_THE_DOOR, writes=AT_THE_DOOR),
    ]
