package org.loupe.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

class AnnotationTest {

  private static final Ellipse ELLIPSE = new Ellipse(50, 40, 30, 20, 0);

  @Test
  void aShapeThatSpansItsBoxIsTight() {
    assertThat(of(new Box(35, 30, 30, 20), ELLIPSE).isTight()).isTrue();
    assertThat(of(new Box(30, 30, 40, 20), ELLIPSE).isTight()).isFalse(); // of padded boxes
    assertThat(of(new Box(35, 25, 30, 30), ELLIPSE).isTight()).isFalse();
    assertThat(new Annotation(new Box(35, 30, 30, 20)).isTight()).isFalse();
  }

  @Test
  void allPartsOfAnOutlineCount() {
    Polygon left = triangle(10, 10);
    Polygon right = triangle(40, 30);
    Box both = new Box(10, 10, 40, 30);
    assertThat(of(both, List.of(left, right)).isTight()).isTrue();
    assertThat(of(both, List.of(left)).isTight()).isFalse();
    assertThat(of(new Box(10, 10, 10, 10), List.of(left)).isTight()).isTrue();
  }

  private static Polygon triangle(double x, double y) {
    return new Polygon(
        List.of(new Point(x, y), new Point(x + 10, y + 4), new Point(x + 2, y + 10)));
  }

  private static Annotation of(Box box, Ellipse ellipse) {
    return new Annotation(box, Optional.of(ellipse), List.of(), Optional.empty());
  }

  private static Annotation of(Box box, List<Polygon> outline) {
    return new Annotation(box, Optional.empty(), outline, Optional.empty());
  }
}
