package org.loupe.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A density with its interval: the sum of what each defect contributes, over an area.
 *
 * <p>A plain number density has contributions of 1; corrected ones have weights. As counts are
 * Poisson, the variance V of the sum Y is the sum of the squared contributions (D. G. Horvitz and
 * D. J. Thompson, <i>A generalization of sampling without replacement from a finite universe</i>,
 * Journal of the American Statistical Association 47, 663 (1952), doi
 * 10.1080/01621459.1952.10483446), as if Y² / V defects had been counted.
 *
 * <p>One micrograph: the gamma interval of M. P. Fay and E. J. Feuer, <i>Confidence intervals for
 * directly standardized rates: a method based on the gamma distribution</i>, Statistics in Medicine
 * 16, 791 (1997), doi 10.1002/(SICI)1097-0258(19970415)16:7&lt;791::AID-SIM500&gt;3.0.CO;2-#; for
 * contributions of 1 it is the exact one of F. Garwood, <i>Fiducial limits for the Poisson
 * distribution</i>, Biometrika 28, 437 (1936), doi 10.1093/biomet/28.3-4.437, defined for no
 * defects too.
 *
 * <p>Several: the density differs between micrographs by more than counting explains, so the
 * variance is φ times Poisson's, φ = Pearson's chi-squared / (m - 1) (P. McCullagh and J. A.
 * Nelder, <i>Generalized Linear Models</i>, 2nd ed., 1989, section 6.2.3), and (t / z)² times that
 * because φ comes from m micrographs only; t is Student's with m - 1 degrees of freedom. The limits
 * are those of Jeffreys' posterior for the effective count, gamma of shape n + 1/2, which holds its
 * level on average where Garwood's exceeds it (L. D. Brown, T. T. Cai and A. DasGupta, <i>Interval
 * estimation in exponential families</i>, Statistica Sinica 13, 19 (2003)). The whole factor is at
 * least {@value #LEAST_INFLATION}: few micrographs may agree by chance.
 */
public final class NumberDensity {

  private static final double LEAST_INFLATION = 0.5;

  private NumberDensity() {}

  /**
   * A density and how well it is known.
   *
   * @param density contributions per area
   * @param relativeCountingVariance of Poisson counts over the squared density; infinite for no
   *     defects
   * @param dispersion Pearson's φ; 1 where it is undefined
   * @param interval of the density
   */
  record Estimate(
      double density,
      double relativeCountingVariance,
      double dispersion,
      ConfidenceInterval interval) {}

  /**
   * Returns the interval of the density of all defects over all areas.
   *
   * @param counts defects of each micrograph; one micrograph at least
   * @param areas area of each micrograph, in square units; positive
   */
  public static ConfidenceInterval interval(long[] counts, double[] areas) {
    if (counts.length == 0) {
      throw new IllegalArgumentException("needs one micrograph at least");
    }
    List<double[]> contributions =
        LongStream.of(counts)
            .mapToObj(
                count -> {
                  double[] ones = new double[Math.toIntExact(count)];
                  Arrays.fill(ones, 1);
                  return ones;
                })
            .toList();
    return of(contributions, areas, 1)
        .orElseThrow(() -> new IllegalArgumentException("areas must be positive"))
        .interval();
  }

  /**
   * Returns the density of all contributions over all areas; empty if the areas are zero together.
   *
   * @param contributions of the defects of each micrograph; not negative
   * @param areas area of each micrograph, in square units; not negative
   * @param unit contribution of a defect where none was seen; positive
   */
  static Optional<Estimate> of(List<double[]> contributions, double[] areas, double unit) {
    if (contributions.size() != areas.length) {
      throw new IllegalArgumentException(
          "needs the contributions and the area of each micrograph, were "
              + contributions.size()
              + " and "
              + areas.length);
    }
    double area = Arrays.stream(areas).sum();
    if (!(area > 0)) {
      return Optional.empty();
    }
    double[] sums = new double[areas.length];
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (int i = 0; i < areas.length; i++) {
      for (double contribution : contributions.get(i)) {
        sums[i] += contribution;
        squares += contribution * contribution;
        largest = Math.max(largest, contribution);
      }
      sum += sums[i];
    }
    int micrographs = (int) Arrays.stream(areas).filter(a -> a > 0).count();
    if (sum == 0) {
      return Optional.of(new Estimate(0, Double.POSITIVE_INFINITY, 1, poisson(0, 0, unit, area)));
    }
    if (micrographs == 1) {
      ConfidenceInterval interval = poisson(sum, squares, largest, area);
      return Optional.of(new Estimate(sum / area, squares / (sum * sum), 1, interval));
    }
    double dispersion = dispersion(sums, areas, sum / area, squares / sum, micrographs);
    double t =
        TDistribution.of(micrographs - 1).inverseCumulativeProbability(1 - ConfidenceInterval.TAIL);
    double ratio = t / ConfidenceInterval.Z;
    double inflation = Math.max(dispersion * ratio * ratio, LEAST_INFLATION);
    return Optional.of(
        new Estimate(
            sum / area,
            squares / (sum * sum),
            dispersion,
            jeffreys(sum, squares, inflation, area)));
  }

  /** Returns Pearson's chi-squared over its degrees of freedom. */
  private static double dispersion(
      double[] sums, double[] areas, double density, double meanContribution, int micrographs) {
    double chiSquared = 0;
    for (int i = 0; i < sums.length; i++) {
      double expected = density * areas[i];
      if (expected > 0) {
        chiSquared += (sums[i] - expected) * (sums[i] - expected) / (expected * meanContribution);
      }
    }
    return chiSquared / (micrographs - 1);
  }

  /**
   * Returns the interval of Poisson counts with contributions.
   *
   * @param squares sum of the squared contributions
   * @param largest contribution that one more defect might have; positive
   */
  static ConfidenceInterval poisson(double sum, double squares, double largest, double area) {
    double lower =
        sum == 0
            ? 0
            : squares / (2 * sum) * chiSquared(2 * sum * sum / squares, ConfidenceInterval.TAIL);
    double highSum = sum + largest;
    double highSquares = squares + largest * largest;
    double upper =
        highSquares
            / (2 * highSum)
            * chiSquared(2 * highSum * highSum / highSquares, 1 - ConfidenceInterval.TAIL);
    return new ConfidenceInterval(lower / area, upper / area, "Poisson (Garwood)");
  }

  private static ConfidenceInterval jeffreys(
      double sum, double squares, double inflation, double area) {
    double contribution = squares / sum * inflation;
    double freedom = 2 * sum / contribution + 1;
    return new ConfidenceInterval(
        contribution / 2 * chiSquared(freedom, ConfidenceInterval.TAIL) / area,
        contribution / 2 * chiSquared(freedom, 1 - ConfidenceInterval.TAIL) / area,
        "gamma, with the dispersion between images as found");
  }

  private static double chiSquared(double freedom, double probability) {
    return ChiSquaredDistribution.of(freedom).inverseCumulativeProbability(probability);
  }
}
