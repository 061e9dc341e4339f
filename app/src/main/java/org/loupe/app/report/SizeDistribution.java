package org.loupe.app.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;

/**
 * The histogram of some sizes and the log-normal distribution that fits them best, as the report
 * draws them.
 *
 * <p>The bins are 2 IQR / n^(1/3) wide (D. Freedman and P. Diaconis, <i>On the histogram as a
 * density estimator: L2 theory</i>, Zeitschrift für Wahrscheinlichkeitstheorie und verwandte
 * Gebiete 57, 453 (1981), doi 10.1007/BF01025868), rounded to two digits, and begin at a multiple
 * of their width; where that would give no or too many bins, the range over the root of n. The fit
 * is that of greatest likelihood.
 *
 * @param from lower edge of the first bin
 * @param binWidth width of a bin; positive
 * @param counts sizes in each bin; owned by the record
 * @param median of the fit: the geometric mean of the sizes
 * @param geometricSd of the fit; 1 if all sizes are equal
 */
record SizeDistribution(
    double from, double binWidth, long[] counts, double median, double geometricSd) {

  private static final int MAX_BINS = 80;

  /** Returns the distribution; empty without sizes, or if one is not positive. */
  static Optional<SizeDistribution> of(double[] sizes) {
    double[] sorted = sizes.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0 || !(sorted[0] > 0)) {
      return Optional.empty();
    }
    double width = binWidth(sorted);
    long first = (long) Math.floor(sorted[0] / width);
    long last = (long) Math.floor(sorted[sorted.length - 1] / width);
    long[] counts = new long[Math.toIntExact(last - first + 1)];
    double sum = 0;
    for (double size : sorted) {
      counts[(int) ((long) Math.floor(size / width) - first)]++;
      sum += Math.log(size);
    }
    double mean = sum / sorted.length;
    double squares = 0;
    for (double size : sorted) {
      squares += (Math.log(size) - mean) * (Math.log(size) - mean);
    }
    return Optional.of(
        new SizeDistribution(
            first * width,
            width,
            counts,
            Math.exp(mean),
            Math.exp(Math.sqrt(squares / sorted.length))));
  }

  private static double binWidth(double[] sorted) {
    int n = sorted.length;
    double range = sorted[n - 1] - sorted[0];
    double quartiles = sorted[(3 * (n - 1)) / 4] - sorted[(n - 1) / 4];
    double width = 2 * quartiles / Math.cbrt(n);
    if (!(width > range / MAX_BINS)) {
      width =
          range > 0 ? range / Math.min(MAX_BINS / 2.0, Math.ceil(Math.sqrt(n))) : sorted[0] / 10;
    }
    return new BigDecimal(width).round(new MathContext(2, RoundingMode.HALF_UP)).doubleValue();
  }

  long count() {
    return Arrays.stream(counts).sum();
  }

  double edge(int index) {
    return from + index * binWidth;
  }

  /** Returns how many sizes the fit expects in a bin around {@code size}. */
  double expected(double size) {
    double sigma = Math.log(geometricSd);
    double deviation = Math.log(size / median) / sigma;
    return count()
        * binWidth
        * Math.exp(-deviation * deviation / 2)
        / (size * sigma * Math.sqrt(2 * Math.PI));
  }
}
