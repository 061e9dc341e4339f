package org.loupe.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.geometry.Box;

class BoxIndexTest {

  /** Boxes of all shapes, on both sides of powers of two, some beyond the upper left corner. */
  private static Box box(SplittableRandom random) {
    double side = Math.scalb(1 + random.nextDouble(), random.nextInt(-1, 8));
    return new Box(
        random.nextInt(-50, 400) + random.nextInt(2) * 0.5,
        random.nextInt(-50, 400),
        side,
        random.nextBoolean() ? side : side * (0.1 + 3 * random.nextDouble()));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0.05", "3, 0.2", "4, 0.35", "5, 0.8", "6, 1"})
  void findsWhatAComparisonWithAllFinds(long seed, double iou) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Box> boxes = new ArrayList<>();
    BoxIndex index = new BoxIndex();
    int hits = 0;
    for (int i = 0; i < 500; i++) {
      Box asked = i % 5 == 0 && i > 0 ? boxes.get(random.nextInt(i)) : box(random);
      int[] all =
          IntStream.range(0, boxes.size()).filter(n -> boxes.get(n).iou(asked) > iou).toArray();
      assertThat(index.overlapping(asked, iou)).containsExactly(all);
      hits += all.length;
      boxes.add(asked);
      index.add(asked);
    }
    assertThat(hits).isGreaterThan(iou < 1 ? 50 : -1);
  }

  @Test
  void anEmptyIndexHasNothing() {
    assertThat(new BoxIndex().overlapping(new Box(0, 0, 10, 10), 0)).isEmpty();
  }
}
