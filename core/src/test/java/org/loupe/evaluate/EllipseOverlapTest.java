package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.geometry.Ellipse;

class EllipseOverlapTest {

  /** What the class promises for its thousand slices. */
  private static final double SLICING = 1e-4;

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165})
  void anEllipseOverlapsItselfWholly(int degrees) {
    Ellipse e = new Ellipse(31.4, 27.1, 40, 13, Math.toRadians(degrees));
    assertThat(EllipseOverlap.iou(e, e)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165})
  void anEllipseInsideAnotherOverlapsByTheirAreas(int degrees) {
    Ellipse outer = new Ellipse(50, 50, 60, 30, Math.toRadians(degrees));
    Ellipse inner = new Ellipse(50, 50, 30, 15, Math.toRadians(degrees));
    assertThat(EllipseOverlap.iou(outer, inner)).isEqualTo(0.25, within(SLICING));
    assertThat(EllipseOverlap.iou(inner, outer)).isEqualTo(0.25, within(SLICING));
  }

  /** The lens of two circles of radius r, d apart: 2 r² acos(d / 2r) - d / 2 √(4 r² - d²). */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 5, 10, 19, 19.9})
  void circlesShareALens(double d) {
    double r = 10;
    double lens = 2 * r * r * Math.acos(d / (2 * r)) - d / 2 * Math.sqrt(4 * r * r - d * d);
    double expected = lens / (2 * Math.PI * r * r - lens);
    for (double angle : new double[] {0, 0.7, Math.PI / 2}) {
      Ellipse one = new Ellipse(100, 100, 2 * r, 2 * r, 0);
      Ellipse other =
          new Ellipse(
              100 + d * Math.cos(angle), 100 + d * Math.sin(angle), 2 * r, 2 * r, Math.PI / 3);
      assertThat(EllipseOverlap.iou(one, other)).isEqualTo(expected, within(SLICING));
    }
  }

  /** Stretched along an oblique axis, circles become ellipses, and the shares stay. */
  @ParameterizedTest
  @ValueSource(ints = {0, 20, 45, 90, 130, 170})
  void orientationIsCounterClockwiseOnScreen(int degrees) {
    double angle = Math.toRadians(degrees);
    double along = 12; // of the major axis, up to the right for angles below 90 degrees
    Ellipse one = new Ellipse(100, 100, 40, 20, angle);
    Ellipse other =
        new Ellipse(100 + along * Math.cos(angle), 100 - along * Math.sin(angle), 40, 20, angle);
    double d = along / 2; // in units where both are circles of radius 10
    double lens = 200 * Math.acos(d / 20) - d / 2 * Math.sqrt(400 - d * d);
    assertThat(EllipseOverlap.iou(one, other))
        .isEqualTo(lens / (200 * Math.PI - lens), within(SLICING));
  }

  @Test
  void ellipsesApartShareNothing() {
    Ellipse one = new Ellipse(20, 20, 40, 4, Math.PI / 4);
    assertThat(EllipseOverlap.iou(one, new Ellipse(80, 20, 40, 4, Math.PI / 4))).isZero();
    // boxes meet, ellipses do not
    assertThat(EllipseOverlap.iou(one, new Ellipse(32, 32, 40, 4, Math.PI / 4))).isZero();
  }
}
