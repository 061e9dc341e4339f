package org.loupe.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The log-normal distribution of greatest likelihood for a set of sizes.
 *
 * <p>Its parameters are the mean µ of the logarithms and the root σ of their mean squared deviation
 * (divisor n); weights count how many defects a size stands for. The interval of the median comes
 * from that of µ, found like the interval of a mean size; that of the geometric standard deviation
 * from chi-squared with n - 1 degrees of freedom, n being the effective number of sizes, which
 * takes the sizes as independent and log-normal. E. Limpert, W. A. Stahel and M. Abbt,
 * <i>Log-normal distributions across the sciences</i>, BioScience 51, 341 (2001), doi
 * 10.1641/0006-3568(2001)051[0341:LNDATS]2.0.CO;2.
 *
 * @param median exp(µ), in the unit of the sizes: the geometric mean
 * @param medianInterval of the median; empty for fewer than two sizes
 * @param geometricSd exp(σ); 1 if all sizes are equal
 * @param geometricSdInterval of the geometric standard deviation; empty for fewer than two sizes
 */
public record LogNormalFit(
    double median,
    Optional<ConfidenceInterval> medianInterval,
    double geometricSd,
    Optional<ConfidenceInterval> geometricSdInterval) {

  /**
   * Returns the fit; empty if there is no size, or one that is not positive.
   *
   * @param micrographs sizes and weights of each micrograph
   */
  static Optional<LogNormalFit> of(List<WeightedSizes> micrographs, MeanBootstrap bootstrap) {
    List<WeightedSizes> logarithms =
        micrographs.stream()
            .map(
                m ->
                    new WeightedSizes(
                        Arrays.stream(m.sizes()).map(Math::log).toArray(), m.weights()))
            .toList();
    if (micrographs.stream()
        .flatMapToDouble(m -> Arrays.stream(m.sizes()))
        .anyMatch(d -> !(d > 0))) {
      return Optional.empty();
    }
    SizeStatistics statistics = WeightedSizes.pooled(logarithms);
    if (statistics.count() == 0) {
      return Optional.empty();
    }
    double mu = statistics.mean().orElseThrow();
    double[] values = statistics.sizes();
    double[] weights = statistics.weights();
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += weights[i] * (values[i] - mu) * (values[i] - mu);
    }
    double sigma = Math.sqrt(squares / statistics.totalWeight());
    double n = statistics.effectiveCount();
    return Optional.of(
        new LogNormalFit(
            Math.exp(mu),
            bootstrap
                .ofMean(logarithms)
                .map(
                    i ->
                        new ConfidenceInterval(
                            Math.exp(i.lower()), Math.exp(i.upper()), i.method())),
            Math.exp(sigma),
            n > 1 + 1e-9 ? Optional.of(spread(sigma, n)) : Optional.empty()));
  }

  private static ConfidenceInterval spread(double sigma, double n) {
    ChiSquaredDistribution chi = ChiSquaredDistribution.of(n - 1);
    double high = chi.inverseCumulativeProbability(1 - ConfidenceInterval.TAIL);
    double low = chi.inverseCumulativeProbability(ConfidenceInterval.TAIL);
    return new ConfidenceInterval(
        Math.exp(sigma * Math.sqrt(n / high)),
        low > 0 ? Math.exp(sigma * Math.sqrt(n / low)) : Double.POSITIVE_INFINITY,
        "chi-squared of independent log-normal sizes");
  }
}
