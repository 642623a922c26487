"""Sex as offices write it, folded. "M" alone is *mujer* in some files, *masculino* in others."""

LABELS: dict[str, tuple[str, str]] = {
    "female": ("Mujeres", "Women"),
    "male": ("Hombres", "Men"),
    "other": ("Otro", "Other"),
}
_TABLE = {
    "female": "mujer mujeres femenino femenina femeninos fem f female woman women femino muj",
    "male": "hombre hombres masculino masculina masculinos masc mas h varon varones male man men hom",
    "other": "otro otra otros intersexual intersex transgenero trans transexual lgbtiq lgbti no_binario",
}
WORDS: dict[str, str] = {
    word.replace("_", " "): sex for sex, words in _TABLE.items() for word in words.split()
} | {
    "transgenero femenino": "other",
    "transgenero masculino": "other",
    "mujer trans": "other",
    "hombre trans": "other",
}
# The codes of censuses and civil registers of the region (INE Guatemala: 1 hombre, 2 mujer, 9 ignorado).
CODES: dict[str, str] = {"1": "male", "2": "female"}
UNKNOWN_CODES = ("9", "99")
# The letter both languages share; what the rest of its column says decides.
AMBIGUOUS = "m"
SAYS_M_IS_FEMALE = frozenset({"h", "hombre", "hombres", "mujer", "mujeres", "hom", "muj"})
SAYS_M_IS_MALE = frozenset({"f", "femenino", "femenina", "masculino", "masculina", "fem", "female", "male"})
