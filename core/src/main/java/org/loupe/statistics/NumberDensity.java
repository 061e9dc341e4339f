package org.loupe.statistics;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The interval of a number density: defects per area.
 *
 * <p>One micrograph: the exact interval of a Poisson count (F. Garwood, <i>Fiducial limits for the
 * Poisson distribution</i>, Biometrika 28, 437 (1936), doi 10.1093/biomet/28.3-4.437), defined for
 * no defects too. Several: the density differs between micrographs by more than counting explains,
 * so the variance is taken φ times Poisson's, φ = max(1, Pearson's chi-squared / (m - 1)) (P.
 * McCullagh and J. A. Nelder, <i>Generalized Linear Models</i>, 2nd ed., 1989, section 6.2.3),
 * widened by (t / z)² because φ comes from m micrographs only; the limits are Garwood's for the
 * effective count N / φ. Where φ is 1 they are Garwood's own.
 */
public final class NumberDensity {

  private static final double TAIL = (1 - ConfidenceInterval.LEVEL) / 2;

  private NumberDensity() {}

  /**
   * Returns the interval of the density of all defects over all areas.
   *
   * @param counts defects of each micrograph; one micrograph at least
   * @param areas area of each micrograph, in square units; positive
   */
  public static ConfidenceInterval interval(long[] counts, double[] areas) {
    if (counts.length == 0 || counts.length != areas.length) {
      throw new IllegalArgumentException(
          "needs a count and an area of each micrograph, were "
              + counts.length
              + " and "
              + areas.length);
    }
    double count = 0;
    double area = 0;
    for (int i = 0; i < counts.length; i++) {
      count += counts[i];
      area += areas[i];
    }
    double dispersion = dispersion(counts, areas, count / area);
    if (dispersion <= 1) {
      return garwood(count, 1, area, "Poisson (Garwood)");
    }
    int freedom = counts.length - 1;
    double t = TDistribution.of(freedom).inverseCumulativeProbability(1 - TAIL);
    double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(1 - TAIL);
    double inflation = dispersion * (t / z) * (t / z);
    return garwood(count, inflation, area, "Poisson (Garwood) with over-dispersion between images");
  }

  /** Returns Pearson's chi-squared over its degrees of freedom; 1 where that is undefined. */
  private static double dispersion(long[] counts, double[] areas, double density) {
    if (counts.length < 2 || density == 0) {
      return 1;
    }
    double chiSquared = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = density * areas[i];
      chiSquared += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return chiSquared / (counts.length - 1);
  }

  private static ConfidenceInterval garwood(
      double count, double inflation, double area, String method) {
    double effective = count / inflation;
    double lower =
        count == 0
            ? 0
            : ChiSquaredDistribution.of(2 * effective).inverseCumulativeProbability(TAIL) / 2;
    double upper =
        ChiSquaredDistribution.of(2 * effective + 2).inverseCumulativeProbability(1 - TAIL) / 2;
    return new ConfidenceInterval(lower * inflation / area, upper * inflation / area, method);
  }
}
