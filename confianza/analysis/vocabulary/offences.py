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
0101|narrower|femi(ni)?cidi|parricidi|asesinat|sicariat|infanticidi|magnicidi|filicidi
0101|narrower|homicidio calificado
0101|exact|homicidi
0104|narrower|(induccion|instigacion|ayuda|auxilio).*suicidio
0106|exact|aborto
0107|exact|crimen(es)? de guerra
02021|exact|(sustraccion|retencion).*menor|robo de infante
0204|partial|trafico de (infantes|menores)
020221|exact|secuestr|plagio
020222|exact|detencion(es)? ilegal|privacion.*libertad|desaparicion forzada|retencion ilegal
02041|exact|trata.*(sexual|prostitu)
02042|exact|trata.*(laboral|trabajo)
0204|exact|\btrata\b|trafico de personas
02051|exact|extorsi|chantaje|\bexaccion
02059|exact|coaccion|constrenimiento|cobranza ilegitima
0504|partial|dano.*culpos
02063|exact|lesion.*(culpos|imprudenc).*(transito|vehic)
0206|exact|lesion.*(culpos|imprudenc)|omision de (auxilio|cuidad)
02061|exact|abandono (de|a) (la |las |los )?(persona|menor|nin|hij|famil|ancian|incapa)|^abandono$
02061|exact|asistencia (economica|familiar)|(obligacion(es)?|pension) alimentaria
02072|exact|(conduc|manej|guiar).*(ebri|alcohol|drog|influencia)|estado de ebriedad
02072|partial|responsabilidad de conductores
03012|partial|acosos? sexual|hostigamiento sexual
02082|exact|acoso|stalking
02081|exact|hostigamiento
03011|exact|violacion.*(sexual|agravad|carnal|equiparad|impropia|simple|tumultu)|^violacion(es)?$
03011|exact|tentativa de violacion
03011|partial|acceso carnal|estupro
0211|exact|allanamiento|(violacion|invasion) de (domicilio|morada)
0211|exact|intimidad|correspondencia|revelacion de secretos
0601|exact|violacion.*ley.*droga
030221|exact|pornografia.*(infantil|menor|ninos)
0802|partial|pornografia
03022|exact|(explotacion|remunerad|comercial).*(ninos|menor|infan)|corrupcion de (personas )?menor
03021|partial|explotacion sexual|prostituc|proxenet|rufian|lenocinio
03012|exact|abuso.*sexual|agresion.*sexual|abusos? deshonest|tocamient|acto.*sexual
0301|exact|violencia sexual|delitos? sexual|contra la (libertad|indemnidad).*sexual
10|partial|animal(es)?\b.*(maltrato|crueldad)|(maltrato|crueldad).*animal
0201|partial|violencia (contra la mujer|(intra)?familiar|domestica|fisica|psicologica)|maltrato
020112|exact|lesion.*(leve|menos grave|levisim|falta)
020111|exact|lesion.*(grave|gravisim|calificad|arma)
020111|partial|tortura
02011|exact|lesion|\brina|agresion|golpiz|golpes
02012|exact|amenaza|^intimidacion
0209|exact|difamac|injuri|calumni
0210|exact|discriminac
07049|exact|(posesion|tenencia|compra|venta).*robad|objetos robados
05012|exact|robo.*(casa|vivienda|residencia|habitac|domicilio).*sin violencia
050213|partial|robo.*(autopart|partes|accesorios|placa)
05022|partial|robo.*(bicicleta|pedales)
050222|exact|(robo|hurto).*(objeto|pertenencia|interior).*vehic
050211|partial|robo.*(vehic|auto|moto).*sin violencia
050221|partial|robo.*(transeunt|peaton|persona|pasajer|repartidor).*sin violencia
05023|partial|robo.*(negocio|comerci|tienda|oficina|empresa).*sin violencia|robo s v.*negocio
0502|partial|robo.*(sin violencia|\bs v\b)
04014|exact|robo.*(ganado|semoviente).*violen
040131|exact|(robo|asalto).*(banco|bancari|cajero|cuenta ?habiente|financier)
04011|exact|robo.*(transeunt|peaton|persona|pasajer|turista)
04012|exact|(robo|asalto).*(transporte|carga|transportista|repartidor|\bbus)|pirat.*terrestre
040121|exact|robo.*(violen|intimid|asalto).*(vehic|auto|moto)|robo.*(vehic|auto|moto).*(con violen|intimid)
040121|exact|encerrona|portonazo
05012|partial|robo.*(casa|vivienda|residencia|domicilio|morada).*(violen|intimid)
04013|partial|(robo|asalto).*(negocio|comerci|establecimiento|tienda|gasoliner|empresa|iglesia)
04011|partial|robo por sorpresa|arrebat
04011|exact|asalto|atraco
0401|exact|robo.*(violen|intimid|con arma|mano armada)
05025|exact|abigeat|(robo|hurto).*(ganado|semoviente|animal)
050211|partial|(robo|hurto).*(vehic|auto|moto|carro|camion)
05012|partial|(robo|hurto).*(casa|vivienda|residencia|domicilio|lugar habitado|morada)
05011|partial|robo.*(lugar no habitado|bodega|local)
0501|partial|robos? con fuerza|escalamiento|fractura
0401|partial|robo frustrado|robo agravado
0401|partial|\brobo|despojo
050231|exact|(hurto|farder).*(tienda|supermercado|comerci|establecimiento)
05022|narrower|hurto.*(persona|celular|telefono)|carterist
0502|exact|hurto|sustraccion
0504|exact|\bdanos?\b|vandalis|graffiti|incendi
0504|partial|ataque.*vias
0503|exact|propiedad intelectual|derechos? de autor|pirateria|propiedad industrial
0701|partial|(usurpacion|suplantacion|robo) de identidad
0709|partial|usurpacion de (funcion|profesion)
0509|partial|usurpacion
06011|partial|posesion simple
06011|exact|(consumo|posesion).*(drog|estupef|marihuana|cocaina)
06012|exact|(trafic|cultivo|siembra|comerci|elabor|produccion|fabric).*(drog|estupef|marihuana|cocaina)
06012|exact|narcotr|narcomenu|microtr
0801|partial|consumo de alcohol|ebriedad|escandalo
0601|exact|drog|estupefac|narco|contra la salud|psicotrop|enervant
0701|exact|fraude|estafa|engano|abuso de confianza|clonacion|(apropiacion|retencion) indebida
0702|exact|falsific|falsedad|uso de documento|suplantac|alteracion de (placa|moneda)
07031|exact|cohecho|soborno
07032|exact|peculado|malversac
07033|exact|abuso de autoridad|abuso de funciones|incumplimiento de deberes
07033|partial|servicio publico|uso indebido de atribuciones
07034|exact|trafico de influencia
07035|exact|enriquecimiento ilicito
0703|exact|corrupcion
07041|exact|lavado|recursos de procedencia
07049|exact|receptacion|encubrimiento|procedencia ilicita
0805|exact|migra|coyotaje|trafico ilegal de personas
0806|exact|evasion|fuga|desobed|quebrantamiento|obstruccion|falso testimonio|perjurio
0806|partial|(contra|administracion de) (la )?justicia
0807|exact|electoral
09012|exact|(trafico|comercio|contraband).*(arma|municion)
090111|exact|(porta|port|posesi|tenenc|disparo|detonac|uso).*arma.*fuego|disparo
09011|partial|objetos aptos para agredir
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
