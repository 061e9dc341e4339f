package org.loupe.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
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
 * @param edgeCorrected sums of the edge weights in each bin; owned by the record
 * @param corrected sums of the weights with every correction that is known; owned by the record
 * @param intervals 95 % interval of {@code corrected}, by Poisson counting in the bin and the
 *     detector's rates
 * @param rule how the width was found, in words
 */
public record Histogram(
    double from,
    double binWidth,
    long[] counts,
    double[] edgeCorrected,
    double[] corrected,
    List<ConfidenceInterval> intervals,
    String rule) {

  /** Most bins that a histogram has. */
  static final int MAX_BINS = 1000;

  public Histogram {
    if (!(binWidth > 0) || !Double.isFinite(from)) {
      throw new IllegalArgumentException(
          "needs a finite edge and a positive width, were " + from + " and " + binWidth);
    }
    if (counts.length != edgeCorrected.length
        || counts.length != corrected.length
        || counts.length != intervals.size()) {
      throw new IllegalArgumentException("needs every figure of " + counts.length + " bins");
    }
    intervals = List.copyOf(intervals);
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
   * Bins for sizes.
   *
   * @param first index of the first bin: how many widths it lies from zero
   * @param count number of bins
   */
  record Bins(double width, long first, int count, String rule) {

    /** Returns the bins that the sizes choose; empty for no sizes. */
    static Optional<Bins> of(double[] sizes) {
      if (sizes.length == 0) {
        return Optional.empty();
      }
      SizeStatistics statistics = SizeStatistics.of(sizes);
      double smallest = statistics.min().orElseThrow();
      double largest = statistics.max().orElseThrow();
      double range = largest - smallest;
      double n = sizes.length;
      double quartiles =
          statistics.quantile(0.75).orElseThrow() - statistics.quantile(0.25).orElseThrow();
      double width = 2 * quartiles / Math.cbrt(n);
      String rule = "Freedman-Diaconis: 2 IQR / n^(1/3), rounded to two digits";
      if (range > 0 && !(width > range / (MAX_BINS / 2))) {
        width = range / (Math.log(n) / Math.log(2) + 1);
        rule = "Sturges: range / (log2 n + 1), rounded to two digits";
      } else if (!(range > 0)) {
        width = Math.max(Math.abs(largest) / 10, Double.MIN_NORMAL);
        rule = "all sizes equal: a tenth of the size, rounded to two digits";
      }
      width = new BigDecimal(width).round(new MathContext(2, RoundingMode.HALF_UP)).doubleValue();
      long first = index(smallest, width);
      return Optional.of(
          new Bins(width, first, Math.toIntExact(index(largest, width) - first + 1), rule));
    }

    /** Returns the index of the bin that holds {@code size}, which the bins were chosen for. */
    int of(double size) {
      return (int) (index(size, width) - first);
    }

    private static long index(double size, double width) {
      return (long) Math.floor(size / width);
    }
  }
}
