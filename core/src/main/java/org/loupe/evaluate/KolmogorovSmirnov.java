package org.loupe.evaluate;

import java.util.Arrays;

/**
 * The two-sample Kolmogorov-Smirnov test: do two samples come from one distribution?
 *
 * <p>The statistic is the largest distance of the two empirical distribution functions. The p-value
 * is exact, by counting lattice paths (J. L. Hodges, <i>The significance probability of the Smirnov
 * two-sample test</i>, Arkiv för Matematik 3, 469 (1958), doi 10.1007/BF02589501), where the
 * product of the sample sizes is at most {@value #EXACT_UP_TO}; else asymptotic, with the
 * correction of M. A. Stephens for finite samples (Journal of the Royal Statistical Society B 32,
 * 115 (1970)). Ties make it conservative.
 *
 * <p>Between results and labels of the same images the test is conservative also because both
 * samples are mostly the same defects: a small p says that the distributions differ, a large one
 * does not say that they agree.
 *
 * @param statistic largest distance, in [0, 1]
 * @param pValue probability of such a distance or a larger one if the distributions are the same
 */
public record KolmogorovSmirnov(double statistic, double pValue) {

  private static final long EXACT_UP_TO = 1_000_000;

  /**
   * Tests two samples.
   *
   * @throws IllegalArgumentException if either is empty
   */
  public static KolmogorovSmirnov of(double[] one, double[] other) {
    if (one.length == 0 || other.length == 0) {
      throw new IllegalArgumentException(
          "both samples need a value, had " + one.length + " and " + other.length);
    }
    double[] x = one.clone();
    double[] y = other.clone();
    Arrays.sort(x);
    Arrays.sort(y);
    long distance = distance(x, y);
    long product = (long) x.length * y.length;
    double d = (double) distance / product;
    double p =
        product <= EXACT_UP_TO
            ? exact(x.length, y.length, distance)
            : asymptotic(d, (double) product / (x.length + y.length));
    return new KolmogorovSmirnov(d, p);
  }

  /** Returns the largest distance of the distribution functions, times the sizes' product. */
  private static long distance(double[] x, double[] y) {
    long largest = 0;
    int i = 0;
    int j = 0;
    while (i < x.length && j < y.length) {
      double at = Math.min(x[i], y[j]);
      while (i < x.length && x[i] <= at) {
        i++;
      }
      while (j < y.length && y[j] <= at) {
        j++;
      }
      largest = Math.max(largest, Math.abs((long) i * y.length - (long) j * x.length));
    }
    return largest;
  }

  /**
   * Goes through all orders of m and n values as paths on a lattice: share[j] is the probability
   * that a random path reaches (i, j) without ever being as far apart as {@code distance}.
   */
  private static double exact(int m, int n, long distance) {
    double[] share = new double[n + 1];
    for (int i = 0; i <= m; i++) {
      for (int j = 0; j <= n; j++) {
        double reached;
        if (i == 0 && j == 0) {
          reached = 1;
        } else {
          // of the paths to (i, j), i / (i + j) come from the left and the rest from below
          double left = i == 0 ? 0 : share[j] * i;
          double below = j == 0 ? 0 : share[j - 1] * j;
          reached = (left + below) / (i + j);
        }
        boolean apart = Math.abs((long) i * n - (long) j * m) >= distance;
        share[j] = apart && distance > 0 ? 0 : reached;
      }
    }
    return distance == 0 ? 1 : Math.min(1, Math.max(0, 1 - share[n]));
  }

  private static double asymptotic(double d, double effective) {
    double root = Math.sqrt(effective);
    double lambda = (root + 0.12 + 0.11 / root) * d;
    if (lambda < 0.2) {
      return 1; // the series alternates slowly there, and the sum is 1 to many digits
    }
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      double term = 2 * (k % 2 == 1 ? 1 : -1) * Math.exp(-2.0 * k * k * lambda * lambda);
      sum += term;
      if (Math.abs(term) < 1e-16) {
        break;
      }
    }
    return Math.min(1, Math.max(0, sum));
  }
}
