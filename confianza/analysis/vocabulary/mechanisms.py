"""How a person was hurt: mechanisms, their labels, and the words and ICD-10 blocks that tell them."""

# Code → label in Spanish and English. `unknown` names what a missing mechanism is called on a screen.
LABELS: dict[str, tuple[str, str]] = {
    "firearm": ("Arma de fuego", "Firearm"),
    "sharp": ("Arma blanca", "Sharp object"),
    "blunt": ("Objeto contundente", "Blunt object"),
    "strangulation": ("Asfixia o estrangulación", "Strangulation or suffocation"),
    "bodily_force": ("Fuerza corporal", "Bodily force"),
    "vehicle": ("Vehículo", "Vehicle"),
    "explosive": ("Explosivo", "Explosive"),
    "fire": ("Fuego o quemadura", "Fire or burning"),
    "poison": ("Envenenamiento", "Poisoning"),
    "drowning": ("Ahogamiento", "Drowning"),
    "fall": ("Caída o empujón desde altura", "Fall or push from a height"),
    "sexual": ("Agresión sexual", "Sexual assault"),
    "neglect": ("Negligencia o abandono", "Neglect or abandonment"),
    "none": ("Sin empleo de armas", "No weapon"),
    "other": ("Otro", "Other"),
    "unknown": ("No se sabe", "Not known"),
}

# Searched in the folded label, first hit wins; narrower words stand before broader ones.
WORDS: tuple[tuple[str, str], ...] = (
    (r"sin (empleo|uso) de arma|^ninguna?$|sin armas?$", "none"),
    (r"explosiv|granada|mina antiperson|dinamita|\bbomba\b|\bpetardo|minas?$", "explosive"),
    (
        r"fuego|bala|proyectil|\bpistola|revolver|escopeta|fusil|rifle|carabina|hechiza|subametralladora",
        "firearm",
    ),
    (
        r"blanca|punzo?-?\s?cort|cortante|corto|punzante|cuchill|machete|navaja|pu(n|ni)al|degoll|decapit",
        "sharp",
    ),
    (
        r"asfixi|estrangul|constrict|ahorca|ahorcam|sofoca|cuerda|soga|bolsa plastica|cintas?\b|almohada",
        "strangulation",
    ),
    (r"contus|contunden|golpe con|piedra|\bpalo|\bbate\b|martillo|craneo ?encef", "blunt"),
    (r"golpe|puno|patada|fuerza (corporal|fisica)|pu(n|ni)etazo|manos|extremidades", "bodily_force"),
    (r"vehicul|atropell|transito|automotor|\bmoto\b|motocicleta", "vehicle"),
    (r"incendi|quemad|calcina|gasolina|combustible|fuego", "fire"),
    (r"venen|intoxic|toxic|acido|quimic|drog|medicament", "poison"),
    (r"sumer|ahogad|ahogam|inmersion", "drowning"),
    (r"caida|precipitac|empuj", "fall"),
    (r"sexual", "sexual"),
    (r"abandono|negligencia|desnutric", "neglect"),
    (r"\botr[oa]s?\b|liquidos|prendas de vestir", "other"),
)

# ICD-10 three-character categories (WHO 2019), first to last, inclusive.
ICD10: tuple[tuple[str, str, str], ...] = (
    ("V01", "V99", "vehicle"),
    ("W00", "W19", "fall"),
    ("W25", "W26", "sharp"),
    ("W32", "W34", "firearm"),
    ("W39", "W40", "explosive"),
    ("W50", "W50", "bodily_force"),
    ("W65", "W74", "drowning"),
    ("W75", "W84", "strangulation"),
    ("X00", "X09", "fire"),
    ("X40", "X49", "poison"),
    ("X60", "X69", "poison"),
    ("X70", "X70", "strangulation"),
    ("X71", "X71", "drowning"),
    ("X72", "X74", "firearm"),
    ("X75", "X75", "explosive"),
    ("X76", "X77", "fire"),
    ("X78", "X78", "sharp"),
    ("X79", "X79", "blunt"),
    ("X80", "X80", "fall"),
    ("X81", "X82", "vehicle"),
    ("X83", "X83", "other"),
    ("X85", "X90", "poison"),
    ("X91", "X91", "strangulation"),
    ("X92", "X92", "drowning"),
    ("X93", "X95", "firearm"),
    ("X96", "X96", "explosive"),
    ("X97", "X98", "fire"),
    ("X99", "X99", "sharp"),
    ("Y00", "Y00", "blunt"),
    ("Y01", "Y01", "fall"),
    ("Y02", "Y03", "vehicle"),
    ("Y04", "Y04", "bodily_force"),
    ("Y05", "Y05", "sexual"),
    ("Y06", "Y06", "neglect"),
    ("Y07", "Y08", "other"),
    ("Y10", "Y19", "poison"),
    ("Y20", "Y20", "strangulation"),
    ("Y21", "Y21", "drowning"),
    ("Y22", "Y24", "firearm"),
    ("Y25", "Y25", "explosive"),
    ("Y26", "Y27", "fire"),
    ("Y28", "Y28", "sharp"),
    ("Y29", "Y29", "blunt"),
    ("Y30", "Y30", "fall"),
    ("Y31", "Y32", "vehicle"),
    ("Y33", "Y33", "other"),
)
# Legal intervention says its mechanism in the fourth character (Y35.0 firearm, Y35.1 explosives, …).
LEGAL_INTERVENTION: dict[str, str] = {
    "Y350": "firearm",
    "Y351": "explosive",
    "Y353": "blunt",
    "Y354": "sharp",
    "Y356": "other",
}


def of_icd10(code: str) -> str | None:
    """Return the mechanism an ICD-10 code without dot says, None where it says none (Y09, Y34)."""
    if code[:4] in LEGAL_INTERVENTION:
        return LEGAL_INTERVENTION[code[:4]]
    return next((mechanism for first, last, mechanism in ICD10 if first <= code[:3] <= last), None)
