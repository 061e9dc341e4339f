package org.loupe.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A {@value #LEVEL} confidence interval.
 *
 * @param lower lower limit
 * @param upper upper limit; infinite where nothing bounds it
 * @param method how it was found, in words
 */
public record ConfidenceInterval(double lower, double upper, String method) {

  /** Confidence level of every interval that Loupe gives. */
  public static final double LEVEL = 0.95;

  /** Probability beyond each limit. */
  static final double TAIL = (1 - LEVEL) / 2;

  /** Half width of the interval of a normal variable, in standard deviations. */
  static final double Z = NormalDistribution.of(0, 1).inverseCumulativeProbability(1 - TAIL);

  public ConfidenceInterval {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException("limits must ascend, were " + lower + " and " + upper);
    }
  }

  /** Returns the interval of the quantity times {@code factor}, which is positive. */
  public ConfidenceInterval scaled(double factor) {
    if (!(factor > 0)) {
      throw new IllegalArgumentException("factor must be positive, was " + factor);
    }
    return new ConfidenceInterval(lower * factor, upper * factor, method);
  }

  /**
   * Returns the interval when the quantity is also multiplied by a factor of 1 that is known to
   * {@code relativeUncertainty} only: the distances of {@code value} to each limit and the factor's
   * are added in quadrature, as logarithms, so that no limit becomes negative.
   *
   * @param value the estimate, within the limits and not negative
   * @param relativeUncertainty standard uncertainty of the factor; 0 for an exact one
   * @param cause what is uncertain, in words; joined to the method
   */
  ConfidenceInterval widened(double value, double relativeUncertainty, String cause) {
    if (relativeUncertainty == 0) {
      return this;
    }
    double extra = Z * relativeUncertainty;
    double low = lower > 0 ? value * Math.exp(-Math.hypot(Math.log(value / lower), extra)) : 0;
    double high =
        value > 0
            ? value * Math.exp(Math.hypot(Math.log(upper / value), extra))
            : upper * Math.exp(extra);
    return new ConfidenceInterval(low, high, method + ", with " + cause);
  }
}
