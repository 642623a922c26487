"""Every figure beside R 4.2.2's survey 4.1.1, to nine digits or more."""

import numpy as np
import pytest

from confianza.analysis.surveys import association, change, design, estimates, replicates, weighting
from confianza.analysis.surveys.problems import SurveyRefused
from confianza.analysis.surveys.tests import schools
from confianza.analysis.surveys.tests.schools import DESIGNS, TYPES, WIDE, clustered, stratified

pytestmark = schools.needed


def near(value):
    return pytest.approx(value, rel=1e-7)


def difference(plan, one, other):
    (first, both), (_, second) = estimates.covariance(plan, [one, other])
    return one.estimate - other.estimate, np.sqrt(first + second - 2 * both)


@pytest.mark.parametrize(
    ("name", "mean", "se", "df", "low", "high", "deff", "deff_replace"),
    [
        (
            "stratified",
            662.2873632,
            9.408940803,
            197,
            643.732188272,
            680.842538047,
            1.20445726854,
            1.16556617145,
        ),
        (
            "clustered",
            644.1693989,
            23.54224069,
            14,
            593.676314463,
            694.662483351,
            9.34586945059,
            9.06974836245,
        ),
        (
            "two_stage",
            670.8118081,
            30.09902738,
            39,
            609.930778741,
            731.692837495,
            6.25051375571,
            6.09695270277,
        ),
        ("simple", 656.585, 9.249722039, 199, 638.344950092, 674.825049908, 1.0, 0.967710687762),
    ],
)
def test_means(name, mean, se, df, low, high, deff, deff_replace):
    sample, plan = DESIGNS[name]()
    found = estimates.mean(plan, sample.numbers("api00"))
    assert (found.estimate, found.se, found.df) == (near(mean), near(se), df)
    assert (found.low, found.high) == (near(low), near(high))
    assert (found.deff, found.deff_replace) == (near(deff), near(deff_replace))


@pytest.mark.parametrize(
    ("name", "total", "se"),
    [
        ("stratified", 3687177.532, 114641.7161),
        ("clustered", 3404940.135, 932235.027),
        ("two_stage", 2639272.93, 799637.7736),
        ("simple", 3621074.34, 169519.6543),
    ],
)
def test_totals(name, total, se):
    sample, plan = DESIGNS[name]()
    found = estimates.total(plan, sample.numbers("enroll"))
    assert (found.estimate, found.se) == (near(total), near(se))


@pytest.mark.parametrize(
    ("name", "share", "se", "logit", "beta"),
    [
        (
            "stratified",
            0.8279480114,
            0.02434478011,
            (0.774539654747, 0.870814854944),
            (0.774171328597, 0.873431592621),
        ),
        (
            "clustered",
            0.8743169399,
            0.02035947724,
            (0.823798892383, 0.911900077024),
            (0.823702210848, 0.914704492127),
        ),
        (
            "two_stage",
            0.7512915129,
            0.06639498843,
            (0.595507870801, 0.861074379912),
            (0.590771126113, 0.873292279657),
        ),
        ("simple", 0.815, 0.02707764556, (0.755596894578, 0.86259061044), (0.755071745624, 0.865604341407)),
    ],
)
def test_shares(name, share, se, logit, beta):
    sample, plan = DESIGNS[name]()
    said = sample.said_yes("sch.wide")
    found = estimates.share(plan, said)
    assert (found.estimate, found.se, found.low, found.high) == (near(share), near(se), *map(near, logit))
    other = estimates.share(plan, said, method="beta")
    assert (other.low, other.high) == tuple(map(near, beta))


@pytest.mark.parametrize(
    ("name", "ratio", "se"),
    [
        ("stratified", 0.8369568869, 0.007757103167),
        ("clustered", 0.8497087417, 0.008386297169),
        ("two_stage", 0.8197370421, 0.01885056331),
        ("simple", 0.8253536546, 0.01006882632),
    ],
)
def test_ratios(name, ratio, se):
    sample, plan = DESIGNS[name]()
    found = estimates.ratio(plan, sample.numbers("api.stu"), sample.numbers("enroll"))
    assert (found.estimate, found.se) == (near(ratio), near(se))


