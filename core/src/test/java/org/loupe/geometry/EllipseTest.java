package org.loupe.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EllipseTest {

  @ParameterizedTest
  @CsvSource({"20, 10", "10, 10", "57, 3"})
  void boundingBoxHoldsTheOutlineAndTouchesItOnFourSides(double major, double minor) {
    for (int degrees = 0; degrees < 180; degrees += 15) {
      double orientation = Math.toRadians(degrees);
      Ellipse ellipse = new Ellipse(3, -4, major, minor, orientation);
      double left = Double.POSITIVE_INFINITY;
      double right = Double.NEGATIVE_INFINITY;
      double top = Double.POSITIVE_INFINITY;
      double bottom = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < 100_000; i++) {
        double t = 2 * Math.PI * i / 100_000;
        double along = major / 2 * Math.cos(t);
        double across = minor / 2 * Math.sin(t);
        // Counter-clockwise on screen, where y grows downwards.
        double x = 3 + along * Math.cos(orientation) - across * Math.sin(orientation);
        double y = -4 - along * Math.sin(orientation) - across * Math.cos(orientation);
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
      Box box = ellipse.boundingBox();
      // The outline is sampled in steps of 6e-5 rad: its extreme is missed by less than 1e-7.
      assertThat(box.x()).isCloseTo(left, within(1e-7));
      assertThat(box.right()).isCloseTo(right, within(1e-7));
      assertThat(box.y()).isCloseTo(top, within(1e-7));
      assertThat(box.bottom()).isCloseTo(bottom, within(1e-7));
    }
  }

  @Test
  void areaIsThatOfTheCircleOfEquivalentDiameter() {
    Ellipse ellipse = new Ellipse(0, 0, 9, 4, 1);
    assertThat(ellipse.equivalentDiameter()).isEqualTo(6);
    assertThat(ellipse.area()).isCloseTo(Math.PI * 9, within(1e-13));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "45, 45", "180, 0", "270, 90", "-45, 135", "-180, 0", "765, 45", "-405, 135"})
  void orientationIsWrappedIntoHalfATurn(double degrees, double expected) {
    double wrapped = Ellipse.wrapOrientation(Math.toRadians(degrees));
    // Some turns of rounded pi.
    assertThat(Math.toDegrees(wrapped)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void wrappedOrientationIsAlwaysAccepted() {
    for (double angle : new double[] {-1e-17, -Double.MIN_VALUE, Math.PI, -Math.PI, 1e9, -1e9}) {
      double wrapped = Ellipse.wrapOrientation(angle);
      assertThat(new Ellipse(0, 0, 2, 1, wrapped).orientation()).isEqualTo(wrapped);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 0",
    "1, 0, 0",
    "1, -1, 0",
    "1, NaN, 0",
    "NaN, 1, 0",
    "2, 1, -0.1",
    "2, 1, 3.1415926535897932",
    "2, 1, NaN",
  })
  void axesAndOrientationOutOfRangeAreRefused(double major, double minor, double orientation) {
    assertThatThrownBy(() -> new Ellipse(0, 0, major, minor, orientation))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
