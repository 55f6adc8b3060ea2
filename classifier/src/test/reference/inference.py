"""Prints the values in the tests of the package inference, by SciPy and statsmodels.

Made with SciPy 1.10.1, statsmodels 0.13.5 and NumPy 1.24.2. Run: python3 inference.py
"""
import numpy as np
from scipy import integrate, optimize, stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.libqsturng import qsturng

print("McNemarTest: b, c, statsmodels' exact McNemar, SciPy's binomial test")
for b, c in ((0, 0), (1, 0), (5, 5), (5, 0), (10, 3), (3, 10), (120, 180), (49000, 51000)):
    exact = mcnemar([[0, b], [c, 0]], exact=True).pvalue if b + c else 1
    print(f'"{b},{c},{min(1, exact)!r}",', stats.binomtest(b, b + c).pvalue if b + c else 1)

print("HolmTest")
for p in ((0.01, 0.04, 0.03, 0.005), (0.2, 0.2, 0.9, 0.001, 0.0005, 0.03), (0.5, 0.5), (0.04,)):
    print(p, [float(v) for v in multipletests(p, method="holm")[1]])

print("FriedmanTest: Demšar's AUC of four settings of C4.5 on 14 data sets, his table 6")
auc = np.array([
    [.763, .768, .771, .798], [.599, .591, .590, .569], [.954, .971, .968, .967], [.628, .661, .654, .657],
    [.882, .888, .886, .898], [.936, .931, .916, .931], [.661, .668, .609, .685], [.583, .583, .563, .625],
    [.775, .838, .866, .875], [1, 1, 1, 1], [.940, .962, .965, .962], [.619, .666, .614, .669],
    [.972, .981, .9751, .975], [.957, .978, .946, .970]])


def friedman(scores):
    n, k = scores.shape
    chi2 = stats.friedmanchisquare(*scores.T).statistic
    f = (n - 1) * chi2 / (n * (k - 1) - chi2)
    ranks = stats.rankdata(-scores, axis=1).mean(0)
    cd = stats.studentized_range.isf(.05, k, np.inf) / np.sqrt(2) * np.sqrt(k * (k + 1) / 6 / n)
    print([float(v) for v in ranks], repr(chi2), repr(f), repr(stats.f.sf(f, k - 1, (k - 1) * (n - 1))), repr(cd))


friedman(auc)
friedman(np.array([[9, 8, 7], [6, 7, 5], [3, 2, 2.5], [5, 4, 3], [8, 9, 7], [4, 3, 1.0]]))


def range_cdf(q, k):
    """By adaptive quadrature, with SciPy's own beside it."""
    return k * integrate.quad(
        lambda z: stats.norm.pdf(z) * (stats.norm.cdf(z + q) - stats.norm.cdf(z)) ** (k - 1),
        -12, 12, epsabs=1e-14, epsrel=1e-13, limit=500, points=(-q, -q / 2, 0))[0]


print("StudentizedRangeTest: level, k, quadrature, SciPy's studentized_range, statsmodels' qsturng")
for level in (.9, .95, .99):
    for k in (2, 3, 5, 10, 20):
        q = optimize.brentq(lambda q: range_cdf(q, k) - level, .1, 20, xtol=1e-13, rtol=1e-13)
        print(f'"{level},{k},{q!r}",', stats.studentized_range.ppf(level, k, np.inf), qsturng(level, k, np.inf))

print("FiveByTwoTest")
x = np.array([[.02, .01], [.015, -.005], [.03, .02], [-.01, .025], [.01, .012]])
s = ((x - x.mean(1, keepdims=True)) ** 2).sum(1)
t = x[0, 0] / np.sqrt(s.mean())
f = (x ** 2).sum() / (2 * s.sum())
print(repr(t), repr(2 * stats.t.sf(abs(t), 5)), repr(f), repr(stats.f.sf(f, 10, 5)))

print("CorrectedResampledTTest: mean, error, p, better, equal, worse by half a point")
x = np.array([.012, .004, .02, -.003, .009, .011, .001, .015, .007, .01])
scale = np.sqrt((1 / len(x) + 300 / 2700) * x.var(ddof=1))
for mean, margin in ((x.mean(), .005), (x.mean(), 0)):
    d = stats.t(len(x) - 1, mean, scale)
    print(repr(mean), repr(stats.t.isf(.025, len(x) - 1) * scale), repr(2 * stats.t.sf(abs(mean) / scale, len(x) - 1)),
          repr(d.sf(margin)), repr(d.cdf(margin) - d.cdf(-margin)), repr(d.cdf(-margin)))

print("DifferenceTest: sources (variance, freedom), mean, error of 95 %, of 99 %, p, better, worse by half a point")


def half_width(sources, tail):
    v = sum(s[0] for s in sources)
    z = stats.norm.isf(tail)
    exponent = 1 + min(1, 40 * tail)
    return np.sqrt(v * (z ** 2 + sum((stats.t.isf(tail, f) ** 2 - z ** 2) * (s / v) ** exponent for s, f in sources)))


def tail_of(sources, distance):
    return .5 if distance == 0 else np.exp(optimize.brentq(
        lambda a: half_width(sources, np.exp(a)) - distance, -200, np.log(.5), xtol=1e-14, rtol=1e-14))


def beyond(sources, value):
    return 1 - tail_of(sources, value) if value > 0 else tail_of(sources, -value)


for sources, mean in ((((1e-4, 999), (2e-5, 2)), .03), (((1e-5, 999), (1e-4, 2)), .012), (((0, 9), (1e-4, 2)), -.07),
                      (((1e-4, 99), (3e-5, 4)), .002)):
    print(sources, mean, repr(half_width(sources, .025)), repr(half_width(sources, .005)),
          repr(2 * tail_of(sources, abs(mean))), repr(beyond(sources, mean - .005)),
          repr(beyond(sources, -mean - .005)))

print("ImagesAndSeedsTest: v1 - v12, v2, mean by the mean squares of statsmodels' analysis of variance")
import pandas as pd
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

seed, image = np.mgrid[0:3, 0:40]
first = (image * 7919 + seed * 104729 + image * image * (seed + 3)) % 11 < 8
second = (image * 6101 + seed * 7907 + image * image * (seed + 2)) % 13 < 8
d = first.astype(float) - second
table = anova_lm(ols("d ~ C(i) + C(s)", pd.DataFrame(dict(d=d.ravel(), i=image.ravel(), s=seed.ravel()))).fit())
ms = table["mean_sq"]
print(repr((ms["C(i)"] - ms["Residual"]) / d.size), repr(ms["C(s)"] / d.size), repr(d.mean()))

print("DeviationIntervalTest: n, deviation, level, low, high")
for n, sd, level in ((10, 1, .95), (2, .5, .95), (5, 2, .9), (30, .01, .99)):
    outside = (1 - level) / 2
    print(n, sd, level, repr(sd * np.sqrt((n - 1) / stats.chi2.isf(outside, n - 1))),
          repr(sd * np.sqrt((n - 1) / stats.chi2.ppf(outside, n - 1))))
