package org.loupe.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxTest {

  @Test
  void edgesCenterAndAreaFollowFromCornerAndSize() {
    Box box = new Box(2, -3, 4, 10);
    assertThat(box.right()).isEqualTo(6);
    assertThat(box.bottom()).isEqualTo(7);
    assertThat(box.centerX()).isEqualTo(4);
    assertThat(box.centerY()).isEqualTo(2);
    assertThat(box.area()).isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 4, 4, 16, 1", // itself
    "2, 0, 4, 4, 8, 0.3333333333333333", // half beside
    "1, 1, 2, 2, 4, 0.25", // inside
    "4, 0, 4, 4, 0, 0", // touching edges
    "4, 4, 4, 4, 0, 0", // touching corners
    "9, 9, 1, 1, 0, 0", // apart in both directions
    "9, 0, 1, 4, 0, 0", // apart in one
  })
  void overlapWithTheBoxOfSideFour(
      double x, double y, double width, double height, double area, double iou) {
    Box box = new Box(0, 0, 4, 4);
    Box other = new Box(x, y, width, height);
    assertThat(box.intersectionArea(other)).isEqualTo(area);
    assertThat(other.intersectionArea(box)).isEqualTo(area);
    assertThat(box.iou(other)).isEqualTo(iou);
    assertThat(other.iou(box)).isEqualTo(iou);
  }

  @Test
  void overlapOfWholePixelBoxesIsTheCountOfSharedPixels() {
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      Box a = randomBox(random);
      Box b = randomBox(random);
      int shared = 0;
      for (int y = 0; y < 20; y++) {
        for (int x = 0; x < 20; x++) {
          shared += holds(a, x, y) && holds(b, x, y) ? 1 : 0;
        }
      }
      assertThat(a.intersectionArea(b)).isEqualTo(shared);
    }
  }

  private static Box randomBox(Random random) {
    return new Box(
        random.nextInt(10), random.nextInt(10), 1 + random.nextInt(10), 1 + random.nextInt(10));
  }

  private static boolean holds(Box box, int x, int y) {
    return x >= box.x() && x < box.right() && y >= box.y() && y < box.bottom();
  }

  @Test
  void scalingMovesTheCornerToo() {
    assertThat(new Box(2, 3, 4, 5).scaled(0.5)).isEqualTo(new Box(1, 1.5, 2, 2.5));
  }

  @Test
  void iouDoesNotChangeWithScale() {
    Box a = new Box(1, 2, 30, 20);
    Box b = new Box(10, 5, 25, 22);
    // Six multiplications, each rounded once.
    assertThat(a.scaled(1.7).iou(b.scaled(1.7))).isCloseTo(a.iou(b), within(1e-14));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 1",
    "0, 0, 1, 0",
    "0, 0, -1, 1",
    "0, 0, NaN, 1",
    "0, 0, 1, NaN",
    "0, 0, Infinity, 1",
    "0, 0, 1, Infinity",
    "NaN, 0, 1, 1",
    "0, NaN, 1, 1",
    "Infinity, 0, 1, 1",
  })
  void boxWithoutAreaOrPlaceIsRefused(double x, double y, double width, double height) {
    assertThatThrownBy(() -> new Box(x, y, width, height))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
