package org.loupe.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;

class DuplicateSuppressionTest {

  private static ScreenedBox screened(double x, double y, double side, double probability) {
    Box box = new Box(x, y, side, side);
    return new ScreenedBox(new Candidate(box, 1, 3), box, 0, probability);
  }

  private static List<ScreenedBox> suppress(double maxOverlap, ScreenedBox... boxes) {
    return DuplicateSuppression.suppress(List.of(boxes), maxOverlap);
  }

  @Test
  void twoViewsOfOneDefectBecomeTheirMeanWeightedByProbability() {
    List<ScreenedBox> kept = suppress(0.4, screened(0, 0, 20, 0.3), screened(4, 0, 20, 0.9));
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).probability()).isEqualTo(0.9);
    // (0.9 * 4 + 0.3 * 0) / 1.2
    assertThat(kept.get(0).box().x()).isEqualTo(3, within(1e-12));
    assertThat(kept.get(0).box().y()).isZero();
    assertThat(kept.get(0).box().width()).isEqualTo(20, within(1e-12));
  }

  /** Squares of 20 px, 10 px apart: intersection 200, union 600. */
  @Test
  void loopsThatOverlapByLessThanTheLimitStayAsTheyAre() {
    ScreenedBox left = screened(0, 0, 20, 0.8);
    ScreenedBox right = screened(10, 0, 20, 0.9);
    assertThat(suppress(0.34, left, right)).containsExactly(right, left);
    assertThat(suppress(0.33, left, right)).hasSize(1);
  }

  @Test
  void whatOnlyADroppedBoxOverlapsStays() {
    ScreenedBox left = screened(0, 0, 20, 0.9);
    ScreenedBox between = screened(5, 0, 20, 0.5);
    ScreenedBox right = screened(10, 0, 20, 0.7);
    List<ScreenedBox> kept = suppress(0.4, right, between, left);
    assertThat(kept).extracting(ScreenedBox::probability).containsExactly(0.9, 0.7);
    assertThat(kept.get(1)).isEqualTo(right);
  }

  @Test
  void anOverlapOfOneDropsNothingNotEvenTheSameBoxTwice() {
    ScreenedBox one = screened(0.1, 0.7, 0.7, 0.9); // corners that rounding spoils
    ScreenedBox two = screened(0.1, 0.7, 0.7, 0.8);
    assertThat(suppress(1, one, two)).containsExactly(one, two);
  }

  @Test
  void aLoopWithinALargerOneStays() {
    assertThat(suppress(0.4, screened(0, 0, 40, 0.9), screened(10, 10, 20, 0.8))).hasSize(2);
  }

  @Test
  void boxesOfProbabilityZeroHaveAMeanToo() {
    List<ScreenedBox> kept = suppress(0.4, screened(0, 0, 20, 0), screened(2, 0, 20, 0));
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).box().x()).isEqualTo(1, within(1e-9));
  }

  @Test
  void nothingStaysNothing() {
    assertThat(suppress(0.4)).isEmpty();
  }

  @Test
  void whatIsKeptIsWhatComparingAllBoxesKeeps() {
    Random random = new Random(11);
    List<ScreenedBox> boxes = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double side = 8 * Math.exp(2.5 * random.nextDouble());
      boxes.add(
          screened(
              600 * random.nextDouble(), 600 * random.nextDouble(), side, random.nextDouble()));
    }
    List<ScreenedBox> waiting = new ArrayList<>(boxes);
    waiting.sort(Comparator.comparingDouble(ScreenedBox::probability).reversed());
    List<ScreenedBox> expected = new ArrayList<>();
    while (!waiting.isEmpty()) {
      ScreenedBox best = waiting.get(0);
      expected.add(best);
      waiting.removeIf(box -> box.box().iou(best.box()) > 0.1);
    }
    List<ScreenedBox> kept = DuplicateSuppression.suppress(boxes, 0.1);
    assertThat(kept)
        .extracting(ScreenedBox::probability)
        .isEqualTo(expected.stream().map(ScreenedBox::probability).toList());
    assertThat(kept).hasSizeLessThan(boxes.size() - 20);
  }

  @Test
  void theOrderOfTheInputDoesNotMatter() {
    Random random = new Random(9);
    List<ScreenedBox> boxes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      // few values, so that ties of every kind come up: also boxes that only their candidate tells
      Box box = new Box(5 * random.nextInt(12), 5 * random.nextInt(12), 20, 20);
      boxes.add(
          new ScreenedBox(
              new Candidate(box, random.nextInt(5), random.nextInt(3)),
              box,
              0,
              random.nextInt(3) / 4.0));
    }
    boxes.addAll(boxes.subList(0, 20));
    List<ScreenedBox> kept = DuplicateSuppression.suppress(boxes, 0.4);
    assertThat(kept).hasSizeBetween(2, 70);
    for (int i = 0; i < 50; i++) {
      Collections.shuffle(boxes, random);
      assertThat(DuplicateSuppression.suppress(boxes, 0.4)).isEqualTo(kept);
    }
  }
}
