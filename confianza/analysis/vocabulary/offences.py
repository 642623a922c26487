"""Spanish words for offences and the ICCS class they fall in, shared by every source.

Each line is: ICCS code | match | pattern searched in the folded label. The first hit wins, so narrower words
stand before broader ones. `match` says how the label maps to the class (ICCS manual, 2015, chapter on
correspondence tables): `exact`, `broader` (the label covers more than the class), `narrower` (less) or
`partial` (they overlap). A profile overrides single labels in its `offences`.
"""

from typing import NamedTuple

MAP_VERSION = "2026-11"
MATCHES = ("exact", "broader", "narrower", "partial")

_TABLE = r"""
0102|exact|(tentativa|intento|frustrad[oa]).*(homicidio|asesinato|femi(ni)?cidio|parricidio)
0102|exact|(homicidio|asesinato|femi(ni)?cidio|parricidio).*(tentativa|frustrad|imperfect)
010321|exact|(muerte|homicidio).*(transito|atropell)|homicidio.*(culpos|imprudenc).*vehic
01032|exact|homicidio.*(culpos|imprudenc|negligen)|cuasidelito de homicidio
01031|exact|homicidio.*(preterintencional|emocion violenta)
0103|exact|homicidio.*no intencional
0101|narrower|femi(ni)?cidi|parricidi|asesinat|sicariat|infanticidi|magnicidi|homicidio calificado|filicidi
0101|exact|homicidi
0104|narrower|(induccion|instigacion|ayuda|auxilio).*suicidio
0106|exact|aborto
0107|exact|crimen(es)? de guerra|desaparicion forzada
02021|exact|sustraccion.*menor|robo de infante
020221|exact|secuestr|plagio
020222|exact|detencion(es)? ilegal|privacion.*libertad|desaparicion|retencion ilegal
02041|exact|trata.*(sexual|prostitu)
02042|exact|trata.*(laboral|trabajo)
0204|exact|\btrata\b|trafico de personas
02051|exact|extorsi|chantaje|\bexaccion
02059|exact|coaccion|constrenimiento
02063|narrower|culpos.*transito|lesion.*(culpos|transito)
0206|exact|lesion.*(culpos|imprudenc)|omision de (auxilio|cuidad)
02061|exact|abandono|incumplimiento de asistencia
02072|exact|(conduc|manej|guiar).*(ebri|alcohol|drog|influencia|bajo)|estado de ebriedad
03012|partial|acosos? sexual|hostigamiento sexual
02082|exact|acoso|stalking
02081|exact|hostigamiento
03011|exact|violacion.*(sexual|agravad|carnal|equiparad|impropia|simple|tumultu)|^violacion(es)?$
03011|partial|acceso carnal|estupro
0211|exact|allanamiento|violacion de (domicilio|morada)|invasion de (morada|domicilio)
0601|exact|violacion.*ley.*droga
030221|exact|pornografia.*(infantil|menor|ninos)
03022|exact|(explotacion|remunerad|comercial).*(ninos|menor|infan)|corrupcion de menor
0302|exact|explotacion sexual|prostituc|proxenet|rufian
03012|exact|abuso.*sexual|agresion.*sexual|abusos? deshonest|tocamient|acto.*sexual
0301|exact|violencia sexual|delitos? sexual|contra la (libertad|indemnidad).*sexual|otros delitos sexual
0201|partial|violencia (contra la mujer|(intra)?familiar|domestica|fisica|psicologica)|maltrato
020112|exact|lesion.*(leve|menos grave|levisim|falta)|^agresion(es)?$
020111|exact|lesion.*(grave|gravisim|calificad|arma)
02011|exact|lesion|\brina|agresion|golpiz|golpes
02012|exact|amenaza|^intimidacion
0209|exact|difamac|injuri|calumni
0210|exact|discriminac
040121|exact|robo.*(violen|intimid|asalto).*(vehic|automotor|moto)|encerrona|portonazo
04012|exact|(robo|asalto).*(transporte|carga|transportista|repartidor|pasajero)|pirat.*terrestre
04014|exact|robo.*(ganado|semoviente).*violen
040131|exact|(robo|asalto).*(banco|bancari|cajero|cuenta ?habiente|financier)
04013|partial|(robo|asalto).*(negocio|comerci|establecimiento|tienda|gasoliner|empresa)
04011|partial|robo por sorpresa|arrebat
04011|exact|robo.*(transeunt|peaton|persona)|asalto|atraco
0401|exact|robo.*(violen|intimid|arma)
05025|exact|abigeat|(robo|hurto).*(ganado|semoviente)
050222|exact|(robo|hurto).*(objeto|pertenencia|accesorio|interior).*vehic
050213|exact|(robo|hurto).*(autopart|partes|accesorios)
050211|partial|(robo|hurto).*(vehic|auto|moto|carro|camion|bus\b)
05012|partial|(robo|hurto).*(casa|vivienda|residencia|domicilio|lugar habitado|morada)
05011|partial|robo.*(lugar no habitado|bodega|local)
0501|partial|robos? con fuerza|escalamiento|fractura
0401|partial|robo frustrado|robo agravado
0401|partial|\brobo|despojo
050231|exact|(hurto|farder).*(tienda|supermercado|comerci|establecimiento)
05022|narrower|hurto.*(persona|celular|telefono)|carterist
0502|exact|hurto|sustraccion
0504|exact|\bdanos?\b|vandalis|graffiti|incendi
0503|exact|propiedad intelectual|derechos? de autor|pirateria|propiedad industrial
0509|partial|usurpacion
06011|exact|(consumo|posesion para el consumo|posesion).*(drog|estupef|marihuana|cocaina)|consumo de drogas
06012|exact|(trafic|cultivo|siembra|comerci|elabor|produccion|fabric).*(drog|estupef|marihuana|cocaina)|narcotr|narcomenu|microtr
0801|partial|consumo de alcohol|ebriedad|escandalo
0601|exact|drog|estupefac|narco|contra la salud|psicotrop|enervant
0701|exact|fraude|estafa|engano|abuso de confianza|clonacion|apropiacion indebida|retencion indebida
0702|exact|falsific|falsedad|uso de documento|suplantac|alteracion de (placa|moneda)
07031|exact|cohecho|soborno
07032|exact|peculado|malversac
07033|exact|abuso de autoridad|abuso de funciones|incumplimiento de deberes
07034|exact|trafico de influencias
07035|exact|enriquecimiento ilicito
0703|exact|corrupcion
07041|exact|lavado
07049|exact|receptacion|encubrimiento|procedencia ilicita
0805|exact|migra|coyotaje|trafico ilegal de personas
0806|exact|evasion|fuga|desobediencia|quebrantamiento|obstruccion|falso testimonio|perjurio|contra la justicia
0807|exact|electoral
09012|exact|(trafico|comercio|contraband).*(arma|municion)
090111|exact|(porta|port|posesi|tenenc|disparo|detonac|uso).*arma.*fuego|disparo
0901|exact|arma|explosiv|municion
09051|exact|(asociacion|agrupacion)(es)? (ilicita|delictuosa)|pandill|delincuencia organizada
0905|partial|conspiracion
0906|exact|terroris
0903|exact|informatic|ciber
08011|exact|desorden|motin|disturbio|alteracion del orden
1001|exact|contaminac
1003|exact|fauna|especies protegidas
1004|exact|forestal|tala|recursos naturales
10|partial|ambient|ecolog
08|partial|atentado|resistencia|orden publico
"""


class Rule(NamedTuple):
    """A pattern of folded words, the ICCS class they mean, and how well they match."""

    iccs: str
    match: str
    pattern: str


RULES: tuple[Rule, ...] = tuple(Rule(*line.split("|", 2)) for line in _TABLE.strip().splitlines())
