"""The International Classification of Crime for Statistical Purposes (ICCS), version 1.0, UNODC 2015.

Codes are written without dots; their length is their level: 2, 4, 5 or 6 digits. Femicide is intentional
homicide (0101) told apart by a tag, never a class to be summed on top of it.
"""

from typing import NamedTuple

VERSION = "1.0"
LEVELS = {2: 1, 4: 2, 5: 3, 6: 4}

_TABLE = """
01|Actos que causan la muerte o buscan causarla|Acts leading to death or intending to cause death
0101|Homicidio intencional|Intentional homicide
0102|Tentativa de homicidio intencional|Attempted intentional homicide
0103|Homicidio no intencional|Non-intentional homicide
01031|Homicidio no negligente|Non-negligent homicide
01032|Homicidio culposo|Negligent homicide
010321|Homicidio culposo con vehículo|Vehicular homicide
010322|Otro homicidio culposo|Non-vehicular homicide
0104|Ayuda o instigación al suicidio|Assisting or instigating suicide
0105|Eutanasia|Euthanasia
0106|Feticidio ilegal|Illegal feticide
0107|Muerte ilícita en conflicto armado|Unlawful killing associated with armed conflict
0109|Otros actos que causan la muerte|Other acts leading to death
02|Actos que causan daño a la persona|Acts causing harm or intending to cause harm to the person
0201|Agresiones y amenazas|Assaults and threats
02011|Agresión (lesiones)|Assault
020111|Agresión grave|Serious assault
020112|Agresión leve|Minor assault
02012|Amenaza|Threat
020121|Amenaza grave|Serious threat
020122|Amenaza leve|Minor threat
02019|Otras agresiones o amenazas|Other assaults or threats
0202|Actos contra la libertad|Acts against liberty
02021|Sustracción de un menor|Abduction of a minor
02022|Privación de libertad|Deprivation of liberty
020221|Secuestro|Kidnapping
020222|Detención ilegal|Illegal restraint
020223|Apoderamiento de un vehículo con personas|Hijacking
02029|Otros actos contra la libertad|Other acts against liberty
0203|Esclavitud y explotación|Slavery and exploitation
0204|Trata de personas|Trafficking in persons
02041|Trata con fines de explotación sexual|Trafficking for sexual exploitation
02042|Trata con fines de trabajo forzoso|Trafficking for forced labour
02043|Trata con fines de extracción de órganos|Trafficking for organ removal
02044|Trata con otros fines|Trafficking for other purposes
0205|Coacción|Coercion
02051|Extorsión o chantaje|Extortion or blackmail
02059|Otras formas de coacción|Other acts of coercion
0206|Negligencia|Negligence
02061|Negligencia con personas a cargo|Negligence of persons under care
02063|Negligencia al conducir|Negligence related to driving a vehicle
0207|Actos peligrosos|Dangerous acts
02072|Conducir bajo los efectos de alcohol o drogas|Operating a vehicle under the influence
0208|Actos que causan temor o angustia|Acts intended to induce fear or emotional distress
02081|Hostigamiento|Harassment
02082|Acoso|Stalking
0209|Difamación o injurias|Defamation or insult
0210|Discriminación|Discrimination
0211|Intromisión en la vida privada|Acts that trespass against the person
0219|Otros actos que causan daño a la persona|Other acts causing harm to the person
03|Actos lesivos de carácter sexual|Injurious acts of a sexual nature
0301|Violencia sexual|Sexual violence
03011|Violación|Rape
03012|Agresión sexual|Sexual assault
03019|Otros actos de violencia sexual|Other acts of sexual violence
0302|Explotación sexual|Sexual exploitation
03021|Explotación sexual de adultos|Sexual exploitation of adults
03022|Explotación sexual de menores|Sexual exploitation of children
030221|Pornografía infantil|Child pornography
030222|Prostitución infantil|Child prostitution
030223|Captación de menores con fines sexuales|Sexual grooming of children
0309|Otros actos lesivos de carácter sexual|Other injurious acts of a sexual nature
04|Actos contra la propiedad con violencia o amenaza|Acts against property involving violence or threat
0401|Robo con violencia|Robbery
04011|Robo a personas|Robbery from the person
04012|Robo de bienes en tránsito o de vehículos|Robbery of valuables or goods in transit
040121|Robo con violencia de vehículo|Robbery of car or vehicle
04013|Robo a un establecimiento o institución|Robbery of establishment or institution
040131|Robo a una institución financiera|Robbery of financial institution
04014|Robo de ganado|Robbery of livestock
04019|Otros robos con violencia|Other acts of robbery
0409|Otros actos violentos contra la propiedad|Other violent acts against property
05|Actos contra la propiedad únicamente|Acts against property only
0501|Robo con entrada en un inmueble|Burglary
05011|Robo con entrada en un negocio|Burglary of business premises
05012|Robo con entrada en una vivienda|Burglary of private residential premises
05013|Robo con entrada en un local público|Burglary of public premises
05019|Otros robos con entrada|Other acts of burglary
0502|Hurto|Theft
05021|Hurto de vehículo o de sus partes|Theft of a motorized vehicle or parts thereof
050211|Hurto de vehículo terrestre|Theft of a motorized land vehicle
050213|Hurto de partes de vehículo|Theft of vehicle parts
05022|Hurto de bienes personales|Theft of personal property
050221|Hurto a una persona|Theft of personal property from a person
050222|Hurto de objetos en un vehículo|Theft of personal property from a vehicle
05023|Hurto de bienes de un negocio|Theft of business property
050231|Hurto en tiendas|Shoplifting
05024|Hurto de bienes públicos|Theft of public property
05025|Hurto de ganado|Theft of livestock
05026|Hurto de servicios|Theft of services
05029|Otros hurtos|Other acts of theft
0503|Delitos contra la propiedad intelectual|Intellectual property offences
0504|Daños a la propiedad|Property damage
0509|Otros actos contra la propiedad|Other acts against property only
06|Actos con drogas u otras sustancias|Acts involving controlled drugs or other substances
0601|Actos ilícitos con drogas controladas|Unlawful acts involving controlled drugs
06011|Drogas para consumo propio|Drug possession or use for personal consumption
06012|Tráfico, cultivo o producción de drogas|Drug trafficking, cultivation or production
0602|Actos ilícitos con alcohol o tabaco|Unlawful acts involving alcohol or tobacco
0609|Otros actos con sustancias psicoactivas|Other acts involving psychoactive substances
07|Fraude, engaño o corrupción|Acts involving fraud, deception or corruption
0701|Fraude|Fraud
0702|Falsificación|Forgery or counterfeiting
0703|Corrupción|Corruption
07031|Soborno|Bribery
07032|Malversación|Embezzlement
07033|Abuso de funciones|Abuse of function
07034|Tráfico de influencias|Trading in influence
07035|Enriquecimiento ilícito|Illicit enrichment
0704|Actos con el producto del delito|Acts involving the proceeds of crime
07041|Lavado de dinero|Money laundering
07049|Otros actos con el producto del delito|Other acts involving the proceeds of crime
0709|Otros fraudes o engaños|Other acts of fraud or deception
08|Actos contra el orden público y la autoridad|Acts against public order and authority
0801|Actos contra las normas de orden público|Acts against public order behaviour standards
08011|Desórdenes públicos violentos|Violent public disorder offences
0802|Actos contra las normas sexuales públicas|Acts contrary to public sexual standards
0803|Actos contra la libertad de expresión|Acts related to freedom of expression
0804|Actos contra la administración pública|Acts contrary to public administration
0805|Delitos migratorios|Acts related to migration
0806|Actos contra la justicia|Acts against the justice system
0807|Delitos electorales|Acts related to elections
0808|Actos contra la ley laboral|Acts contrary to labour law
0809|Otros actos contra el orden público|Other acts against public order
09|Actos contra la seguridad pública y del Estado|Acts against public safety and State security
0901|Actos con armas o explosivos|Acts involving weapons and explosives
09011|Posesión o uso de armas o explosivos|Possession or use of weapons and explosives
090111|Posesión o uso de armas de fuego|Possession or use of firearms
09012|Tráfico de armas o explosivos|Trafficking of weapons and explosives
0902|Actos contra la salud y la seguridad|Acts against health and safety
0903|Delitos informáticos|Acts against computer systems
0904|Actos contra la seguridad del Estado|Acts against State security
0905|Actos de grupos del crimen organizado|Acts related to an organized criminal group
09051|Participación en un grupo del crimen organizado|Participation in an organized criminal group
0906|Terrorismo|Terrorism
0909|Otros actos contra la seguridad|Other acts against public safety
10|Actos contra el medio ambiente|Acts against the natural environment
1001|Contaminación ambiental|Environmental pollution
1002|Traslado o vertido de desechos|Movement or dumping of waste
1003|Comercio o posesión de especies protegidas|Trade or possession of protected species
1004|Degradación de recursos naturales|Acts resulting in depletion of natural resources
1009|Otros actos contra el medio ambiente|Other acts against the natural environment
11|Otros actos delictivos|Other criminal acts not elsewhere classified
1101|Actos bajo jurisdicción universal|Acts under universal jurisdiction
1109|Otros actos delictivos no clasificados|Similar criminal acts not elsewhere classified
"""


