package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.SizeStatistics;

/**
 * Agreement of two measurements of the same things: differences over means.
 *
 * <p>J. M. Bland and D. G. Altman, <i>Statistical methods for assessing agreement between two
 * methods of clinical measurement</i>, The Lancet 327, 307 (1986), doi
 * 10.1016/S0140-6736(86)90837-8. The limits of agreement, bias ± 1.96 standard deviations, hold 95
 * % of the differences if these are about normal and do not depend on the size. Intervals are by
 * Student's t with the standard errors of that paper: s / √n for the bias, √(3 / n) s for a limit.
 *
 * @param pairs label and result of each matched defect
 * @param bias mean of result less label
 * @param sd standard deviation of the differences
 * @param lowerLimit bias - 1.96 sd
 * @param upperLimit bias + 1.96 sd
 * @param biasInterval 95 % interval of the bias
 * @param lowerLimitInterval 95 % interval of the lower limit
 * @param upperLimitInterval 95 % interval of the upper limit
 */
public record BlandAltman(
    List<Pair> pairs,
    double bias,
    double sd,
    double lowerLimit,
    double upperLimit,
    ConfidenceInterval biasInterval,
    ConfidenceInterval lowerLimitInterval,
    ConfidenceInterval upperLimitInterval) {

  private static final double UPPER = (1 + ConfidenceInterval.LEVEL) / 2;

  /** One defect, measured twice. */
  public record Pair(double label, double result) {

    public double mean() {
      return (label + result) / 2;
    }

    public double difference() {
      return result - label;
    }
  }

  public BlandAltman {
    pairs = List.copyOf(pairs);
  }

  /** Returns the agreement of pairs; empty for fewer than two. */
  public static Optional<BlandAltman> of(List<Pair> pairs) {
    if (pairs.size() < 2) {
      return Optional.empty();
    }
    SizeStatistics differences =
        SizeStatistics.of(pairs.stream().mapToDouble(Pair::difference).toArray());
    double bias = differences.mean().orElseThrow();
    double sd = differences.standardDeviation().orElseThrow();
    double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(UPPER);
    double t = TDistribution.of(pairs.size() - 1.0).inverseCumulativeProbability(UPPER);
    double ofBias = t * sd / Math.sqrt(pairs.size());
    double ofLimit = t * sd * Math.sqrt(3.0 / pairs.size());
    return Optional.of(
        new BlandAltman(
            new ArrayList<>(pairs),
            bias,
            sd,
            bias - z * sd,
            bias + z * sd,
            around(bias, ofBias),
            around(bias - z * sd, ofLimit),
            around(bias + z * sd, ofLimit)));
  }

  /**
   * How the differences depend on the size: the slope of the least-squares line of difference over
   * mean.
   *
   * @param slope 0 without a trend; 0.1 if results grow by a tenth faster than labels
   * @param interval 95 %, by Student's t; it takes the pairs as independent
   */
  public record Trend(double slope, ConfidenceInterval interval) {}

  /** Returns the trend; empty for fewer than three pairs, or if all have one size. */
  public Optional<Trend> trend() {
    int n = pairs.size();
    double meanSize = pairs.stream().mapToDouble(Pair::mean).sum() / n;
    double sxx = 0;
    double sxy = 0;
    double syy = 0;
    for (Pair pair : pairs) {
      double x = pair.mean() - meanSize;
      double y = pair.difference() - bias;
      sxx += x * x;
      sxy += x * y;
      syy += y * y;
    }
    if (n < 3 || !(sxx > 0)) {
      return Optional.empty();
    }
    double slope = sxy / sxx;
    double error = Math.sqrt(Math.max(0, syy - slope * sxy) / (n - 2) / sxx);
    double t = TDistribution.of(n - 2.0).inverseCumulativeProbability(UPPER);
    return Optional.of(new Trend(slope, around(slope, t * error)));
  }

  private static ConfidenceInterval around(double value, double half) {
    return new ConfidenceInterval(value - half, value + half, "Student's t");
  }
}
