package org.loupe.app.report;

import java.util.Arrays;
import java.util.Optional;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.Histogram;
import org.loupe.statistics.LogNormalFit;

/**
 * The histogram of some sizes and the log-normal distribution that fits them best, as the report
 * draws them.
 *
 * @param from lower edge of the first bin
 * @param binWidth width of a bin; positive
 * @param counts sizes in each bin; owned by the record
 * @param rule how the width was found, in words
 * @param median of the fit: the geometric mean of the sizes
 * @param geometricSd of the fit; 1 if all sizes are equal
 * @param medianInterval of 95 %, where there is one
 * @param geometricSdInterval likewise
 */
record SizeDistribution(
    double from,
    double binWidth,
    long[] counts,
    String rule,
    double median,
    double geometricSd,
    Optional<ConfidenceInterval> medianInterval,
    Optional<ConfidenceInterval> geometricSdInterval) {

  static SizeDistribution of(Histogram histogram, LogNormalFit fit) {
    return new SizeDistribution(
        histogram.from(),
        histogram.binWidth(),
        histogram.counts(),
        histogram.rule(),
        fit.median(),
        fit.geometricSd(),
        fit.medianInterval(),
        fit.geometricSdInterval());
  }

  boolean hasIntervals() {
    return medianInterval.isPresent() && geometricSdInterval.isPresent();
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
