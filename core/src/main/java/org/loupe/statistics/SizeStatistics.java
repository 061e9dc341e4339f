package org.loupe.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Location and spread of a sample of sizes, in the unit of the sizes.
 *
 * <p>Immutable. The quantiles interpolate linearly between order statistics (type 7 of R. J.
 * Hyndman and Y. Fan, <i>Sample quantiles in statistical packages</i>, The American Statistician
 * 50, 361 (1996), doi 10.1080/00031305.1996.10473566).
 */
public final class SizeStatistics {

  private final double[] sorted;

  private SizeStatistics(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * Returns the statistics of {@code sizes}, which may be empty.
   *
   * @throws IllegalArgumentException if a size is not finite
   */
  public static SizeStatistics of(double[] sizes) {
    double[] sorted = sizes.clone();
    Arrays.sort(sorted);
    for (double size : sorted) {
      if (!Double.isFinite(size)) {
        throw new IllegalArgumentException("sizes must be finite, one was " + size);
      }
    }
    return new SizeStatistics(sorted);
  }

  public int count() {
    return sorted.length;
  }

  /** Returns the arithmetic mean; empty for no sizes. */
  public OptionalDouble mean() {
    return Arrays.stream(sorted).average();
  }

  /** Returns the sample standard deviation (divisor n - 1); empty for fewer than two sizes. */
  public OptionalDouble standardDeviation() {
    if (sorted.length < 2) {
      return OptionalDouble.empty();
    }
    double mean = mean().orElseThrow();
    double sum = 0;
    for (double size : sorted) {
      sum += (size - mean) * (size - mean);
    }
    return OptionalDouble.of(Math.sqrt(sum / (sorted.length - 1)));
  }

  /** Returns the standard error of the mean, sd / sqrt(n); empty for fewer than two sizes. */
  public OptionalDouble standardError() {
    OptionalDouble sd = standardDeviation();
    return sd.isPresent()
        ? OptionalDouble.of(sd.getAsDouble() / Math.sqrt(sorted.length))
        : OptionalDouble.empty();
  }

  /** Returns the median; empty for no sizes. */
  public OptionalDouble median() {
    return quantile(0.5);
  }

  /** Returns the size that 10 % of the sizes lie below, by number; empty for no sizes. */
  public OptionalDouble d10() {
    return quantile(0.1);
  }

  /** Returns the size that 90 % of the sizes lie below, by number; empty for no sizes. */
  public OptionalDouble d90() {
    return quantile(0.9);
  }

  public OptionalDouble min() {
    return quantile(0);
  }

  public OptionalDouble max() {
    return quantile(1);
  }

  /**
   * Returns the quantile of type 7; empty for no sizes.
   *
   * @param fraction in [0, 1]
   */
  public OptionalDouble quantile(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be in [0, 1], was " + fraction);
    }
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    double position = fraction * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return OptionalDouble.of(sorted[below] + (position - below) * (sorted[above] - sorted[below]));
  }
}
