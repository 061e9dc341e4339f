package org.loupe.statistics;

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

  public ConfidenceInterval {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException("limits must ascend, were " + lower + " and " + upper);
    }
  }
}
