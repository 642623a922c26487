"""What a survey can tell, how many interviews it takes, and when a change is more than noise."""

from typing import Any

from tests.specs.spec import Chapter, Spec

PLANNING = "confianza.analysis.surveys.planning"
DESIGN = "confianza.analysis.surveys.design"
ESTIMATES = "confianza.analysis.surveys.estimates"
INTERVALS = "confianza.analysis.surveys.intervals"
WEIGHTING = "confianza.analysis.surveys.weighting"
CHANGE = "confianza.analysis.surveys.change"
DRAWING = "confianza.analysis.surveys.drawing"
REPLICATES = "confianza.analysis.surveys.replicates"
PUBLISHING = "confianza.analysis.surveys.publishing"
PROTECTING = "confianza.analysis.surveys.protecting"

_COCHRAN = "Cochran (1977), Sampling Techniques, chapter 4: z² p (1 - p) / e², worked out with z = 1.959964"
_R = "R 4.2.2, package survey 4.1.1, on its stratified sample of California schools (apistrat)"
# Two strata; in each two clusters of two people, who stand for five people each.
_TOWN: dict[str, list[Any]] = {
    "weights": [5.0] * 8,
    "strata": ["north"] * 4 + ["south"] * 4,
    "clusters": [["a", "a", "b", "b", "c", "c", "d", "d"]],
    "marks": [4.0, 6.0, 7.0, 7.0, 2.0, 4.0, 5.0, 7.0],
}
_TWICE = {
    "weights": _TOWN["weights"] * 2,
    "strata": _TOWN["strata"] * 2,
    "clusters": [_TOWN["clusters"][0] * 2],
    "marks": [*_TOWN["marks"], 5.0, 7.0, 7.0, 9.0, 3.0, 5.0, 6.0, 6.0],
    "wave": ["1"] * 8 + ["2"] * 8,
}
_PLAN = "design.of(weights, strata=strata, clusters=clusters)"


def _of(found: str, *fields: str) -> str:
    return f"[getattr({found}, name) for name in {list(fields)!r}]"


