package org.loupe.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A histogram of sizes with bins of equal width that begin at a multiple of the width.
 *
 * <p>The width is 2 IQR / n^(1/3), with IQR the distance of the quartiles (D. Freedman and P.
 * Diaconis, <i>On the histogram as a density estimator: L2 theory</i>, Zeitschrift für
 * Wahrscheinlichkeitstheorie und verwandte Gebiete 57, 453 (1981), doi 10.1007/BF01025868). Where
 * the quartiles coincide, or single far sizes would make more than {@value #MAX_BINS} bins, it is
 * the range over log2(n) + 1 (H. A. Sturges, <i>The choice of a class interval</i>, Journal of the
 * American Statistical Association 21, 65 (1926), doi 10.1080/01621459.1926.10502161); where all
 * sizes are equal, a tenth of the size. It is rounded to two digits. A size on an edge belongs to
 * the bin above.
 *
 * @param from lower edge of the first bin, in the unit of the sizes
 * @param binWidth width of a bin; positive
 * @param counts sizes in each bin; owned by the record
 * @param weighted weights in each bin; owned by the record
 * @param rule how the width was found, in words
 */
public record Histogram(
    double from, double binWidth, long[] counts, double[] weighted, String rule) {

  /** Most bins that a histogram has. */
  static final int MAX_BINS = 1000;

  public Histogram {
    if (!(binWidth > 0) || !Double.isFinite(from) || counts.length != weighted.length) {
      throw new IllegalArgumentException(
          "needs a positive width and as many counts as weights, were "
              + binWidth
              + ", "
              + counts.length
              + " and "
              + weighted.length);
    }
    counts = counts.clone();
    weighted = weighted.clone();
  }

  /** Returns the number of bins. */
  public int bins() {
    return counts.length;
  }

  /** Returns the lower edge of bin {@code index}, or the upper one of the bin below. */
  public double edge(int index) {
    return from + index * binWidth;
  }

  /**
   * Returns the histogram of all {@code sizes} and of their weights, on bins that the unweighted
   * sizes choose; empty for no sizes.
   *
   * @param weights how many defects each size stands for; 0 for one that only the counts see
   */
  static Optional<Histogram> of(double[] sizes, double[] weights) {
    if (sizes.length == 0) {
      return Optional.empty();
    }
    SizeStatistics statistics = SizeStatistics.of(sizes);
    double range = statistics.max().orElseThrow() - statistics.min().orElseThrow();
    double n = sizes.length;
    double quartiles =
        statistics.quantile(0.75).orElseThrow() - statistics.quantile(0.25).orElseThrow();
    double width = 2 * quartiles / Math.cbrt(n);
    String rule = "Freedman-Diaconis: 2 IQR / n^(1/3), rounded to two digits";
    if (range > 0 && !(width > range / (MAX_BINS / 2))) {
      width = range / (Math.log(n) / Math.log(2) + 1);
      rule = "Sturges: range / (log2 n + 1), rounded to two digits";
    } else if (!(range > 0)) {
      width = Math.max(Math.abs(statistics.max().orElseThrow()) / 10, Double.MIN_NORMAL);
      rule = "all sizes equal: a tenth of the size, rounded to two digits";
    }
    width = new BigDecimal(width).round(new MathContext(2, RoundingMode.HALF_UP)).doubleValue();
    return Optional.of(fill(sizes, weights, width, rule));
  }

  private static Histogram fill(double[] sizes, double[] weights, double width, String rule) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (double size : sizes) {
      first = Math.min(first, bin(size, width));
      last = Math.max(last, bin(size, width));
    }
    long[] counts = new long[Math.toIntExact(last - first + 1)];
    double[] weighted = new double[counts.length];
    for (int i = 0; i < sizes.length; i++) {
      int index = (int) (bin(sizes[i], width) - first);
      counts[index]++;
      weighted[index] += weights[i];
    }
    return new Histogram(first * width, width, counts, weighted, rule);
  }

  private static long bin(double size, double width) {
    return (long) Math.floor(size / width);
  }
}
