package org.loupe.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;

class PeakGroupingTest {

  private static final int WINDOW = 24;
  private static final List<ScanLevel> LEVELS =
      ScanLevel.of(240, 200, WINDOW, WINDOW, ScanSettings.defaults().withMinDefectSizePx(12));

  /** Returns windows scattered round some places of all sizes. */
  private static List<ScanWindow> windows(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<List<Object>, ScanWindow> windows = new LinkedHashMap<>();
    while (windows.size() < count) {
      ScanLevel level = LEVELS.get(random.nextInt(LEVELS.size()));
      int columns = level.positions(level.width(), WINDOW);
      int rows = level.positions(level.height(), WINDOW);
      int x = random.nextInt(Math.min(columns, 40)) * level.step();
      int y = random.nextInt(Math.min(rows, 40)) * level.step();
      windows.put(List.of(level, x, y), new ScanWindow(level, x, y, random.nextDouble()));
    }
    return List.copyOf(windows.values());
  }

  private static double side(ScanWindow window) {
    return WINDOW * (double) window.level().scale();
  }

  private static boolean similar(ScanWindow a, ScanWindow b) {
    double delta = 0.15 * Math.min(side(a), side(b));
    double ax = a.x() * (double) a.level().scale();
    double bx = b.x() * (double) b.level().scale();
    double ay = a.y() * (double) a.level().scale();
    double by = b.y() * (double) b.level().scale();
    return Math.abs(ax - bx) <= delta
        && Math.abs(ay - by) <= delta
        && Math.abs(ax + side(a) - bx - side(b)) <= delta
        && Math.abs(ay + side(a) - by - side(b)) <= delta;
  }

  private static int weight(ScanWindow window) {
    return window.level().step() * window.level().step();
  }