CHAPTER = Chapter(
    name="surveys",
    title_es="Encuestas",
    title_en="Surveys",
    says_es=(
        "Una encuesta habla de personas a quienes nadie preguntó. Cuánto se puede creer depende de cómo se escogió a quienes sí: en estratos, en conglomerados, con más o menos probabilidad. Cada estimación se linealiza (Taylor): se calcula cuánto aporta cada entrevista y se suma por conglomerado dentro de su estrato; de ahí salen error estándar, intervalo y efecto del diseño. Quien no entra en un dominio no se borra, porque también es azar quién entra. "
        "El cambio entre dos olas resta lo que ambas comparten cuando se hicieron en los mismos conglomerados. Si cambió la escala no hay cambio que contar; si cambió el modo (en casa, por teléfono) se dice al lado. Varias preguntas a la vez se juzgan juntas (Holm). Menos de diez respuestas nunca se muestran, y con menos de treinta, menos de cinco conglomerados o un coeficiente de variación mayor de 30 % no se publica. Donde nadie entrevistó no hay dato, que no es cero."
    ),
    says_en=(
        "A survey speaks of people whom nobody asked. How far it can be believed depends on how those who were asked had been chosen: in strata, in clusters, with more or less of a chance. Each estimate is linearised (Taylor): what each interview adds to it is worked out and summed over the clusters of each stratum; from that come the standard error, the interval and the design effect. Who is outside a domain is not dropped, since who is inside is a matter of chance too. "
        "The change between two waves takes off what both share where they were held in the same clusters. Where the scale changed there is no change to tell; where the mode changed (at home, by telephone) it is said beside it. Several questions at once are judged together (Holm). Fewer than ten answers are never shown, and with fewer than thirty, fewer than five clusters or a coefficient of variation above 30 % nothing is published. Where nobody was interviewed there are no data, which is not zero."
    ),
    specs=(
        Spec(
            title="Interviews for a share",
            asks="How many people to go to for ± 5 points, for ± 3 points, and for ± 5 points among 500 people?",
            modules=(PLANNING,),
            call="[planning.interviews_for_share(0.5, 0.05), planning.interviews_for_share(0.5, 0.03), planning.interviews_for_share(0.5, 0.05, population=500)]",
            expected=[384.1459, 1067.0719, 217.4872],
            source=_COCHRAN,
            tolerance=5e-5,
        ),
        Spec(
            title="Clusters and closed doors cost interviews",
            asks="And in a town of 12,000, with a design effect of 1.5, when eight of ten answer?",
            modules=(PLANNING,),
            call="planning.interviews_for_share(0.5, 0.05, population=12000, deff=1.5, response=0.8)",
            expected=687.3266,
            source="By hand: 384.1459 × 1.5 = 576.2188; / (1 + 575.2188 / 12000) = 549.8613; / 0.8",
            tolerance=5e-5,
        ),
        Spec(
            title="People of one block are alike",
            asks="What is the design effect of eleven interviews a cluster, with an intraclass correlation of 0.05?",
            modules=(PLANNING,),
            call="planning.design_effect(11, 0.05)",
            expected=1.5,
            source="Kish (1965), Survey Sampling, section 5.4: 1 + (11 - 1) × 0.05",
            tolerance=1e-12,
        ),
        Spec(
            title="Unequal weights",
            asks="Three people who stand for one each and one who stands for five: what do the weights cost?",
            modules=(INTERVALS,),
            call="intervals.kish(3 * 1**2 + 5**2, 3 * 1 + 5, 4)",
            expected=1.75,
            source="Kish (1992): n Σw² / (Σw)² = 4 × 28 / 64",
            tolerance=1e-12,
        ),
        Spec(
            title="Interviews for a change",
            asks="How many in each wave to tell half a point (sd 2.5), and to tell 40 % from 50 %, four times of five?",
            modules=(PLANNING,),
            call="[planning.interviews_for_change_of_mean(0.5, 2.5), planning.interviews_for_change_of_share(0.4, 0.5)]",
            expected=[392.4440, 384.5951],
            source="By hand: 2 (1.959964 + 0.841621)² × 2.5² / 0.5², and 7.848880 × (0.24 + 0.25) / 0.1²",
            tolerance=5e-5,
        ),
        Spec(
            title="More interviews where people differ more",
            asks="Ninety interviews for two strata of the same size, of which one spreads twice as much?",
            modules=(PLANNING,),
            call="planning.allocated(90, {'a': 1, 'b': 1}, spread={'a': 2, 'b': 1})",
            expected={"a": 60, "b": 30},
            source="Neyman (1934): in proportion to size × standard deviation",
        ),
        Spec(
            title="A draw that anybody can check",
            asks="Which number has “hogar 1” under the seed “semilla”?",
            modules=(DRAWING,),
            call="drawing.number('semilla', 'hogar 1')",
            expected=0.6407644498206472,
            source="printf 'semilla|hogar 1' | sha256sum, a40923…3ba2, over 2^256",
            tolerance=1e-15,
        ),
        Spec(
            title="A mean from two strata with two clusters each",
            asks="Eight people give the police a mark: mean, standard error and degrees of freedom?",
            modules=(DESIGN, ESTIMATES),
            given=_TOWN,
            call=_of(f"estimates.mean({_PLAN}, marks)", "estimate", "se", "df"),
            expected=[5.25, 0.9013878, 2],
            source=(
                "By hand: cluster sums of 5 (y - 5.25) / 40 are -.0625, .4375, -.5625 and .1875; each stratum adds "
                "(z₁ - z₂)²: .25 + .5625 = .8125"
            ),
            tolerance=5e-8,
        ),
        Spec(
            title="A total",
            asks="And the sum of the marks of all forty people they stand for?",
            modules=(DESIGN, ESTIMATES),
            given=_TOWN,
            call=_of(f"estimates.total({_PLAN}, marks)", "estimate", "se"),
            expected=[210.0, 36.0555128],
            source="By hand: 5 × 42, and √(5² × ((10 - 14)² + (6 - 12)²)) = √1300",
            tolerance=5e-8,
        ),
        Spec(
            title="All clusters taken leave nothing to chance",
            asks="And if the town had only these four clusters, and all were asked?",
            modules=(DESIGN, ESTIMATES),
            given=_TOWN,
            call="estimates.mean(design.of(weights, strata=strata, clusters=clusters, fpc=[[2] * 8]), marks).se",
            expected=0.0,
            source="By hand: the finite population correction is 1 - 2 / 2",
            tolerance=1e-12,
        ),
        Spec(
            title="A domain keeps the others in the design",
            asks="The mean of the north alone?",
            modules=(DESIGN, ESTIMATES),
            given=_TOWN,
            call=_of(
                f"estimates.mean({_PLAN}, marks, domain=estimates.by(strata)['north'])", "estimate", "se", "n"
            ),
            expected=[6.0, 1.0, 4],
            source="By hand: cluster sums 5 (−2 + 0) / 20 = −0.5 and 5 (1 + 1) / 20 = 0.5; √(−0.5 − 0.5)²",
            tolerance=1e-12,
        ),
        Spec(
            title="Leaving out one cluster at a time tells the same",
            asks="The standard error of the mean by the jackknife?",
            modules=(DESIGN, ESTIMATES, REPLICATES),
            given=_TOWN,
            call=f"replicates.estimated({_PLAN}, replicates.jackknife({_PLAN}), replicates.mean_of(__import__('numpy').array(marks))).se",
            expected=0.9013878,
            source="By hand: weights are equal and clusters of one size, so that the mean is linear and both agree",
            tolerance=5e-8,
        ),
        Spec(
            title="An interval by Student's t",
            asks="662.2873632 with a standard error of 9.408940803 on 197 degrees of freedom: from where to where?",
            modules=(INTERVALS,),
            call="intervals.of_mean(662.2873632, 9.408940803, 197)",
            expected=[643.7321883, 680.8425380],
            source=f"{_R}: confint of the mean of api00",
            tolerance=1e-6,
        ),
        Spec(
            title="A share stays between 0 and 1",
            asks="82.79480114 % with a standard error of 2.434478011 points: on the scale of log odds, and by the beta distribution?",
            modules=(INTERVALS,),
            call="[intervals.of_share(0.8279480114, 0.02434478011, df=197, n=200, method=way) for way in ('logit', 'beta')]",
            expected=[[0.7745396544, 0.8708148545], [0.7741713286, 0.8734315926]],
            source=f"{_R}: svyciprop of sch.wide",
            tolerance=1e-8,
        ),
        Spec(
            title="Nobody of thirty said so",
            asks="How many of a hundred might, all the same?",
            modules=(DESIGN, ESTIMATES),
            call="estimates.share(design.of([1.0] * 30), [0.0] * 30).high",
            expected=0.1157033,
            source="Clopper and Pearson (1934): 1 - 0.025^(1/30)",
            tolerance=5e-8,
        ),
        Spec(
            title="Those who answered stand for those who did not",
            asks="Of forty people drawn (weight 1.5), twenty answered: what do these stand for?",
            modules=(WEIGHTING,),
            call="sorted({*weighting.for_nonresponse([1.5] * 40, [1] * 20 + [0] * 20, ['a'] * 40).tolist()})",
            expected=[0.0, 3.0],
            source="By hand: 1.5 × 60 / 30",
            tolerance=1e-12,
        ),
        Spec(
            title="Weights that agree with two margins",
            asks="One interview in each cell; 30 men and 70 women, 40 in town and 60 outside: which weights?",
            modules=(DESIGN, WEIGHTING),
            call="weighting.raked(design.of([1.0] * 4), [(['m', 'm', 'f', 'f'], {'m': 30, 'f': 70}), (['t', 'o', 't', 'o'], {'t': 40, 'o': 60})]).weights.tolist()",
            expected=[12.0, 18.0, 28.0, 42.0],
            source="By hand: from equal weights, fitting gives the product of the margins over 100 (Deming and Stephan 1940)",
            tolerance=1e-9,
        ),
        Spec(
            title="The same clusters twice tell smaller changes",
            asks="The same people's later marks: change, its standard error, and that error if the waves had been drawn apart?",
            modules=(DESIGN, ESTIMATES, CHANGE),
            given=_TWICE,
            call=(
                "[plan := design.of(weights, strata=strata, clusters=clusters), "
                "one := estimates.mean(plan, marks, domain=estimates.by(wave)['1']), "
                "two := estimates.mean(plan, marks, domain=estimates.by(wave)['2']), "
                "change.in_same_clusters(plan, one, two).estimate, change.in_same_clusters(plan, one, two).se, "
                "change.independent(one, two).se][3:]"
            ),
            expected=[0.75, 0.25, 1.1456439],
            source="By hand: cluster sums of the difference are 2, 2; 2, 0: √(0² + (2 / 8)²); apart √(.8125 + .5)",
            tolerance=5e-8,
        ),
        Spec(
            title="From 4.7 to 6.3, if somebody says how many were asked",
            asks="400 interviews each, sd 2.5, design effect 1.5: change, standard error, interval, and the smallest change such surveys would tell?",
            modules=(CHANGE,),
            call="[told := change.published(4.7, 6.3, n=(400, 400), sd=2.5, deff=1.5), told.change.estimate, told.change.se, told.change.low, told.change.high, told.detectable][1:]",
            expected=[1.6, 0.2165064, 1.1756553, 2.0243447, 0.6065610],
            source="By hand: √(1.5 × 2.5² × 2 / 400); ± 1.959964 of it; (1.959964 + 0.841621) of it",
            tolerance=5e-7,
        ),
        Spec(
            title="Several changes at once",
            asks="Five questions with p = 0.01 to 0.05: which p has each, seen together?",
            modules=(CHANGE,),
            call="change.holm([0.01, 0.02, 0.03, 0.04, 0.05])",
            expected=[0.05, 0.08, 0.09, 0.09, 0.09],
            source="Holm (1979); R: p.adjust(1:5 / 100, 'holm')",
            tolerance=1e-12,
        ),
        Spec(
            title="Where nobody was asked",
            asks="What is shown of a place without interviews, and of one with nine?",
            modules=(DESIGN, ESTIMATES, PUBLISHING),
            call="[publishing.verdict(None), publishing.verdict(estimates.mean(design.of([1.0] * 9), [5.0, 6.0, 7.0] * 3))]",
            expected=["no_data", "too_few"],
            source="Rule of the house: no data are not zero; cells under ten are never shown",
        ),
        Spec(
            title="What is left out beside a small neighbourhood",
            asks="D has nine answers and may not be told. Which of A, B and C may be, beside the total?",
            modules=(PROTECTING,),
            given={
                "parts": [
                    ("A", 0.4, 100.0, 60, True),
                    ("B", 0.5, 80.0, 50, True),
                    ("C", 0.3, 90.0, 40, True),
                    ("D", 0.9, 30.0, 9, False),
                ]
            },
            call="sorted(protecting.allowed([protecting.Part(*part) for part in parts], 134 / 300, scale=(0.0, 1.0)).parts)",
            expected=["A", "B"],
            source="By hand: 134 less 40, 40 and 27 of the people is 27 of 30 in D, so that C, with the fewest answers, is left out; 54 of 120 are then shared by C and D, and D may be anything from 0 to 1",
        ),
        Spec(
            title="Two publications of the same answers",
            asks="C and D are hidden. Does a second total, by other weights, give them away?",
            modules=(PROTECTING,),
            given={
                "first": (0.425, {"A": 100.0, "C": 50.0, "D": 50.0}, {"A": 0.4}),
                "second": (0.38, {"A": 100.0, "C": 80.0, "D": 20.0}, {"A": 0.4}),
                "secret": {"C": 0.3, "D": 0.6},
            },
            call="[protecting.given_away([protecting.Said(*told) for told in several], secret, (0.0, 1.0)) for several in ([first], [first, second])]",
            expected=[[], ["C", "D"]],
            source="By hand: 0.5 C + 0.5 D = 0.45 has many solutions; with 0.8 C + 0.2 D = 0.36 there is one, C = 0.3 and D = 0.6",
        ),
    ),
)
