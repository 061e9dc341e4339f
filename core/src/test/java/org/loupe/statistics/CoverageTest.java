package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.statistics.CoverageStudy.Scenario;

/**
 * The intervals hold the truth as often as they say, and what they hold is unbiased; {@code
 * benchmarks/statistics.sh} does the same at full size.
 */
class CoverageTest {

  private static final int SETS = 400;

  /** 3.5 standard deviations of a share of 95 % of 400 sets, 1.1 %. */
  private static final double LOWEST = 0.95 - 0.038;

  private static final double HIGHEST = 0.95 + 0.038;

  @ParameterizedTest
  @CsvSource({
    "1, 40, Infinity, 0",
    "3, 25, 10, 0.1",
    "6, 25, Infinity, 0",
    "6, 25, 4, 0.2",
  })
  void intervalsOfEdgeCorrectedFiguresHoldTheirLevel(
      int images, double expected, double densityShape, double sizeSpread) {
    CoverageStudy.Coverage coverage =
        CoverageStudy.edges(
            new Scenario(images, expected, densityShape, sizeSpread, 600), SETS, 300, 5);
    assertThat(coverage.mean()).isBetween(LOWEST, HIGHEST);
    assertThat(coverage.density()).isBetween(LOWEST, HIGHEST);
  }

  @Test
  void intervalsOfFiguresCorrectedForTheDetectorHoldTheirLevel() {
    CoverageStudy.Coverage coverage =
        CoverageStudy.detection(
            new Scenario(6, 25, Double.POSITIVE_INFINITY, 0, 600), SETS, 300, 6);
    assertThat(coverage.mean()).isBetween(LOWEST, HIGHEST);
    assertThat(coverage.density()).isBetween(LOWEST, HIGHEST);
  }

  @Test
  void spheresThatTheSurfacesCutAreCountedOnce() {
    CoverageStudy.Foil foil =
        CoverageStudy.foil(new Scenario(4, 40, Double.POSITIVE_INFINITY, 0, 600), SETS, 7);
    assertThat(foil.coverage()).isBetween(LOWEST, HIGHEST);
    // 64,000 spheres seen: 0.4 % in number, and 1.5 times as much in volume, which large ones rule
    assertThat(foil.bias()).isEqualTo(0, within(0.015));
    assertThat(foil.swellingBias()).isEqualTo(0, within(0.03));
    assertThat(foil.simpleBias()).isGreaterThan(0.3);
  }

  @Test
  void edgeCorrectionIsUnbiasedWithinOnePercentAndPlainFiguresAreNot() {
    CoverageStudy.Bias bias =
        CoverageStudy.bias(new Scenario(1, 40, Double.POSITIVE_INFINITY, 0, 400), 1500, 8);
    assertThat(bias.density()).isEqualTo(0, within(0.01));
    assertThat(bias.mean()).isEqualTo(0, within(0.01));
    assertThat(bias.naiveDensity()).isGreaterThan(0.03);
    assertThat(Math.abs(bias.naiveMean())).isGreaterThan(0.01);
  }
}
