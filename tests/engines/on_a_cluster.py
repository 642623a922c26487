"""Run by a process of its own: the claims of a store and a comparison of names on workers that are other
processes. Prints what it found as JSON.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl

from confianza.analysis.link import blocking, profiles, splinking
from confianza.analysis.link.profile import Block, Comparison, Level
from confianza.store import claims, engines
from confianza.store.layout import StoreLayout


def main(store: str) -> None:
    connection = engines.connect()
    table = claims.visible(StoreLayout(Path(store)))
    read = table.group_by("delivery").aggregate(n=table.count()).to_polars()
    print(
        json.dumps(
            {
                "master": connection._session.sparkContext.master,
                "claims": sorted(read.rows()),
                "levels": levels(),
            }
        )
    )


def levels() -> list[int]:
    """How alike marta is to martha and to rosa, by a likeness that comes to the workers as a jar."""
    nearly = Level("nearly", "jaro_winkler", ("name",), 0.9, 0.1, 0.9)
    name = Comparison("name", missing=("name",), levels=(nearly,), else_m=0.1, else_u=0.9)
    profile = replace(profiles.get("rldata"), comparisons=(name,), blocks=(Block(("year",)),))
    model = {
        "prior": 0.5,
        "comparisons": {"name": {"levels": [{"m": 0.9, "u": 0.1}, {"m": 0.1, "u": 0.9}]}},
    }
    names = ["marta", "martha", "rosa"]
    records = pl.DataFrame({"record": [*"abc"], "source": "one", "name": names, "year": "2024"})
    keyed = blocking.with_keys(records, profile.blocks)
    with engines.for_linkage() as api:
        pairs = splinking.scored(keyed, profile, model, api, apart=False, least_weight=-20.0)
    return pairs.sort("record_a", "record_b")["level_name"].to_list()


if __name__ == "__main__":
    main(sys.argv[1])
