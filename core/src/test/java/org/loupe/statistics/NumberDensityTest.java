package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
  void equalDensitiesAreCountedAsOneMicrograph() {
    ConfidenceInterval pooled =
        NumberDensity.interval(new long[] {10, 20, 10}, new double[] {1, 2, 1});
    assertThat(pooled.lower()).isEqualTo(of(40, 4).lower(), within(1e-12));
    assertThat(pooled.upper()).isEqualTo(of(40, 4).upper(), within(1e-12));
  }

  @Test
  void densitiesThatDifferMoreThanCountingExplainsWidenTheInterval() {
    ConfidenceInterval same = NumberDensity.interval(new long[] {20, 20, 20, 20}, ones(4));
    ConfidenceInterval apart = NumberDensity.interval(new long[] {5, 40, 10, 25}, ones(4));
    assertThat(apart.upper() - apart.lower()).isGreaterThan(2 * (same.upper() - same.lower()));
    assertThat(apart.method()).contains("over-dispersion");
  }

  @Test
  void coversTheTruthAboutAsOftenAsItSays() {
    // negative binomial counts: images differ, gamma of shape 4, mean 30, so variance 8.5 times
    // Poisson's
    SplittableRandom random = new SplittableRandom(3);
    int covered = 0;
    int trials = 400;
    for (int trial = 0; trial < trials; trial++) {
      long[] counts = new long[10];
      for (int i = 0; i < counts.length; i++) {
        double gamma = 0;
        for (int k = 0; k < 4; k++) {
          gamma -= Math.log(1 - random.nextDouble()) * 30 / 4;
        }
        counts[i] = poisson(gamma, random);
      }
      ConfidenceInterval interval = NumberDensity.interval(counts, ones(10));
      covered += interval.lower() <= 30 && 30 <= interval.upper() ? 1 : 0;
    }
    // 95 % of 400 is 380, sd 4.4; quasi-Poisson is a little off: bounds a naive interval (about 50
    // %)
    // misses by far
    assertThat(covered).isBetween(364, 396);
  }

  private static long poisson(double mean, SplittableRandom random) {
    double limit = Math.exp(-mean);
    long count = -1;
    for (double product = 1; product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void noMicrographIsRefused() {
    assertThatThrownBy(() -> NumberDensity.interval(new long[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
