package org.loupe.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.loupe.geometry.Box;

class BoxDeltaTest {

  @Test
  void leadsFromTheCandidateToTheDefect() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 200; i++) {
      double side = random.nextDouble(16, 200);
      Box candidate = new Box(random.nextDouble(500), random.nextDouble(500), side, side);
      double width = side * random.nextDouble(0.2, 5);
      double height = side * random.nextDouble(0.2, 5);
      Box defect =
          new Box(
              candidate.centerX() + side * random.nextDouble(-1, 1) - width / 2,
              candidate.centerY() + side * random.nextDouble(-1, 1) - height / 2,
              width,
              height);
      Box found = BoxDelta.between(candidate, defect).from(candidate);
      // a dozen roundings of numbers below 2000
      assertThat(found.x()).isEqualTo(defect.x(), within(1e-9));
      assertThat(found.y()).isEqualTo(defect.y(), within(1e-9));
      assertThat(found.width()).isEqualTo(defect.width(), within(1e-9));
      assertThat(found.height()).isEqualTo(defect.height(), within(1e-9));
    }
  }

  @Test
  void nothingIsTheWayToTheSquareItself() {
    Box square = new Box(10, 20, 32, 32);
    assertThat(new BoxDelta(0, 0, 0, 0).from(square)).isEqualTo(square);
    assertThat(BoxDelta.between(square, square)).isEqualTo(new BoxDelta(0, 0, 0, 0));
  }

  @Test
  void theLongerSideOfTheCandidateIsTheUnit() {
    assertThat(BoxDelta.between(new Box(0, 0, 40, 20), new Box(10, 10, 40, 40)))
        .isEqualTo(new BoxDelta(0.25, 0.5, 0, 0));
  }

  @Test
  void anAbsurdAnswerIsTakenOnlySoFar() {
    Box box = new BoxDelta(1e30, -1e30, 1e30, -1e30).from(new Box(0, 0, 10, 10));
    assertThat(box.centerX()).isEqualTo(15, within(1e-9));
    assertThat(box.centerY()).isEqualTo(-5, within(1e-9));
    assertThat(box.width()).isBetween(60.0, 61.0);
    assertThat(box.height()).isBetween(1.6, 1.7);
  }
}
