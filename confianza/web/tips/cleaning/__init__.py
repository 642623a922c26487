"""Clean copies: what a tipster attaches, made anew without what it tells about whoever made it.

`cleaned(content, declared=…)` returns a `Clean` copy or raises `Refused`. What a file is, its content says,
never its name. Parsers run in a process of their own that can open nothing and reach nobody (`workshop`,
`confinement`). The original stays sealed; a clean copy still shows faces, voices and what is written.
Knows no Django, no register and no tips; only `sentences` does, for the words of a refusal.
"""

from confianza.web.tips.cleaning.benches import cleaned, warm
from confianza.web.tips.cleaning.copies import Clean, Refused

__all__ = ["Clean", "Refused", "cleaned", "warm"]
