package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.dataset.Annotation;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

class OutlineEllipseTest {

  /** A polygon of 720 corners has axes shorter by less than a part in 50,000. */
  @ParameterizedTest
  @ValueSource(ints = {0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165})
  void thePolygonOfAnEllipseGivesTheEllipseBack(int degrees) {
    Ellipse drawn = new Ellipse(1031.4, 927.1, 40, 13, Math.toRadians(degrees));
    Ellipse found = OutlineEllipse.of(List.of(drawn.polygon(720))).orElseThrow();
    assertThat(found.centerX()).isEqualTo(drawn.centerX(), within(1e-9));
    assertThat(found.centerY()).isEqualTo(drawn.centerY(), within(1e-9));
    assertThat(found.majorAxisLength()).isEqualTo(40, within(40 * 2e-5));
    assertThat(found.minorAxisLength()).isEqualTo(13, within(13 * 2e-5));
    assertThat(Math.sin(found.orientation() - drawn.orientation())).isEqualTo(0, within(1e-9));
  }

  /** The variance of a side of w is w² / 12, so the axis is 4 w / √12. */
  @Test
  void aRectangleHasTheAxesOfItsVariances() {
    Polygon rectangle =
        new Polygon(
            List.of(new Point(10, 20), new Point(16, 20), new Point(16, 24), new Point(10, 24)));
    Ellipse ellipse = OutlineEllipse.of(List.of(rectangle)).orElseThrow();
    assertThat(ellipse.majorAxisLength()).isEqualTo(4 * 6 / Math.sqrt(12), within(1e-12));
    assertThat(ellipse.minorAxisLength()).isEqualTo(4 * 4 / Math.sqrt(12), within(1e-12));
    assertThat(ellipse.orientation()).isZero();
  }

  @Test
  void aPersonsPolygonBecomesAnEllipseAndABoxStaysABox() {
    Ellipse drawn = new Ellipse(50, 50, 30, 20, 1);
    Mark mark =
        Mark.of(
            new Annotation(
                drawn.boundingBox(),
                java.util.Optional.empty(),
                List.of(drawn.polygon(360)),
                java.util.Optional.of("loop")));
    assertThat(mark.ellipse().orElseThrow().majorAxisLength()).isEqualTo(30, within(0.01));
    assertThat(mark.defectClass()).contains("loop");
    assertThat(Mark.of(new Annotation(new Box(1, 2, 3, 4))).ellipse()).isEmpty();
  }

  @Test
  void anOutlineWithoutAreaHasNoEllipse() {
    assertThat(OutlineEllipse.of(List.of())).isEmpty();
    Polygon line = new Polygon(List.of(new Point(0, 0), new Point(9, 0), new Point(4, 0)));
    assertThat(OutlineEllipse.of(List.of(line))).isEmpty();
  }
}
