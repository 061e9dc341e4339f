package org.loupe.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;

/** Equality with OpenCV's own function is tested in the module {@code oracle}. */
class RectangleGroupingTest {

  private static Candidate window(double x, double y, double side, double score) {
    return new Candidate(new Box(x, y, side, side), score, 1);
  }

  @Test
  void joinsSimilarWindowsAndKeepsTheBestScore() {
    List<Candidate> windows =
        List.of(window(10, 10, 40, 1), window(13, 11, 40, 3), window(11, 12, 44, 2));
    assertThat(RectangleGrouping.group(windows, 1))
        .containsExactly(new Candidate(new Box(11, 11, 41, 41), 3, 3));
  }

  @Test
  void joinsWindowsByAChainOfSimilarOnes() {
    List<Candidate> chain = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      chain.add(window(8 * i, 0, 40, i));
    }
    assertThat(RectangleGrouping.group(chain, 1))
        .containsExactly(new Candidate(new Box(32, 0, 40, 40), 8, 9));
  }

  @Test
  void anEdgeApartByATenthOfBothSidesIsStillSimilar() {
    assertThat(RectangleGrouping.group(List.of(window(0, 0, 40, 0), window(8, 0, 40, 0)), 1))
        .hasSize(1);
    assertThat(RectangleGrouping.group(List.of(window(0, 0, 40, 0), window(9, 0, 40, 0)), 1))
        .isEmpty();
  }

  @Test
  void keepsOnlyGroupsOfMoreThanTheGivenNumber() {
    List<Candidate> windows = List.of(window(0, 0, 40, 0), window(1, 0, 40, 0));
    assertThat(RectangleGrouping.group(windows, 1)).hasSize(1);
    assertThat(RectangleGrouping.group(windows, 2)).isEmpty();
    assertThat(RectangleGrouping.group(windows, 0)).isEqualTo(windows);
  }

  @Test
  void dropsASmallGroupInsideALargerOne() {
    List<Candidate> windows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      windows.add(window(i, 0, 100, 0));
      if (i < 3) {
        windows.add(window(30 + i, 30, 30, 0));
      }
    }
    assertThat(RectangleGrouping.group(windows, 1))
        .extracting(Candidate::neighbors)
        .containsExactly(5);
  }

  @Test
  void fractionsAreKeptWhereAWindowHasThem() {
    List<Candidate> windows = List.of(window(0.5, 0, 20, 0), window(1, 0, 20, 0));
    assertThat(RectangleGrouping.group(windows, 1).get(0).box())
        .isEqualTo(new Box(0.75, 0, 20, 20));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void findsTheComponentsThatComparingAllPairsFinds(long seed) {
    Random random = new Random(seed);
    List<Candidate> windows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      double side = 10 * Math.pow(1.1, random.nextInt(25));
      windows.add(
          new Candidate(
              new Box(random.nextInt(600) / 2.0, random.nextInt(600) / 2.0, side, 0.7 * side),
              0,
              1));
    }
    int[] expected = componentSizes(windows);
    assertThat(RectangleGrouping.group(windows, 1).stream().mapToInt(Candidate::neighbors).sum())
        .isPositive();
    assertThat(RectangleGrouping.componentSizes(windows)).isEqualTo(expected);
  }

  @Test
  void manyWindowsTakeLittleTime() {
    Random random = new Random(7);
    List<Candidate> windows = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      windows.add(window(random.nextInt(8000), random.nextInt(8000), 32 + random.nextInt(30), 0));
    }
    for (int i = 0; i < 200_000; i++) {
      windows.add(window(100, 100, 50, 0));
    }
    // Comparing all pairs would take minutes; this takes about a second.
    Assertions.assertTimeout(
        Duration.ofSeconds(20), () -> assertThat(RectangleGrouping.group(windows, 4)).isNotEmpty());
  }

  private static int[] componentSizes(List<Candidate> windows) {
    int n = windows.size();
    int[] label = new int[n];
    java.util.Arrays.fill(label, -1);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (label[i] >= 0) {
        continue;
      }
      java.util.ArrayDeque<Integer> open = new java.util.ArrayDeque<>(List.of(i));
      label[i] = sizes.size();
      int size = 0;
      while (!open.isEmpty()) {
        Box a = windows.get(open.pop()).box();
        size++;
        for (int j = 0; j < n; j++) {
          Box b = windows.get(j).box();
          double limit =
              0.2 * (Math.min(a.width(), b.width()) + Math.min(a.height(), b.height())) * 0.5;
          if (label[j] < 0
              && Math.abs(a.x() - b.x()) <= limit
              && Math.abs(a.y() - b.y()) <= limit
              && Math.abs(a.right() - b.right()) <= limit
              && Math.abs(a.bottom() - b.bottom()) <= limit) {
            label[j] = label[i];
            open.push(j);
          }
        }
      }
      sizes.add(size);
    }
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }
}
