"""How few places hold how much; whether crime moved next door; what it weighs."""

from tests.specs.spec import Chapter, Spec

ROOM = "confianza.analysis.hotspots"
CONCENTRATION, DISPLACEMENT, HARM = f"{ROOM}.concentration", f"{ROOM}.displacement", f"{ROOM}.harm"
STREETS, POINTS = f"{ROOM}.streets", f"{ROOM}.points"
# 287 crimes and 293 segments of streets that come with libpysal, in feet, brought to metres.
GEODANET = (
    "(lambda read: streets.of_points(points.of_arrays(read('crimes').x, read('crimes').y), streets.of_lines(read('streets').to_numpy())))"
    "(lambda name: geopandas.read_file(next(f for f in examples.load_example('geodanet').get_file_list() "
    "if f.endswith('/' + name + '.shp'))).geometry.to_crs('EPSG:32612'))"
)
OF_GEODANET = (STREETS, POINTS, "geopandas", "libpysal.examples")
NUMBERS = "(lambda d: (d.estimate, d.se, d.z, d.low, d.high))"
PAPER = "comparison=(308, 318), treated=(207, 110), around_comparison=(150, 140), around_treated=(178, 157)"

CHAPTER = Chapter(
    name="concentration",
    title_es="Concentración, daño y desplazamiento",
    title_en="Concentration, harm and displacement",
    says_es=(
        "Pocos lugares reúnen mucho delito; pero diez delitos en mil lugares siempre parecen concentrados. El Gini generalizado quita lo que el número mismo obliga. "
        "En las calles, cada hecho va al tramo más cercano (a 50 m, cuando más; los de una esquina, por turno a sus tramos) y los tramos se ordenan por lo improbable de su conteo para su largo: un tramo largo tiene más por largo, y uno corto con un hecho tiene una tasa alta por azar. Se dice en qué parte del largo está la mitad, y en cuál estaría si cada metro fuera igual; de las ciudades en que lo es, cinco de cada cien muestran algún tramo. "
        "El daño se pesa con los pesos que el municipio decide y firma; nunca con la tabla de otro país, y sin peso no hay total. "
        "Si baja donde se actuó y sube al lado, no bajó: la diferencia ponderada de desplazamiento suma ambas cosas con su error. Supone conteos de Poisson; no prueba una causa."
    ),
    says_en=(
        "Few places hold much of the crime; but ten crimes in a thousand places always look concentrated. The generalised Gini takes off what the number itself compels. "
        "On streets, each event goes to the nearest segment (at most 50 m away; those at a corner by turns to its segments), and segments are ranked by how unlikely their count is for their length: a long one holds more by its length, and a short one with one event has a high rate by chance. It is told on which share of the length half of the events lie, and on which they would if every metre were alike; of towns where it is, five in a hundred show any segment. "
        "Harm is weighed with weights that the municipality decides and signs; never by the table of another country, and without a weight there is no total. "
        "If it falls where something was done and rises next door, it did not fall: the weighted displacement difference adds both, with its error. It supposes Poisson counts; it proves no cause."
    ),
    specs=(
        Spec(
            title="Gini",
            asks="Four places with 1, 2, 3 and 4 crimes.",
            modules=(CONCENTRATION,),
            call="concentration.gini([1, 2, 3, 4])",
            expected=0.25,
            tolerance=1e-12,
            source="By hand: 2 (1·1 + 2·2 + 3·3 + 4·4)/(4·10) - 5/4",
        ),
        Spec(
            title="Fewer crimes than places",
            asks="Ten crimes at ten of a thousand places: how concentrated, by either coefficient?",
            modules=(CONCENTRATION,),
            call="(concentration.gini([0] * 990 + [1] * 10), concentration.generalised_gini([0] * 990 + [1] * 10))",
            expected=(0.99, 0.0),
            tolerance=1e-12,
            source="As even as ten crimes can be: max(n/c, 1)(G - 1) + 1 = 0, by hand (Bernasco & Steenbeek 2017)",
        ),
        Spec(
            title="Two at one place",
            asks="Two crimes at one of four places, none elsewhere.",
            modules=(CONCENTRATION,),
            call="(concentration.gini([2, 0, 0, 0]), concentration.generalised_gini([2, 0, 0, 0]))",
            expected=(0.75, 0.5),
            tolerance=1e-12,
            source="By hand: G = 3/4; 2 · (3/4 - 1) + 1",
        ),
        Spec(
            title="Half of all crime",
            asks="What share of these ten places holds half of the crime?",
            modules=(CONCENTRATION,),
            call="concentration.places_for([10, 5, 2, 1, 1, 1, 0, 0, 0, 0], 0.5)",
            expected=0.1,
            tolerance=1e-12,
            source="The first place holds 10 of 20, by hand (Weisburd 2015)",
        ),
        Spec(
            title="Streets: the nearest segment",
            asks="Of 287 crimes and 293 segments: how many crimes have a street within 50 m and how many none, on how many segments, the most on one, and how many metres away in all?",
            modules=OF_GEODANET,
            call=(
                f"(lambda told: (int(told.table['count'].sum()), told.snapped.lost, int((told.table['count'] > 0).sum()), "
                f"told.table['count'].max(), float(told.snapped.metres[told.snapped.street >= 0].sum())))({GEODANET})"
            ),
            expected=(262, 25, 101, 37.0, 5918.902476),
            tolerance=5e-6,
            source="geopandas, sjoin_nearest(max_distance=50), on the same points and lines",
        ),
        Spec(
            title="Streets: half of all crime, by length, and what stands out",
            asks="On which share of the length lie half of those crimes; which segments stand out most, and how likely is that for their length?",
            modules=OF_GEODANET,
            call=(
                f"(lambda told: (told.length_for_half, told.table['place'].to_list()[:3], told.table['p'].to_list()[1:3]))({GEODANET})"
            ),
            expected=(0.070107853, [274, 16, 25], [2.27406355e-10, 1.5608237605e-06]),
            tolerance=5e-10,
            source="The join of geopandas, sorted by crimes per metre and summed; scipy.stats.binomtest (greater) for each segment",
        ),
        Spec(
            title="Displacement",
            asks="Treated 207 before and 110 after, comparison 308 and 318, around the treated 178 and 157, around the comparison 150 and 140.",
            modules=(DISPLACEMENT,),
            call=f"{NUMBERS}(displacement.difference({PAPER}).total)",
            expected=(-118.0, 39.598, -2.97995, -195.6106, -40.3894),
            tolerance=5e-4,
            source="Wheeler & Ratcliffe (2018): -118 (39.6), Z -2.98, -196 to -40",
        ),
        Spec(
            title="Periods of different length",
            asks="Two years before and one after: comparison 100 and 50, treated 80 and 20.",
            modules=(DISPLACEMENT,),
            call="(lambda d: (d.estimate, d.se))(displacement.difference(comparison=(100, 50), treated=(80, 20), periods=(2, 1)).total)",
            expected=(-20.0, 10.7238),
            tolerance=5e-5,
            source="ptools, test-wdd.R: -20, √115",
        ),
        Spec(
            title="Areas of different size",
            asks="The first example with sizes 0.9, 1.2, 1.6 and 1.5.",
            modules=(DISPLACEMENT,),
            call=f"{NUMBERS}(displacement.difference({PAPER}, areas=(0.9, 1.2, 1.6, 1.5)).total)",
            expected=(-99.69444444, 35.4280755, -2.813995483, -169.1321965, -30.25669241),
            tolerance=5e-8,
            source="ptools, test-wdd.R",
        ),
        Spec(
            title="Weighed by harm",
            asks="Five kinds of crime with the weights 3, 2, 5, 7 and 10.",
            modules=(DISPLACEMENT,),
            given={
                "kinds": [
                    ((133, 91), (130, 74)),
                    ((388, 305), (327, 202)),
                    ((148, 97), (398, 190)),
                    ((86, 64), (144, 92)),
                    ((94, 67), (183, 96)),
                ]
            },
            call=f"{NUMBERS}(displacement.of_harm([displacement.difference(comparison=a, treated=b).local for a, b in kinds], [3, 2, 5, 7, 10]))",
            expected=(-1721.0, 304.10360077, -5.65925558, -2317.03210507, -1124.96789493),
            tolerance=5e-8,
            source="ptools, test-wdd.R",
        ),
        Spec(
            title="A weight for a class holds for what lies in it",
            asks="The municipality weighs 0101 with 5475 and 05 with 2.5: what do a homicide, a theft of a car and an extortion weigh?",
            modules=(HARM, "polars"),
            call="[harm.of_table(polars.DataFrame({'iccs': ['0101', '05'], 'weight': [5475.0, 2.5], 'author': ['Concejo', 'Concejo']})).of(c) for c in ('0101', '050211', '02051')]",
            expected=[5475.0, 2.5, None],
            source="By definition: the nearest class above; no weight, no number",
        ),
    ),
)
