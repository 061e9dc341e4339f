package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SizeStatisticsTest {

  /** Sums of a few numbers in another order than by hand. */
  private static final double ROUNDING = 1e-12;

  @Test
  void agreesWithNumbersDoneByHand() {
    SizeStatistics sizes = SizeStatistics.of(new double[] {4, 1, 3, 2, 10});
    assertThat(sizes.count()).isEqualTo(5);
    assertThat(sizes.mean()).hasValue(4);
    // squares of the deviations: 0 + 9 + 1 + 4 + 36 = 50, over n - 1 = 4
    assertThat(sizes.standardDeviation().orElseThrow())
        .isEqualTo(Math.sqrt(12.5), within(ROUNDING));
    assertThat(sizes.standardError().orElseThrow()).isEqualTo(Math.sqrt(2.5), within(ROUNDING));
    assertThat(sizes.median()).hasValue(3);
    assertThat(sizes.d10().orElseThrow()).isEqualTo(1.4, within(ROUNDING)); // 1 + 0.4 * (2 - 1)
    assertThat(sizes.d90().orElseThrow()).isEqualTo(7.6, within(ROUNDING)); // 4 + 0.6 * (10 - 4)
    assertThat(sizes.min()).hasValue(1);
    assertThat(sizes.max()).hasValue(10);
  }

  @Test
  void equalWeightsChangeNothingButTheTotal() {
    double[] sizes = {4, 1, 3, 2, 10};
    SizeStatistics plain = SizeStatistics.of(sizes);
    SizeStatistics weighted = SizeStatistics.of(sizes, new double[] {3, 3, 3, 3, 3});
    assertThat(weighted.totalWeight()).isEqualTo(15);
    assertThat(weighted.effectiveCount()).isEqualTo(5, within(ROUNDING));
    assertThat(weighted.mean().orElseThrow())
        .isEqualTo(plain.mean().orElseThrow(), within(ROUNDING));
    assertThat(weighted.standardDeviation().orElseThrow())
        .isEqualTo(plain.standardDeviation().orElseThrow(), within(ROUNDING));
    assertThat(weighted.standardError().orElseThrow())
        .isEqualTo(plain.standardError().orElseThrow(), within(ROUNDING));
    for (double fraction = 0; fraction <= 1; fraction += 0.05) {
      assertThat(weighted.quantile(fraction).orElseThrow())
          .isEqualTo(plain.quantile(fraction).orElseThrow(), within(ROUNDING));
    }
  }

  @Test
  void aSizeCountsAsOftenAsItsWeightSays() {
    SizeStatistics weighted =
        SizeStatistics.of(new double[] {1, 2, 9, 7}, new double[] {1, 3, 2, 0});
    assertThat(weighted.count()).isEqualTo(3);
    assertThat(weighted.mean().orElseThrow()).isEqualTo(25.0 / 6, within(ROUNDING));
    // middles of the weights at 0.5, 2.5 and 5; half way between first and last is 2.75, a tenth of
    // the way from 2 to 9
    assertThat(weighted.median().orElseThrow()).isEqualTo(2.7, within(ROUNDING));
    assertThat(weighted.max()).hasValue(9);
  }

  @Test
  void whatIsUndefinedIsEmpty() {
    SizeStatistics none = SizeStatistics.of(new double[0]);
    assertThat(none.mean()).isEmpty();
    assertThat(none.median()).isEmpty();
    assertThat(none.standardDeviation()).isEmpty();
    SizeStatistics one = SizeStatistics.of(new double[] {7});
    assertThat(one.mean()).hasValue(7);
    assertThat(one.d90()).hasValue(7);
    assertThat(one.standardDeviation()).isEmpty();
    assertThat(one.standardError()).isEmpty();
  }

  @Test
  void theSizesGivenAreNotTouched() {
    double[] given = {3, 1, 2};
    assertThat(SizeStatistics.of(given).median()).hasValue(2);
    assertThat(given).containsExactly(3, 1, 2);
  }

  @Test
  void aSizeThatIsNotANumberIsRefused() {
    assertThatThrownBy(() -> SizeStatistics.of(new double[] {1, Double.NaN}))
        .hasMessageContaining("NaN");
  }
}