@pytest.mark.parametrize(
    ("name", "means"),
    [
        (
            "stratified",
            {"E": (674.43, 12.3824797939), "H": (625.82, 14.9371291854), "M": (636.6, 16.2147073082)},
        ),
        (
            "clustered",
            {
                "E": (648.868055556, 22.3624088939),
                "H": (618.571428571, 38.0202493696),
                "M": (631.44, 31.6094652272),
            },
        ),
        (
            "two_stage",
            {
                "E": (692.810400867, 29.9266042374),
                "H": (598.340659341, 17.6941671261),
                "M": (642.352, 45.0913163003),
            },
        ),
        (
            "simple",
            {
                "E": (666.14084507, 11.1935233972),
                "H": (605.36, 21.9266446973),
                "M": (654.272727273, 21.8261159913),
            },
        ),
    ],
)
def test_means_of_domains(name, means):
    sample, plan = DESIGNS[name]()
    for label, rows in estimates.by(sample.labels("stype")).items():
        found = estimates.mean(plan, sample.numbers("api00"), domain=rows)
        assert (found.estimate, found.se) == tuple(map(near, means[label]))


def test_a_total_of_a_domain_is_not_that_of_the_rows_alone():
    sample, plan = clustered()
    found = estimates.total(plan, sample.numbers("enroll"), domain=estimates.by(sample.labels("both"))["Yes"])
    assert (found.estimate, found.se) == (near(2406419.896), near(645443.808))


@pytest.mark.parametrize(
    ("name", "contrast", "se"),
    [
        ("stratified", 40.9899300352, 19.6665764133),
        ("clustered", 15.5060150376, 16.7620409813),
        ("two_stage", 148.845999502, 37.2315147898),
        ("simple", 50.7955336101, 18.2504850926),
    ],
)
def test_contrasts_of_domains(name, contrast, se):
    sample, plan = DESIGNS[name]()
    rows = estimates.by(sample.labels("comp.imp"))
    yes, no = (estimates.mean(plan, sample.numbers("api00"), domain=rows[each]) for each in ("Yes", "No"))
    assert difference(plan, yes, no) == (near(contrast), near(se))


@pytest.mark.parametrize(
    ("make", "part", "told"),
    [
        (stratified, 0.25, (565, 535, 597, 15.719451132)),
        (stratified, 0.5, (668, 642, 694, 13.1840557882)),
        (stratified, 0.75, (756, 726, 778, 13.1840557882)),
        (clustered, 0.25, (552, 492, 627, 31.4716612054)),
        (clustered, 0.5, (652, 561, 714, 35.6678826995)),
        (clustered, 0.75, (719, 696, 777, 18.8829967232)),
    ],
)
def test_quantiles_by_woodruff(make, part, told):
    sample, plan = make()
    found = estimates.quantile(plan, sample.numbers("api00"), part)
    assert (found.estimate, found.low, found.high, found.se) == (*told[:3], near(told[3]))


@pytest.mark.parametrize(
    ("fpc", "mean", "total"),
    [
        (True, (642.3107882, 23.92048645), (3680892.945, 406292.6363)),
        (False, (642.3107882, 24.16106058), (3680892.945, 410378.8199)),
    ],
)
def test_post_stratified(fpc, mean, total):
    sample, plan = clustered(fpc=fpc)
    plan = weighting.post_stratified(plan, sample.labels("stype"), TYPES)
    found = estimates.mean(plan, sample.numbers("api00")), estimates.total(plan, sample.numbers("enroll"))
    assert (found[0].estimate, found[0].se) == tuple(map(near, mean))
    assert (found[1].estimate, found[1].se) == tuple(map(near, total))
    known = estimates.total(plan, sample.labels("stype") == np.array("H"))
    assert (known.estimate, known.se) == (near(755), pytest.approx(0, abs=1e-6))


def test_raked():
    sample, plan = clustered()
    plan = weighting.raked(plan, [(sample.labels("stype"), TYPES), (sample.labels("sch.wide"), WIDE)])
    found = estimates.mean(plan, sample.numbers("api00")), estimates.total(plan, sample.numbers("enroll"))
    assert (found[0].estimate, found[0].se) == (near(641.2303209), near(23.70361689))
    assert (found[1].estimate, found[1].se) == (near(3647280.148), near(400603.2569))
    rows = zip(sample.labels("stype"), sample.labels("sch.wide"), plan.weights, strict=True)
    weights = {(kind, wide): weight for kind, wide, weight in rows}
    assert weights["E", "No"] == near(39.8392362469)
    assert weights["H", "Yes"] == near(50.3294011162)
    assert weights["M", "No"] == near(49.0690721641)


def test_calibrated_by_regression():
    sample, plan = clustered()
    kinds = np.array(sample.labels("stype"))
    x = np.column_stack([np.ones(len(kinds)), kinds == "H", kinds == "M", sample.numbers("api99")])
    plan = weighting.calibrated(plan, x, [6194, 755, 1018, 3914069])
    found = estimates.mean(plan, sample.numbers("api00")), estimates.total(plan, sample.numbers("enroll"))
    assert (found[0].estimate, found[0].se) == (near(665.3090712), near(3.441753116))
    assert (found[1].estimate, found[1].se) == (near(3638487.204), near(385524.4274))


