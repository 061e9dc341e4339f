package org.loupe.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

class ShapeFillTest {

  private static final int SIZE = 60;

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165})
  void anEllipseHoldsThePixelsWhoseCentersSatisfyItsEquation(int degrees) {
    Ellipse ellipse = new Ellipse(29.7, 30.2, 41, 17, Math.toRadians(degrees));
    Mask filled = ShapeFill.mask(SIZE, SIZE, row -> ShapeFill.ellipse(ellipse, SIZE, SIZE, row));
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double dx = x + 0.5 - ellipse.centerX();
        double dy = -(y + 0.5 - ellipse.centerY()); // counter-clockwise on screen: y up
        double u = dx * Math.cos(ellipse.orientation()) + dy * Math.sin(ellipse.orientation());
        double v = -dx * Math.sin(ellipse.orientation()) + dy * Math.cos(ellipse.orientation());
        double equation = Math.pow(u / 20.5, 2) + Math.pow(v / 8.5, 2);
        // within a rounding of the line either answer is right
        if (Math.abs(equation - 1) > 1e-9) {
          assertThat(filled.at(x, y)).as("%d, %d", x, y).isEqualTo(equation < 1);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 45, 90, 135, 170})
  void theEllipsesPolygonFillsAlmostTheSamePixels(int degrees) {
    Ellipse ellipse = new Ellipse(30, 30, 40, 20, Math.toRadians(degrees));
    Mask exact = ShapeFill.mask(SIZE, SIZE, row -> ShapeFill.ellipse(ellipse, SIZE, SIZE, row));
    Mask polygon =
        ShapeFill.mask(
            SIZE, SIZE, row -> ShapeFill.outline(List.of(ellipse.polygon(72)), SIZE, SIZE, row));
    int differing = 0;
    for (int i = 0; i < exact.set().length; i++) {
      differing += exact.set()[i] == polygon.set()[i] ? 0 : 1;
    }
    // 72 chords lie at most 20 (1 - cos 2.5°) = 0.02 pixels inside a line about 97 pixels long
    assertThat(differing).isLessThanOrEqualTo(8);
    assertThat(ellipse.polygon(72).signedArea())
        .isEqualTo(ellipse.area() * 72 / (2 * Math.PI) * Math.sin(2 * Math.PI / 72), within(1e-9));
  }

  @Test
  void shapesSideBySideShareNoPixelAndLeaveNone() {
    int[] count = new int[100];
    for (Box box :
        List.of(new Box(0, 0, 4.5, 10), new Box(4.5, 0, 5.5, 3.5), new Box(4.5, 3.5, 5.5, 6.5))) {
      ShapeFill.box(
          box,
          10,
          10,
          (y, left, right) -> {
            for (int x = left; x < right; x++) {
              count[10 * y + x]++;
            }
          });
    }
    assertThat(count).containsOnly(1);
  }

  @Test
  void aHoleThatRunsTheOtherWayIsLeftOut() {
    Polygon outer = square(1, 1, 8);
    Polygon hole = square(3, 3, 2).reversed();
    Mask mask = ShapeFill.mask(10, 10, row -> ShapeFill.outline(List.of(outer, hole), 10, 10, row));
    assertThat(mask.count()).isEqualTo(64 - 4);
    assertThat(mask.at(3, 3)).isFalse();
    Mask joined =
        ShapeFill.mask(
            10, 10, row -> ShapeFill.outline(List.of(outer, hole.reversed()), 10, 10, row));
    assertThat(joined.count()).isEqualTo(64);
  }

  @Test
  void shapesThatLeaveTheImageAreCut() {
    Mask mask =
        ShapeFill.mask(10, 10, row -> ShapeFill.outline(List.of(square(-5, -5, 100)), 10, 10, row));
    assertThat(mask.count()).isEqualTo(100);
    Ellipse far = new Ellipse(-50, 5, 10, 10, 0);
    assertThat(ShapeFill.mask(10, 10, row -> ShapeFill.ellipse(far, 10, 10, row)).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOutlineOfAnyMaskFillsExactlyTheMask(long seed) {
    Random random = new Random(seed);
    boolean[] set = new boolean[23 * 17];
    for (int i = 0; i < set.length; i++) {
      set[i] = random.nextDouble() < seed / 9.0;
    }
    Mask mask = new Mask(23, 17, set);
    List<Polygon> outline = MaskOutline.of(mask, 0, 0);
    Mask filled = ShapeFill.mask(23, 17, row -> ShapeFill.outline(outline, 23, 17, row));
    assertThat(filled.set()).isEqualTo(set);
    assertThat(outline.stream().mapToDouble(Polygon::signedArea).sum()).isEqualTo(mask.count());
  }

  @Test
  void pixelsThatTouchByACornerShareALine() {
    Mask mask = new Mask(2, 2, new boolean[] {true, false, false, true});
    assertThat(MaskOutline.of(mask, 5, 7)).hasSize(1);
    assertThat(MaskOutline.of(mask, 5, 7).get(0).corners()).contains(new Point(5, 7));
    Mask ring =
        new Mask(3, 3, new boolean[] {true, true, true, true, false, true, true, true, true});
    assertThat(MaskOutline.of(ring, 0, 0))
        .extracting(Polygon::signedArea)
        .containsExactly(9.0, -1.0);
    assertThat(MaskOutline.of(new Mask(2, 1, new boolean[2]), 0, 0)).isEmpty();
  }

  private static Polygon square(double x, double y, double side) {
    return new Polygon(
        List.of(
            new Point(x, y),
            new Point(x + side, y),
            new Point(x + side, y + side),
            new Point(x, y + side)));
  }
}
