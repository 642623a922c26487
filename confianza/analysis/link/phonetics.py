"""How a Spanish name sounds, so that spellings which sound alike meet.

b and v, z, s and soft c, ll and y, g and j before e and i are one sound in America; h is silent; doubled
letters sound once. Names of Mayan languages keep their k, q and tz as they are heard in Spanish.
"""

import polars as pl

# In this order; on folded text. What stands before may make what stands after.
RULES: tuple[tuple[str, str], ...] = (
    (r"ph", "f"),
    (r"sch|sh|ch", "9"),  # one sign for what is one sound, so that the h does not fall silent
    (r"h", ""),
    (r"tz|ts", "s"),
    (r"gu([ei])", "6$1"),
    (r"g([ei])", "j$1"),
    (r"6", "g"),
    (r"qu([ei])", "k$1"),
    (r"c([ei])", "s$1"),
    (r"ck|c|q", "k"),
    (r"ll|y", "i"),
    (r"z|x", "s"),
    (r"v|w", "b"),
    (r"n[bp]", "mb"),
    (r"9", "c"),
)
DOUBLED: tuple[tuple[str, str], ...] = tuple((letter * 2, letter) for letter in "abcdefgijklmnoprstu")


def sound(folded: pl.Expr) -> pl.Expr:
    """Return how a folded name sounds ("vasquez" and "basques" → "baskes"); "" stays "", null stays null."""
    for spelt, heard in (*RULES, *DOUBLED):
        # Polars writes a group as ${1}: "$1e" would name a group "1e".
        folded = folded.str.replace_all(spelt, heard.replace("$1", "${1}"))
    return folded
