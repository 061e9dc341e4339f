package org.loupe.evaluate;

import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.loupe.statistics.ConfidenceInterval;

/**
 * The interval of a share: so many of so many.
 *
 * <p>E. B. Wilson, <i>Probable inference, the law of succession, and statistical inference</i>,
 * Journal of the American Statistical Association 22, 209 (1927), doi
 * 10.1080/01621459.1927.10502953. It takes the defects of an image as independent.
 */
public final class WilsonInterval {

  private static final double Z =
      NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + ConfidenceInterval.LEVEL) / 2);

  private WilsonInterval() {}

  /**
   * Returns the interval of {@code some} of {@code all}; empty of none.
   *
   * @param some 0 to all
   */
  public static Optional<ConfidenceInterval> of(int some, int all) {
    if (some < 0 || some > all) {
      throw new IllegalArgumentException("needs 0 to all, were " + some + " of " + all);
    }
    if (all == 0) {
      return Optional.empty();
    }
    double share = (double) some / all;
    double scale = 1 + Z * Z / all;
    double middle = (share + Z * Z / (2.0 * all)) / scale;
    double half = Z / scale * Math.sqrt(share * (1 - share) / all + Z * Z / (4.0 * all * all));
    // the ends are exact in theory: rounding must not leave [0, 1] or cut off the share itself
    double lower = some == 0 ? 0 : Math.max(0, middle - half);
    double upper = some == all ? 1 : Math.min(1, middle + half);
    return Optional.of(new ConfidenceInterval(lower, upper, "Wilson"));
  }
}
