"""Which municipalities first, and in which order what is done there: choices that can be argued with.

`choosing` ranks by several criteria with their noise and with doubt about their weights, and says which
places in the list are sure; `returning` shows what would happen to those chosen for being high if nothing
were done; `sequencing` reads a table of rules. Who uses it: programme managers, national coordinators. It
decides nothing: it says how far a ranking carries. It must never print a rank without its interval.
"""
