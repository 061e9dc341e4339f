package org.loupe.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Location and spread of a sample of sizes, in the unit of the sizes, each size with a weight.
 *
 * <p>Immutable. With equal weights these are the usual figures. Else the standard deviation is that
 * of weights that say how many a size stands for, not how precise it is: the sum of w (d - mean)²
 * over Σw - Σw² / Σw; the standard error is linearized, from the sum of w² (d - mean)², as for a
 * mean of unequal probabilities of selection (W. G. Cochran, <i>Sampling Techniques</i>, 3rd ed.,
 * 1977, section 6.3). The quantiles interpolate linearly between the middles of the weights; with
 * equal weights they are type 7 of R. J. Hyndman and Y. Fan, <i>Sample quantiles in statistical
 * packages</i>, The American Statistician 50, 361 (1996), doi 10.1080/00031305.1996.10473566.
 */
public final class SizeStatistics {

  private final double[] sorted;
  private final double[] weights;
  private final double totalWeight;
  private final double totalSquaredWeight;

  private SizeStatistics(double[] sorted, double[] weights) {
    this.sorted = sorted;
    this.weights = weights;
    this.totalWeight = Arrays.stream(weights).sum();
    this.totalSquaredWeight = Arrays.stream(weights).map(w -> w * w).sum();
  }

  /**
   * Returns the statistics of {@code sizes}, which may be empty.
   *
   * @throws IllegalArgumentException if a size is not finite
   */
  public static SizeStatistics of(double[] sizes) {
    double[] sorted = sizes.clone();
    Arrays.sort(sorted);
    check(sorted);
    double[] ones = new double[sorted.length];
    Arrays.fill(ones, 1);
    return new SizeStatistics(sorted, ones);
  }

  /**
   * Returns the statistics of {@code sizes} of which each stands for {@code weights} defects; those
   * of weight 0 are left out.
   *
   * @throws IllegalArgumentException if a size or weight is not finite, a weight is negative, or
   *     there are not as many weights as sizes
   */
  public static SizeStatistics of(double[] sizes, double[] weights) {
    if (sizes.length != weights.length) {
      throw new IllegalArgumentException(
          "needs a weight for each size, were " + weights.length + " for " + sizes.length);
    }
    for (double weight : weights) {
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "weights must be finite and not negative, one was " + weight);
      }
    }
    int[] order =
        IntStream.range(0, sizes.length)
            .filter(i -> weights[i] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> sizes[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] sorted = Arrays.stream(order).mapToDouble(i -> sizes[i]).toArray();
    check(sorted);
    return new SizeStatistics(sorted, Arrays.stream(order).mapToDouble(i -> weights[i]).toArray());
  }

  private static void check(double[] sizes) {
    for (double size : sizes) {
      if (!Double.isFinite(size)) {
        throw new IllegalArgumentException("sizes must be finite, one was " + size);
      }
    }
  }

  /** Returns the number of sizes, whatever their weights. */
  public int count() {
    return sorted.length;
  }

  /** Returns how many defects the sizes stand for: the sum of the weights. */
  public double totalWeight() {
    return totalWeight;
  }

  /**
   * Returns how many sizes of equal weight would be as good, (Σw)² / Σw² (L. Kish, <i>Survey
   * Sampling</i>, 1965); 0 for no sizes.
   */
  double effectiveCount() {
    return sorted.length == 0 ? 0 : totalWeight * totalWeight / totalSquaredWeight;
  }

  /** Returns the arithmetic mean; empty for no sizes. */
  public OptionalDouble mean() {
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (int i = 0; i < sorted.length; i++) {
      sum += weights[i] * sorted[i];
    }
    return OptionalDouble.of(sum / totalWeight);
  }

  /** Returns the sample standard deviation (divisor n - 1); empty for fewer than two sizes. */
  public OptionalDouble standardDeviation() {
    return sorted.length < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Math.sqrt(
                squares(mean().orElseThrow(), 1)
                    / (totalWeight - totalSquaredWeight / totalWeight)));
  }

  /**
   * Returns the standard error of the mean, sd / sqrt(n) for equal weights; empty for fewer than
   * two sizes. The sizes count as independent.
   */
  public OptionalDouble standardError() {
    if (sorted.length < 2) {
      return OptionalDouble.empty();
    }
    double n = sorted.length;
    return OptionalDouble.of(
        Math.sqrt(n / (n - 1) * squares(mean().orElseThrow(), 2)) / totalWeight);
  }

  /** Returns the sum of w^power (d - mean)². */
  private double squares(double mean, int power) {
    double sum = 0;
    for (int i = 0; i < sorted.length; i++) {
      double deviation = sorted[i] - mean;
      sum += (power == 1 ? weights[i] : weights[i] * weights[i]) * deviation * deviation;
    }
    return sum;
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
   * Returns the quantile; empty for no sizes.
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
    int last = sorted.length - 1;
    // the middles of the first and the last weight are the fractions 0 and 1
    double target = fraction * (totalWeight - (weights[0] + weights[last]) / 2);
    double position = 0;
    for (int i = 0; i < last; i++) {
      double step = (weights[i] + weights[i + 1]) / 2;
      if (target <= position + step) {
        double share = Math.max(0, (target - position) / step);
        return OptionalDouble.of(sorted[i] + share * (sorted[i + 1] - sorted[i]));
      }
      position += step;
    }
    return OptionalDouble.of(sorted[last]);
  }

  /** Returns the sizes in ascending order; a copy. */
  double[] sizes() {
    return sorted.clone();
  }

  /** Returns the weights in the order of {@link #sizes}; a copy. */
  double[] weights() {
    return weights.clone();
  }
}
