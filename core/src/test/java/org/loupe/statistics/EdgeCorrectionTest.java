package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;

class EdgeCorrectionTest {

  @Test
  void isTheInverseOfTheChanceNotToTouchTheFrame() {
    // half the places in x, three quarters in y
    assertThat(EdgeCorrection.weight(100, 40, new Box(3, 4, 50, 10)).orElseThrow())
        .isEqualTo(1 / (0.5 * 0.75), within(1e-12));
  }

  @Test
  void aCutDefectWhoseEllipseLiesInsideIsKnownByItsDetectionBox() {
    Measurement inside = SyntheticField.measurement(new Ellipse(20, 50, 30, 24, 0), Set.of());
    Defect whole = new Defect(1, detection(new Box(3, 36, 34, 28)), inside);
    Defect cut = new Defect(2, detection(new Box(0, 36, 37, 28)), inside);
    MicrographResult field = SyntheticField.result(100, List.of(whole, cut));
    assertThat(EdgeCorrection.weight(field, cut)).isEmpty();
    // the detection box holds the ellipse, and a pixel on each side counts as touching
    assertThat(EdgeCorrection.weight(field, whole).orElseThrow())
        .isEqualTo(100.0 * 100 / (64 * 70), within(1e-12));
  }

  private static Detection detection(Box box) {
    return new Detection("loop", box, OptionalDouble.empty(), OptionalDouble.empty());
  }

  @Test
  void aDefectAsLargeAsTheFrameHasNoWeight() {
    assertThat(EdgeCorrection.weight(100, 40, new Box(0, 0, 20, 40))).isEmpty();
  }

  @Test
  void weightedCountsOfRandomSquaresAreUnbiasedAndPlainOnesAreNot() {
    SplittableRandom random = new SplittableRandom(11);
    double side = 30;
    double weighted = 0;
    double plain = 0;
    int trials = 200_000;
    for (int i = 0; i < trials; i++) {
      // centers uniform over an area so large that the frame's surroundings are covered
      double x = random.nextDouble(-side, 100 + side) - side / 2;
      double y = random.nextDouble(-side, 100 + side) - side / 2;
      boolean inside = x >= 0 && y >= 0 && x + side <= 100 && y + side <= 100;
      if (inside) {
        plain++;
        weighted += EdgeCorrection.weight(100, 100, new Box(x, y, side, side)).orElseThrow();
      }
    }
    double expected = trials * 100.0 * 100 / (160 * 160);
    // sd of the weighted count: weight 2.04 * sqrt(38,000) is 0.5 % of the 78,000 expected
    assertThat(weighted).isEqualTo(expected, within(0.02 * expected));
    assertThat(plain).isLessThan(0.6 * expected);
  }
}
