"""Published tables of capture histories, as "which lists: how many", and one way to make populations."""

import numpy as np

from confianza.analysis.undercount import histories
from confianza.analysis.undercount.histories import Histories


def table(lists: str, told: str) -> Histories:
    """Make a table: `table("A B", "A 3; B 4; A-B 2")`."""
    names = lists.split()
    counts = np.zeros(1 << len(names))
    for entry in told.split(";"):
        on, number = entry.split()
        counts[sum(1 << names.index(name) for name in on.split("-"))] = int(number)
    return histories.of_counts(counts, names)


# Ball, Betts, Scheuren, Dudukovich and Asher (2002): killings in Kosovo, 20 March to 22 June 1999.
KOSOVO = table(
    "EXH ABA OSCE HRW",
    "EXH 1131; ABA 845; OSCE 936; HRW 306; EXH-ABA 177; EXH-OSCE 228; EXH-HRW 106; ABA-OSCE 217; ABA-HRW 31;"
    "OSCE-HRW 123; EXH-ABA-OSCE 181; EXH-ABA-HRW 18; EXH-OSCE-HRW 42; ABA-OSCE-HRW 32; EXH-ABA-OSCE-HRW 27",
)
# Bales, Hesketh and Silverman (2015): modern slavery in the United Kingdom, 2013.
UNITED_KINGDOM = table(
    "LA NG PF GO GP NCA",
    "LA 54; NG 463; PF 907; GO 695; GP 316; NCA 57; LA-NG 15; LA-PF 19; LA-GO 3; NG-PF 56; NG-GO 19; NG-GP 1;"
    "NG-NCA 3; PF-GO 69; PF-GP 10; PF-NCA 31; GO-GP 8; GO-NCA 6; GP-NCA 1; LA-NG-PF 1; LA-NG-GO 1;"
    "NG-PF-GO 4; NG-PF-NCA 3; PF-GO-NCA 1; LA-NG-PF-GO 1",
)
UNITED_KINGDOM_5 = table(
    "LA NG PFNCA GO GP",
    "LA 54; NG 463; PFNCA 995; GO 695; GP 316; LA-NG 15; LA-PFNCA 19; LA-GO 3; NG-PFNCA 62; NG-GO 19;"
    "NG-GP 1; PFNCA-GO 76; PFNCA-GP 11; GO-GP 8; LA-NG-PFNCA 1; LA-NG-GO 1; NG-PFNCA-GO 4; LA-NG-PFNCA-GO 1",
)
# Silverman, Chan and Vincent (2024): women held in sexual slavery in Palembang during the Second World War.
KOREA = table("b c d", "d 41; c 5; b 5; b-c 54; b-d 6; b-c-d 12")
# Farrell et al. (2019): victims of trafficking in a western city of the United States.
WESTERN = table(
    "A B C D E",
    "A 52; B 90; C 114; D 45; E 21; A-C 4; A-D 2; A-E 5; B-C 6; B-D 1; D-E 3; A-C-E 1; B-C-D 1",
)
# Bales, Murphy and Silverman (2018): trafficking in New Orleans.
NEW_ORLEANS = table(
    "A B C D E F G H",
    "A 25; A-C 1; A-D 2; A-E 1; A-C-G 1; A-D-E 1; B 5; B-F 1; C 70; C-D 2; C-E 1; C-G 1; D 33; D-E 2; E 6;"
    "E-H 1; F 6; G 6; H 21",
)
NEW_ORLEANS_5 = table(
    "A BEFG C D H",
    "A 25; BEFG 24; C 70; D 33; H 21; A-BEFG 1; A-C 1; A-D 2; BEFG-C 2; BEFG-D 2; BEFG-H 1; C-D 2;"
    "A-BEFG-C 1; A-BEFG-D 1",
)
# Chan, Silverman and Vincent (2021), table 2: made to show a model without an estimate.
ARTIFICIAL = table("A B C", "A 40; B 30; C 20; A-B 6")
# Madigan and York (1997): spina bifida in upstate New York, and their example of five lists.
SPINA_BIFIDA = histories.of_counts([0, 60, 49, 4, 247, 112, 142, 12])
FIVE_LISTS = histories.of_counts(
    [0, 27, 37, 19, 4, 4, 1, 1, 97, 22, 37, 25, 2, 1, 3, 5,
     83, 36, 34, 18, 3, 5, 0, 2, 30, 5, 23, 8, 0, 3, 0, 2]
)  # fmt: skip


def seen(chances: np.ndarray, draw: np.random.Generator) -> Histories:
    """Return who is on which list if everybody (rows) is on each list (columns) with these chances."""
    people, k = chances.shape
    on = draw.random((people, k)) < chances
    return histories.of_counts(np.bincount(on @ (1 << np.arange(k)), minlength=1 << k))