  private static List<Candidate> group(List<ScanWindow> windows, int neighbors) {
    return CandidateGrouping.PEAKS.group(windows, WINDOW, WINDOW, List.of(neighbors)).get(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theHeaviestIsWhereMostWindowsAreSimilar(long seed) {
    List<ScanWindow> windows = windows(seed, 600);
    int most = 0;
    List<ScanWindow> similar = List.of();
    for (ScanWindow window : windows) {
      List<ScanWindow> near = windows.stream().filter(w -> similar(window, w)).toList();
      int sum = near.stream().mapToInt(PeakGroupingTest::weight).sum();
      if (sum > most) {
        most = sum;
        similar = near;
      }
    }
    Candidate first = group(windows, 1).get(0);
    assertThat(first.neighbors()).isEqualTo(most);
    assertThat(similar).isNotEmpty();
  }

  /** The method as its words have it: every window compared with every other. */
  private static List<Candidate> byComparingAll(List<ScanWindow> windows, int neighbors) {
    List<ScanWindow> heaviest = new ArrayList<>(windows);
    Map<ScanWindow, Integer> weights = new LinkedHashMap<>();
    for (ScanWindow window : windows) {
      int sum = 0;
      for (ScanWindow other : windows) {
        sum += similar(window, other) ? weight(other) : 0;
      }
      weights.put(window, sum);
    }
    heaviest.removeIf(window -> weights.getOrDefault(window, 0) <= neighbors);
    heaviest.sort(
        Comparator.comparingInt((ScanWindow w) -> -weights.getOrDefault(w, 0))
            .thenComparing(w -> -w.score()));
    List<Box> taken = new ArrayList<>();
    List<Candidate> peaks = new ArrayList<>();
    for (ScanWindow window : heaviest) {
      Box box = window.level().box(window.x(), window.y(), WINDOW, WINDOW);
      if (taken.stream().allMatch(other -> other.iou(box) <= 0.2)) {
        taken.add(box);
        double x = 0;
        double y = 0;
        double side = 0;
        double score = Double.NEGATIVE_INFINITY;
        for (ScanWindow other : windows) {
          if (similar(window, other)) {
            x += weight(other) * (double) other.level().scale() * other.x();
            y += weight(other) * (double) other.level().scale() * other.y();
            side += weight(other) * side(other);
            score = Math.max(score, other.score());
          }
        }
        int weight = weights.getOrDefault(window, 0);
        peaks.add(
            new Candidate(
                new Box(x / weight, y / weight, side / weight, side / weight), score, weight));
      }
    }
    return peaks;
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void theCandidatesAreThoseOfComparingAllWindows(long seed) {
    List<ScanWindow> windows = windows(seed, 1500);
    List<Candidate> expected = byComparingAll(windows, 6);
    List<Candidate> peaks = group(windows, 6);
    assertThat(peaks).hasSameSizeAs(expected).hasSizeGreaterThan(10);
    for (int i = 0; i < peaks.size(); i++) {
      Candidate peak = peaks.get(i);
      assertThat(peak.neighbors()).isEqualTo(expected.get(i).neighbors());
      assertThat(peak.score()).isEqualTo(expected.get(i).score(), within(1e-6)); // a float inside
      assertThat(peak.box().iou(expected.get(i).box())).isGreaterThan(1 - 1e-9); // summed otherwise
    }
  }

  @Test
  void theBoxIsTheMeanOfTheSimilarWindows() {
    ScanLevel level = LEVELS.get(0);
    List<ScanWindow> windows =
        List.of(
            new ScanWindow(level, 20, 20, 1),
            new ScanWindow(level, 22, 20, 3),
            new ScanWindow(level, 18, 20, 2),
            new ScanWindow(level, 20, 26, 0));
    Candidate only = group(windows, 1).get(0);
    double scale = level.scale();
    assertThat(only.neighbors()).isEqualTo(3 * weight(windows.get(0)));
    assertThat(only.box().x()).isCloseTo(20 * scale, within(1e-9));
    assertThat(only.box().y()).isCloseTo(20 * scale, within(1e-9));
    assertThat(only.box().width()).isCloseTo(WINDOW * scale, within(1e-9));
    assertThat(only.score()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8})
  void moreNeighborsLeaveTheHeavierOnes(long seed) {
    List<ScanWindow> windows = windows(seed, 800);
    List<List<Candidate>> groups =
        CandidateGrouping.PEAKS.group(windows, WINDOW, WINDOW, List.of(1, 8, 16, 1000));
    for (int i = 1; i < groups.size(); i++) {
      assertThat(groups.get(0).subList(0, groups.get(i).size())).isEqualTo(groups.get(i));
    }
    assertThat(groups.get(1)).isNotEmpty().allMatch(c -> c.neighbors() > 8);
    assertThat(groups.get(3)).isEmpty();
  }

  @Test
  void neighboringDefectsStayApartWhereOpenCvChainsThem() {
    ScanLevel level = LEVELS.stream().filter(l -> l.scale() == 1).findFirst().orElseThrow();
    List<ScanWindow> windows = new ArrayList<>();
    for (int x = 0; x <= 60; x += 2) {
      windows.add(new ScanWindow(level, x, 10, 1));
      if (x <= 8 || x >= 52) {
        windows.add(new ScanWindow(level, x, 12, 1));
        windows.add(new ScanWindow(level, x, 8, 1));
      }
    }
    List<Candidate> chained =
        CandidateGrouping.OPENCV.group(windows, WINDOW, WINDOW, List.of(4)).get(0);
    assertThat(chained).hasSize(1);
    List<Candidate> peaks = group(windows, 30);
    assertThat(peaks).hasSize(2);
    assertThat(peaks.stream().mapToDouble(c -> c.box().x()).sorted().toArray())
        .containsExactly(new double[] {4, 56}, within(2.0));
  }

  @Test
  void zeroNeighborsKeepEveryWindow() {
    List<ScanWindow> windows = windows(9, 50);
    assertThat(group(windows, 0)).hasSize(50).allMatch(c -> c.neighbors() == 1);
    assertThat(group(List.of(), 3)).isEmpty();
  }

  @Test
  void noTwoCandidatesGrowFromOneWindow() {
    List<Candidate> candidates = group(windows(10, 800), 1);
    for (Candidate a : candidates) {
      for (Candidate b : candidates) {
        Box box = a.box();
        assertThat(a.equals(b) || box.iou(b.box()) < 0.6).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void theOrderOfTheWindowsDoesNotMatter(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScanWindow> windows = new ArrayList<>(windows(seed, 500));
    List<Candidate> before = group(windows, 2);
    for (int turn = 0; turn < 3; turn++) {
      for (int i = windows.size() - 1; i > 0; i--) {
        Collections.swap(windows, i, random.nextInt(i + 1));
      }
      List<Candidate> after = group(windows, 2);
      assertThat(after).hasSameSizeAs(before);
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i).neighbors()).isEqualTo(before.get(i).neighbors());
        // sums are taken level by level, in another order
        assertThat(after.get(i).box().iou(before.get(i).box())).isCloseTo(1, within(1e-9));
        assertThat(after.get(i).score()).isEqualTo(before.get(i).score());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {14, 15})
  void everyCandidateIsTheHeaviestOfWhatOthersLeave(long seed) {
    List<ScanWindow> windows = windows(seed, 400);
    List<ScanWindow> order = new ArrayList<>(windows);
    Map<ScanWindow, List<ScanWindow>> similar = new LinkedHashMap<>();
    windows.forEach(
        w -> similar.put(w, windows.stream().filter(other -> similar(w, other)).toList()));
    order.sort(
        Comparator.comparingInt((ScanWindow w) -> -sum(similar, w)).thenComparing(w -> -w.score()));
    List<Box> taken = new ArrayList<>();
    List<ScanWindow> expected = new ArrayList<>();
    for (ScanWindow window : order) {
      Box box = window.level().box(window.x(), window.y(), WINDOW, WINDOW);
      if (sum(similar, window) > 3 && taken.stream().noneMatch(t -> t.iou(box) > 0.2)) {
        taken.add(box);
        expected.add(window);
      }
    }
    List<Candidate> found = group(windows, 3);
    assertThat(found).hasSameSizeAs(expected).hasSizeGreaterThan(5);
    for (int i = 0; i < found.size(); i++) {
      ScanWindow window = expected.get(i);
      List<ScanWindow> members = similar.getOrDefault(window, List.of());
      double x = 0;
      double width = 0;
      for (ScanWindow member : members) {
        x += weight(member) * member.x() * (double) member.level().scale();
        width += weight(member) * side(member);
      }
      int all = sum(similar, window);
      assertThat(found.get(i).neighbors()).isEqualTo(all);
      assertThat(found.get(i).box().x()).isCloseTo(x / all, within(1e-9));
      assertThat(found.get(i).box().width()).isCloseTo(width / all, within(1e-9));
    }
  }

  private static int sum(Map<ScanWindow, List<ScanWindow>> similar, ScanWindow window) {
    return similar.getOrDefault(window, List.of()).stream()
        .mapToInt(PeakGroupingTest::weight)
        .sum();
  }

  @Test
  void aWindowAsFarOffAsAllowedIsSimilarAtEveryPlace() {
    // of a window of 20 pixels 15 % are 3: positions of a step of one pixel meet the limit
    int window = 20;
    List<ScanLevel> levels =
        ScanLevel.of(900, 900, window, window, ScanSettings.defaults()).stream()
            .filter(level -> level.step() == 1)
            .toList();
    for (ScanLevel level : levels) {
      for (int x = 3; x + 3 + window <= level.width(); x++) {
        for (int dx : new int[] {-3, 3}) {
          List<ScanWindow> pair =
              List.of(new ScanWindow(level, x, 0, 1), new ScanWindow(level, x + dx, 0, 0));
          assertThat(CandidateGrouping.PEAKS.group(pair, window, window, List.of(1)).get(0))
              .as("%s and %s", x, dx)
              .hasSize(1);
        }
      }
    }
    assertThat(levels).isNotEmpty();
  }
}
