package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistogramTest {

  private static long[] counts(double[] sizes) {
    Histogram.Bins bins = Histogram.Bins.of(sizes).orElseThrow();
    long[] counts = new long[bins.count()];
    for (double size : sizes) {
      counts[bins.of(size)]++;
    }
    return counts;
  }

  private static Histogram.Bins of(double... sizes) {
    return Histogram.Bins.of(sizes).orElseThrow();
  }

  @Test
  void theWidthFollowsFreedmanAndDiaconis() {
    // 0 to 63: quartiles 15.75 and 47.25, so 2 * 31.5 / 4 = 15.75, to two digits 16
    double[] sizes = new double[64];
    Arrays.setAll(sizes, i -> i);
    assertThat(of(sizes).width()).isEqualTo(16);
    assertThat(of(sizes).first()).isZero();
    assertThat(of(sizes).rule()).startsWith("Freedman-Diaconis");
    assertThat(counts(sizes)).containsExactly(16, 16, 16, 16);
  }

  @Test
  void quartilesThatCoincideLeaveTheWidthToSturges() {
    double[] sizes = {1, 5, 5, 5, 5, 5, 5, 9};
    assertThat(of(sizes).rule()).startsWith("Sturges");
    assertThat(of(sizes).width()).isEqualTo(2); // 8 / (3 + 1)
    assertThat(counts(sizes)).containsExactly(1, 0, 6, 0, 1);
  }

  @Test
  void equalSizesAreOneBin() {
    assertThat(counts(new double[] {20, 20, 20})).containsExactly(3);
    assertThat(counts(new double[] {7})).containsExactly(1);
    assertThat(counts(new double[] {0, 0})).containsExactly(2);
  }

  @Test
  void aFarSizeDoesNotMakeMillionsOfBins() {
    double[] sizes = new Random(1).doubles(1000, 10, 11).toArray();
    sizes[0] = 1e9;
    assertThat(of(sizes).count()).isLessThanOrEqualTo(Histogram.MAX_BINS);
  }

  @Test
  void everyDefectIsInABinOnceWithItsWeight() {
    DetectionRates rates =
        new DetectionRates(List.of(new DetectionRates.SizeClass(0, 1e6, 100, 50)), 100, 80, "test");
    StatisticsSettings settings = StatisticsSettings.defaults().withDetection(rates);
    Sample sample =
        Sample.of(
            SyntheticField.draw(
                    new SplittableRandom(1),
                    new SyntheticField.Population(1e-4, 40, 1.4, Double.POSITIVE_INFINITY, 0),
                    800)
                .result(),
            1,
            settings);
    Histogram histogram =
        Correction.histogram(List.of(sample), settings, LengthScale.PIXELS).orElseThrow();
    double edges = Arrays.stream(sample.edgeWeights()).sum();
    assertThat(Arrays.stream(histogram.counts()).sum()).isEqualTo(sample.count());
    // the same numbers, added in another order
    assertThat(Arrays.stream(histogram.edgeCorrected()).sum()).isEqualTo(edges, within(1e-9));
    assertThat(Arrays.stream(histogram.corrected()).sum())
        .isEqualTo(edges * rates.weight(0), within(1e-9));
    for (int bin = 0; bin < histogram.bins(); bin++) {
      assertThat(histogram.intervals().get(bin).lower())
          .isLessThanOrEqualTo(histogram.corrected()[bin]);
      assertThat(histogram.intervals().get(bin).upper()).isGreaterThan(histogram.corrected()[bin]);
    }
  }

  @Test
  void noSizeHasNoBins() {
    assertThat(Histogram.Bins.of(new double[0])).isEmpty();
  }
}
