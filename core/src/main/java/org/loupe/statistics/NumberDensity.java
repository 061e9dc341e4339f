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
 * least {@value #LEAST_INFLATION}: few micrographs may agree by chance. As that floor lets the
 * interval of two to four hold the truth more often than it says, a small part is taken off their
 * φ.
 *
 * <p>Factors common to all defects, such as the detector's recall, are known by themselves. With
 * them the t of several micrographs has the degrees of freedom of B. L. Welch and F. E.
 * Satterthwaite (JCGM 100:2008, <i>Guide to the expression of uncertainty in measurement</i>, G.4).
 */
public final class NumberDensity {

  private static final double LEAST_INFLATION = 0.5;

  /**
   * Taken off the dispersion of two, three and four micrographs, so that Poisson counts are held in
   * 96.5 % of sets, by core/src/test/reference/statistics.py; from five on there are fewer anyway.
   */
  private static final double[] EXCESS = {0.0501, 0.0492, 0.0037};

  private NumberDensity() {}

  /**
   * A factor of 1 that is common to all defects and not known exactly.
   *
   * @param relativeUncertainty standard uncertainty; 0 for an exact one
   * @param cause what is uncertain, in words
   */
  record CommonFactor(double relativeUncertainty, String cause) {}

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
    return of(contributions, areas, unit, List.of());
  }

  /**
   * Returns the same with what is uncertain besides the counts in the interval.
   *
   * @param factors that the density is multiplied by, independent of each other
   */
  static Optional<Estimate> of(
      List<double[]> contributions, double[] areas, double unit, List<CommonFactor> factors) {
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
      ConfidenceInterval none = widened(poisson(0, 0, unit, area), 0, factors, 1);
      return Optional.of(new Estimate(0, Double.POSITIVE_INFINITY, 1, none));
    }
    double density = sum / area;
    double counting = squares / (sum * sum);
    if (micrographs == 1) {
      ConfidenceInterval interval = poisson(sum, squares, largest, area);
      return Optional.of(
          new Estimate(density, counting, 1, widened(interval, density, factors, 1)));
    }
    double dispersion = dispersion(sums, areas, density, squares / sum, micrographs);
    double excess = micrographs - 2 < EXCESS.length ? EXCESS[micrographs - 2] : 0;
    double found = Math.max(0, dispersion - excess);
    double ratio = student(micrographs - 1, found * counting, factors) / ConfidenceInterval.Z;
    double inflation = Math.max(found * ratio * ratio, LEAST_INFLATION);
    ConfidenceInterval interval = jeffreys(sum, squares, inflation, area);
    return Optional.of(
        new Estimate(density, counting, dispersion, widened(interval, density, factors, ratio)));
  }

  /**
   * Returns Student's t for a variance of {@code freedom} degrees of freedom beside those that are
   * known, with Welch's and Satterthwaite's degrees of freedom.
   */
  private static double student(double freedom, double variance, List<CommonFactor> factors) {
    double known = 0;
    for (CommonFactor factor : factors) {
      known += factor.relativeUncertainty() * factor.relativeUncertainty();
    }
    double share = variance / (variance + known);
    double effective = known == 0 ? freedom : freedom / Math.max(1e-6, share * share);
    return TDistribution.of(effective).inverseCumulativeProbability(1 - ConfidenceInterval.TAIL);
  }

  /**
   * Returns the interval with the factors' uncertainty.
   *
   * @param ratio of t to the quantile of the normal distribution
   */
  private static ConfidenceInterval widened(
      ConfidenceInterval interval, double density, List<CommonFactor> factors, double ratio) {
    ConfidenceInterval wider = interval;
    for (CommonFactor factor : factors) {
      wider = wider.widened(density, ratio * factor.relativeUncertainty(), factor.cause());
    }
    return wider;
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
