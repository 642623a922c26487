"""Twelve words for a digest, to be printed, read over the telephone and compared by eye.

2,048 words of two open syllables, made here and easy to say in Spanish, so a word holds 11 bits and twelve
hold 132: nobody finds another digest with the same words.
"""

import itertools
from functools import cache
from hashlib import blake2b

COUNT = 12
BITS = 11
FIRST = [*itertools.product("bdfglmnrt", "aeio")]
SECOND = [*itertools.product(["b", "ch", "d", "f", "g", "l", "m", "n", "p", "r", "rr", "s", "t"], "aeiou")]
# Nobody should have to read these over the telephone in an office of the police.
UNFIT = {
    "bala", "boba", "bola", "bolo", "dedo", "feto", "gata", "lela", "lelo", "mala", "malo", "mara", "mata",
    "mate", "mato", "mona", "mono", "moro", "mota", "nacha", "rape", "rata", "roba", "robe", "robo", "teta",
    "tira", "tiro",
}  # fmt: skip


@cache
def vocabulary() -> tuple[str, ...]:
    """Return the 2,048 words, in the order that gives each its number."""
    made = (
        f"{first}{vowel}{second}{last}"
        for (first, vowel), (second, last) in itertools.product(FIRST, SECOND)
        if first != second
    )
    return tuple(itertools.islice((word for word in made if word not in UNFIT), 2**BITS))


def of(content: bytes) -> str:
    """Return the twelve words of `content`, with blanks between them."""
    number = int.from_bytes(blake2b(content, digest_size=32, person=b"confianza-words").digest())
    known = vocabulary()
    return " ".join(known[(number >> BITS * place) % 2**BITS] for place in range(COUNT))
