package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberDensityTest {

  private static ConfidenceInterval of(long count, double area) {
    return NumberDensity.interval(new long[] {count}, new double[] {area});
  }

  /** Returns P(X <= count) of a Poisson variable, by its definition. */
  private static double poissonCdf(long count, double mean) {
    double term = Math.exp(-mean);
    double sum = term;
    for (int k = 1; k <= count; k++) {
      term *= mean / k;
      sum += term;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 5, 10, 42, 242})
  void eachLimitLeavesTwoAndAHalfPercentByTheDefinitionOfPoisson(long count) {
    ConfidenceInterval interval = of(count, 1);
    // the quantile function of the library stops at about 1e-9
    assertThat(1 - poissonCdf(count - 1, interval.lower())).isEqualTo(0.025, within(1e-7));
    assertThat(poissonCdf(count, interval.upper())).isEqualTo(0.025, within(1e-7));
  }

  @Test
  void noDefectAtAllBoundsTheDensityFromAboveByMinusLnOfTheTail() {
    ConfidenceInterval interval = of(0, 2);
    assertThat(interval.lower()).isZero();
    assertThat(interval.upper()).isEqualTo(-Math.log(0.025) / 2, within(1e-7));
  }

  @Test
  void micrographsThatAgreeByChanceDoNotMakeTheIntervalVanish() {
    ConfidenceInterval same =
        NumberDensity.interval(new long[] {10, 20, 10}, new double[] {1, 2, 1});
    ConfidenceInterval one = of(40, 4);
    // half of Poisson's variance is the least: 0.7 of the width
    assertThat((same.upper() - same.lower()) / (one.upper() - one.lower())).isBetween(0.6, 0.8);
  }

  @Test
  void densitiesThatDifferMoreThanCountingExplainsWidenTheInterval() {
    ConfidenceInterval same = NumberDensity.interval(new long[] {20, 20, 20, 20}, ones(4));
    ConfidenceInterval apart = NumberDensity.interval(new long[] {5, 40, 10, 25}, ones(4));
    assertThat(apart.upper() - apart.lower()).isGreaterThan(4 * (same.upper() - same.lower()));
    assertThat(apart.method()).contains("dispersion between images");
  }

  /** Failed: the least width let two images without real differences be held in 98.5 % of sets. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 10})
  void poissonCountsOfFewMicrographsAreHeldAsOftenAsTheIntervalSays(int micrographs) {
    assertThat(held(micrographs, Double.POSITIVE_INFINITY)).isBetween(0.94, 0.97);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 10})
  void countsThatDifferByAThirdBetweenFewMicrographsAreHeldToo(int micrographs) {
    assertThat(held(micrographs, 10)).isBetween(0.93, 0.97);
  }

  /** Returns in which share of 10,000 sets the interval holds a mean of 40, known to 0.2 %. */
  private static double held(int micrographs, double gammaShape) {
    SplittableRandom random = new SplittableRandom(9);
    int held = 0;
    for (int set = 0; set < 10_000; set++) {
      long[] counts = new long[micrographs];
      for (int i = 0; i < micrographs; i++) {
        double mean =
            Double.isInfinite(gammaShape)
                ? 40
                : 40 * SyntheticField.gamma(random, gammaShape) / gammaShape;
        counts[i] = SyntheticField.poisson(random, mean);
      }
      ConfidenceInterval interval = NumberDensity.interval(counts, ones(micrographs));
      held += interval.lower() <= 40 && 40 <= interval.upper() ? 1 : 0;
    }
    return held / 10_000.0;
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void weightsOfOneSizeScaleTheInterval() {
    double[] twos = {2, 2, 2, 2, 2};
    ConfidenceInterval weighted =
        NumberDensity.of(List.of(twos), new double[] {1}, 1).orElseThrow().interval();
    assertThat(weighted.lower()).isEqualTo(2 * of(5, 1).lower(), within(1e-9));
    assertThat(weighted.upper()).isEqualTo(2 * of(5, 1).upper(), within(1e-9));
  }

  @Test
  void weightedCountsHaveTheGammaLimitsOfFayAndFeuer() {
    // Fay and Feuer's limits from their formula, with quantiles of SciPy 1.17's gamma.ppf: see
    // src/test/reference/statistics.py
    double[] weights = {0.5, 0.5, 1.5, 2.5};
    NumberDensity.Estimate estimate =
        NumberDensity.of(List.of(weights), new double[] {1}, 1).orElseThrow();
    assertThat(estimate.density()).isEqualTo(5);
    assertThat(estimate.interval().lower()).isEqualTo(0.9454083066108416, within(1e-6));
    assertThat(estimate.interval().upper()).isEqualTo(16.86745581663075, within(1e-6));
  }

  @Test
  void severalMicrographsHaveTheGammaLimitsOfTheirDispersion() {
    // from src/test/reference/statistics.py
    ConfidenceInterval interval =
        NumberDensity.interval(new long[] {8, 14, 5, 21, 11}, new double[] {1, 1, 1, 1, 1});
    assertThat(interval.lower()).isEqualTo(5.887302068339283, within(1e-6));
    assertThat(interval.upper()).isEqualTo(21.405237756364638, within(1e-6));
  }

  @Test
  void noAreaHasNoDensity() {
    assertThat(NumberDensity.of(List.of(new double[0]), new double[] {0}, 1)).isEmpty();
  }

  @Test
  void micrographsWithoutAreaDoNotCountAsMicrographs() {
    assertThat(
            NumberDensity.of(List.of(new double[] {1, 1, 1}, new double[0]), new double[] {2, 0}, 1)
                .orElseThrow()
                .interval())
        .isEqualTo(of(3, 2));
  }

  @Test
  void noMicrographIsRefused() {
    assertThatThrownBy(() -> NumberDensity.interval(new long[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
