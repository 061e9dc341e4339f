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

  private static ConfidenceInterval around(double value, double half) {
    return new ConfidenceInterval(value - half, value + half, "Student's t");
  }
}