def panel(sample, **told):
    """The change of the mean from one year to the next, in the same clusters."""
    size = len(sample.table)
    stacked = design.of(np.tile(sample.numbers("pw"), 2), **told)
    scores, first = (
        np.concatenate([sample.numbers("api99"), sample.numbers("api00")]),
        np.arange(2 * size) < size,
    )
    waves = (estimates.mean(stacked, scores, domain=rows) for rows in (first, ~first))
    return change.in_same_clusters(stacked, *waves)


def test_change_in_the_same_clusters():
    sample, _ = clustered()
    found = panel(sample, clusters=[sample.labels("dnum") * 2], fpc=[np.tile(sample.numbers("fpc"), 2)])
    assert (found.estimate, found.se, found.df) == (near(37.1912568306), near(3.0851969669), 14)
    assert (found.low, found.high, found.covariance) == (
        near(30.5741674),
        near(43.8083462),
        near(565.785631732),
    )
    assert panel(sample, clusters=[sample.labels("dnum") * 2]).se == near(3.116225541)


def test_change_of_the_same_people():
    sample, _ = stratified()
    told = {"strata": sample.labels("stype") * 2, "clusters": [sample.labels("snum") * 2]}
    found = panel(sample, **told, fpc=[np.tile(sample.numbers("fpc"), 2)])
    assert (found.estimate, found.se) == (near(32.8925183754), near(2.05111240771))


def test_change_between_samples_drawn_apart():
    (earlier, one), (later, other) = stratified(), clustered()
    first, second = (
        estimates.mean(one, earlier.numbers("api99")),
        estimates.mean(other, later.numbers("api00")),
    )
    found = change.independent(first, second)
    assert (found.estimate, found.se, found.df) == (near(14.7745541231), near(25.5639852655), 211)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (clustered, (5.193369541, 1.494639778, 20.924956888, 0.0217474624)),
        (stratified, (17.24744396, 1.828671504, 360.24828632, 2.03504636e-07)),
    ],
)
def test_rao_and_scott(make, told):
    sample, plan = make()
    found = association.of_table(plan, sample.labels("sch.wide"), sample.labels("stype"))
    assert (found.f, found.ndf, found.ddf, found.p) == tuple(map(near, told))


def test_jackknife():
    sample, plan = clustered()
    left_out = replicates.jackknife(plan)
    mean = replicates.estimated(plan, left_out, replicates.mean_of(sample.numbers("api00")))
    ratio = replicates.ratio_of(sample.numbers("api.stu"), sample.numbers("enroll"))
    assert (mean.estimate, mean.se) == (near(644.1693989), near(26.32936059))
    assert replicates.estimated(plan, left_out, ratio).se == near(0.009517085176)
    _, large = clustered(fpc=False)
    of_large = replicates.estimated(
        large, replicates.jackknife(large), replicates.mean_of(sample.numbers("api00"))
    )
    assert of_large.se == near(26.59416136)
    strata, plan = stratified()
    found = replicates.estimated(
        plan, replicates.jackknife(plan), replicates.mean_of(strata.numbers("api00"))
    )
    assert found.se == near(9.408940803)


def test_bootstrap_is_near_the_formula():
    sample, plan = clustered(fpc=False)
    drawn = replicates.bootstrap(plan, seed=20261128, replicates=4000)
    found = replicates.estimated(plan, drawn, replicates.mean_of(sample.numbers("api00")))
    assert found.se == pytest.approx(estimates.mean(plan, sample.numbers("api00")).se, rel=0.08)
    again = replicates.bootstrap(plan, seed=20261128, replicates=4000)
    assert np.array_equal(drawn.weights, again.weights)


@pytest.mark.parametrize(
    ("lonely", "se"), [("adjust", 12.50212745), ("average", 17.65265109), ("certainty", 12.48230929)]
)
def test_a_stratum_of_one_cluster(lonely, se):
    sample = schools.Sample("strat")
    kinds = np.array(sample.labels("stype"))
    rows = (kinds == "E") | (np.arange(len(kinds)) == np.argmax(kinds == "H"))
    told = sample.numbers("pw")[rows], kinds[rows]
    with pytest.raises(SurveyRefused, match="single cluster"):
        design.of(told[0], strata=told[1])
    found = estimates.mean(design.of(told[0], strata=told[1], lonely=lonely), sample.numbers("api00")[rows])
    assert (found.estimate, found.se) == (near(673.7239309), near(se))
