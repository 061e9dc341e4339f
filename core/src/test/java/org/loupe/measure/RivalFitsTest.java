package org.loupe.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.loupe.geometry.Ellipse;

/** A rival must be right where it can be, or a comparison with it says nothing. */
class RivalFitsTest {

  @Test
  void theConicThroughPointsOfAnEllipseIsThatEllipse() {
    for (int degrees = 0; degrees < 180; degrees += 15) {
      double turn = Math.toRadians(degrees);
      double[] xs = new double[40];
      double[] ys = new double[40];
      for (int i = 0; i < 40; i++) {
        double u = 15 * Math.cos(2 * Math.PI * i / 40);
        double v = 9 * Math.sin(2 * Math.PI * i / 40);
        xs[i] = 2 + u * Math.cos(turn) + v * Math.sin(turn);
        ys[i] = -3 - u * Math.sin(turn) + v * Math.cos(turn);
      }
      Ellipse found = RivalFits.conic(xs, ys).orElseThrow();
      assertThat(found.majorAxisLength()).isCloseTo(30, within(1e-6));
      assertThat(found.minorAxisLength()).isCloseTo(18, within(1e-6));
      assertThat(found.centerX()).isCloseTo(2, within(1e-6));
      assertThat(found.centerY()).isCloseTo(-3, within(1e-6));
      assertThat(RenderedRing.degreesBetween(found.orientation(), turn)).isLessThan(1e-4);
    }
  }

  @Test
  void bothFindAClearRing() {
    Random random = new Random(3);
    for (int i = 0; i < 12; i++) {
      RenderedRing ring = RenderedRing.of(random, 40, 0.8, 15 * i, 3, 20);
      for (Ellipse found :
          new Ellipse[] {
            RivalFits.closedPath(ring.image(), ring.padded()).orElseThrow(),
            RivalFits.direct(ring.image(), ring.padded()).orElseThrow()
          }) {
        // neither takes back the shift of a bent line under smoothing
        assertThat(found.majorAxisLength()).isCloseTo(40, within(1.5));
        assertThat(found.minorAxisLength()).isCloseTo(32, within(1.5));
      }
    }
  }
}
