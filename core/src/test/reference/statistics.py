"""Prints the numbers that the tests of org.loupe.statistics expect; seen with SciPy 1.17.1, NumPy 2.4.6.

python3 core/src/test/reference/statistics.py
"""
import itertools

import numpy as np
from scipy import integrate, optimize, stats

w = np.array([0.5, 0.5, 1.5, 2.5])
y, v, wm = w.sum(), (w**2).sum(), w.max()
low = stats.gamma.ppf(0.025, y**2 / v, scale=v / y)
high = stats.gamma.ppf(0.975, (y + wm) ** 2 / (v + wm**2), scale=(v + wm**2) / (y + wm))
print("Fay and Feuer, weights", w, ":", repr(float(low)), repr(float(high)))

d = np.array([12.0, 15.0, 18.5, 20.0, 22.0, 31.0])
shape, _, scale = stats.lognorm.fit(d, floc=0)
log = np.log(d)
n = len(d)
reach = stats.t.ppf(0.975, n - 1) * log.std(ddof=1) / np.sqrt(n)
print("log-normal fit of", d, ": median", float(scale), "geometric sd", float(np.exp(shape)))
print("  median", float(np.exp(log.mean() - reach)), "to", float(np.exp(log.mean() + reach)))
s2 = shape**2 * n
print(
    "  geometric sd",
    float(np.exp(np.sqrt(s2 / stats.chi2.ppf(0.975, n - 1)))),
    "to",
    float(np.exp(np.sqrt(s2 / stats.chi2.ppf(0.025, n - 1)))),
)

k, m = 57, 80
low = stats.beta.mean(k + 0.5, m - k + 0.5)
print("Jeffreys mean and relative variance of 57 of 80:", float(low),
      float(stats.beta.var(k + 0.5, m - k + 0.5) / low**2))
print("Wilson lower limit:", float(stats.binomtest(k, m).proportion_ci(method="wilson").low))

chi = np.array([[8, 14, 5, 21, 11]])
N = chi.sum()
phi = ((chi - N / 5) ** 2).sum() / (N / 5) / 4
infl = max(phi * (stats.t.ppf(0.975, 4) / stats.norm.ppf(0.975)) ** 2, 0.5)
limits = [float(stats.gamma.ppf(q, N / infl + 0.5) * infl / 5) for q in (0.025, 0.975)]
print("counts 8 14 5 21 11, mean count:", limits, "dispersion", float(phi))



def poisson_level(images, excess, floor=0.5):
    """Share of Poisson sets (normal, many counts) held by factor max((phi - excess) t2/z2, floor)."""
    z, nu = stats.norm.ppf(0.975), images - 1
    ratio = (stats.t.ppf(0.975, nu) / z) ** 2
    edge = excess + floor / ratio
    held = lambda f: 2 * stats.norm.cdf(z * np.sqrt(f)) - 1
    density = lambda phi: held((phi - excess) * ratio) * stats.chi2.pdf(nu * phi, nu) * nu
    return (stats.chi2.cdf(nu * edge, nu) * held(floor)
            + integrate.quad(density, edge, edge + 1, limit=400)[0]
            + integrate.quad(density, edge + 1, 60, limit=400)[0])


for images in (2, 3, 4, 5):
    level = poisson_level(images, 0)
    excess = optimize.brentq(lambda e: poisson_level(images, e) - 0.965, 0, 1) if level > 0.965 else 0
    print(images, "images of Poisson counts: held", float(level), "as found; 0.965 with", excess, "off")

for name, b in {"1/2<111>": (1, 1, 1), "<100>": (1, 0, 0), "1/2<110>": (1, 1, 0)}.items():
    variants = {max(v, tuple(-c for c in v)) for p in itertools.permutations(b)
                for v in itertools.product(*[(c, -c) for c in p])}
    for g in [(1, 1, 0), (2, 0, 0), (2, 1, 1), (3, 1, 0), (1, 1, 1), (2, 2, 0), (3, 1, 1)]:
        print("b", name, "g", g, sum(np.dot(v, g) != 0 for v in variants), "of", len(variants))
