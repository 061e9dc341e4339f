package org.loupe.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.loupe.geometry.Ellipse;
import org.loupe.image.Mask;

class MomentEllipseTest {

  @Test
  void recoversADrawnEllipseEveryFifteenDegrees() {
    for (int degrees = 0; degrees < 180; degrees += 15) {
      Ellipse drawn = new Ellipse(50.5, 49.5, 60, 24, Math.toRadians(degrees));
      Ellipse found = MomentEllipse.of(drawn(drawn, 100));
      assertThat(found.centerX()).isCloseTo(50.5, within(0.05));
      assertThat(found.majorAxisLength()).isCloseTo(60, within(0.5)); // whole pixels
      assertThat(found.minorAxisLength()).isCloseTo(24, within(0.5));
      assertThat(RenderedRing.degreesBetween(found.orientation(), drawn.orientation()))
          .isLessThan(0.5);
    }
  }

  @Test
  void onePixelHasTheMomentsOfASquare() {
    Ellipse one = MomentEllipse.of(new Mask(1, 1, new boolean[] {true}));
    assertThat(one.majorAxisLength()).isCloseTo(2 / Math.sqrt(3), within(1e-12));
    assertThat(one.centerX()).isEqualTo(0.5);
  }

  @Test
  void refusesAnEmptyRegion() {
    assertThatThrownBy(() -> MomentEllipse.of(new Mask(2, 2, new boolean[4])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void caliperDiametersAreThoseOfTheHull() {
    boolean[] set = new boolean[5 * 5];
    for (int i = 0; i < 4; i++) {
      set[5 + i] = true; // a bar of 4 x 1 pixels
    }
    FeretDiameters bar = FeretDiameters.of(new Mask(5, 5, set));
    assertThat(bar.maxPx()).isCloseTo(Math.sqrt(17), within(1e-12));
    assertThat(bar.minPx()).isCloseTo(1, within(1e-12));
    FeretDiameters disc = FeretDiameters.of(drawn(new Ellipse(50.5, 50.5, 40, 40, 0), 100));
    assertThat(disc.maxPx()).isBetween(40.0, 41.5);
    assertThat(disc.minPx()).isBetween(38.5, 41.0);
  }

  private static Mask drawn(Ellipse e, int size) {
    boolean[] set = new boolean[size * size];
    for (int i = 0; i < set.length; i++) {
      double x = i % size + 0.5 - e.centerX();
      int row = i / size;
      double y = row + 0.5 - e.centerY();
      double u = x * Math.cos(e.orientation()) - y * Math.sin(e.orientation());
      double v = x * Math.sin(e.orientation()) + y * Math.cos(e.orientation());
      set[i] = Math.hypot(2 * u / e.majorAxisLength(), 2 * v / e.minorAxisLength()) <= 1;
    }
    return new Mask(size, size, set);
  }
}
