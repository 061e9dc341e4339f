package org.loupe.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.geometry.Ellipse;

/** The small sums behind the report's charts, and how it writes numbers. */
class ReportStatisticsTest {

  @Test
  void theCurveOfTheFitHoldsAsManySizesAsTheBars() {
    SizeDistribution sizes =
        new SizeDistribution(
            2, 1, new long[60], "drawn", 20, Math.exp(0.3), Optional.empty(), Optional.empty());
    sizes.counts()[5] = 1000;
    double expected = 0;
    for (int i = 0; i < sizes.counts().length; i++) {
      expected += sizes.expected(sizes.edge(i) + sizes.binWidth() / 2);
    }
    // the sum over the bins is the integral of the density, but for its tails
    assertThat(expected).isCloseTo(1000, within(2.0));
    assertThat(sizes.expected(20 * Math.exp(-0.09))).isGreaterThan(sizes.expected(20));
  }

  @Test
  void axesAtBothSidesOfTheHorizontalAverageToTheHorizontal() {
    Axiality axes = new Axiality();
    for (int i = 0; i < 5; i++) {
      axes.add(new Ellipse(0, 0, 20, 10, Math.toRadians(10)));
      axes.add(new Ellipse(0, 0, 20, 10, Math.toRadians(170)));
    }
    axes.add(new Ellipse(0, 0, 20, 19.9, Math.toRadians(90))); // round: its axis is noise
    assertThat(axes.count()).isEqualTo(10);
    double mean = axes.meanDegrees().orElseThrow();
    assertThat(Math.min(mean, 180 - mean)).isCloseTo(0, within(1e-9));
    assertThat(axes.resultantLength()).isCloseTo(Math.cos(Math.toRadians(20)), within(1e-12));
  }

  @Test
  void axesAllAroundHaveNoCommonOne() {
    Axiality axes = new Axiality();
    for (int degrees = 7; degrees < 180; degrees += 15) {
      axes.add(new Ellipse(0, 0, 20, 10, Math.toRadians(degrees)));
    }
    assertThat(axes.counts()).containsOnly(1);
    assertThat(axes.meanDegrees()).isEmpty();
    assertThat(axes.resultantLength()).isCloseTo(0, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "20.624, 20.62",
    "0.5, 0.5000",
    "0.00123456, 0.001235",
    "12345.6, '12,350'",
    "999.96, '1,000'"
  })
  void lengthsHaveFourDigits(double value, String text) {
    assertThat(Numbers.significant(value)).isEqualTo(text);
  }

  @Test
  void densitiesArePowersOfTen() {
    assertThat(Numbers.scientific(1.4567e14)).isEqualTo("1.46\u2009\u00d7\u200910\u00b9\u2074");
    assertThat(Numbers.scientific(2e-3)).isEqualTo("2.00\u2009\u00d7\u200910\u207b\u00b3");
    assertThat(Numbers.scientific(0)).isEqualTo("0");
    assertThat(Numbers.scientific(Double.NaN)).isEqualTo("\u2013");
  }

  @Test
  void anAxisHoldsItsRangeInRoundSteps() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 200; i++) {
      double from = random.nextDouble(100);
      double to = from + Math.pow(10, random.nextDouble(6) - 3);
      Diagram.Axis axis = Diagram.Axis.around(from, to);
      assertThat(axis.from()).isLessThanOrEqualTo(from + 1e-6 * axis.step());
      assertThat(axis.to()).isGreaterThanOrEqualTo(to - 1e-6 * axis.step());
      assertThat(axis.steps()).isBetween(1, 9);
    }
  }
}