class Class(NamedTuple):
    """A class of the ICCS and its short labels."""

    code: str
    label_es: str
    label_en: str


CLASSES: dict[str, Class] = {
    code: Class(code, label_es, label_en)
    for code, label_es, label_en in (line.split("|") for line in _TABLE.strip().splitlines())
}
HOMICIDE = "0101"


def level(code: str) -> int:
    """Return the level of a code, 1 (section) to 4; ValueError for a length that is no level."""
    if len(code) not in LEVELS:
        raise ValueError(f"{code!r} is no ICCS code: 2, 4, 5 or 6 digits are expected.")
    return LEVELS[len(code)]


def ancestors(code: str) -> list[str]:
    """Return the classes a code rolls up to, itself first: 010321 → 010321, 01032, 0103, 01."""
    level(code)
    return [code[:length] for length in sorted(LEVELS, reverse=True) if length <= len(code)]


def roll_up(code: str, to_level: int) -> str:
    """Return the ancestor of a code at a level, or the code itself where it is already that broad."""
    return next(ancestor for ancestor in ancestors(code) if level(ancestor) <= to_level)


def label(code: str, language: str = "es") -> str:
    """Return the label of a class, of its nearest known ancestor, or the code itself where there is none."""
    known = next((CLASSES[ancestor] for ancestor in ancestors(code) if ancestor in CLASSES), None)
    if known is None:
        return code
    return known.label_en if language == "en" else known.label_es
