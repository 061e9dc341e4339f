package org.loupe.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/** Windows in pixels of their level, and the parts of a scan. */
class ScanWindowsTest {

  private static final int WINDOW = 24;

  /** Scales on both sides of 1 and of 2, where the step changes. */
  private static final ScanSettings SETTINGS =
      ScanSettings.defaults().withMinNeighbors(0).withMinDefectSizePx(12);

  private final ForkJoinPool pool = new ForkJoinPool(3);
  private final LbpCascade cascade =
      SyntheticCascade.randomWithCells(21, WINDOW, WINDOW, 64, 5, 8, 4);
  private final ByteImage image = SyntheticCascade.image(21, 420, 330);
  private final CascadeDetector detector = new CascadeDetector(cascade, SETTINGS);

  @Test
  void aPartOfTheScanGivesTheWindowsOfItsBandsAndNoOther() {
    List<Integer> first = new ArrayList<>();
    assertParts(
        detector,
        image,
        (level, row) -> {
          first.add(row);
          return Integer.hashCode(level.width() * 31 + row) % 3 == 0;
        });
    assertThat(first).as("bands that do not begin a level").anyMatch(row -> row > 0);
  }

  @Test
  void wideCellsAreScannedByPartsToo() {
    LbpCascade wide = SyntheticCascade.random(8, 60, 48, 5, 8, 3);
    assertThat(wide.features()).anyMatch(feature -> feature.cellArea() > 128);
    ByteImage small = SyntheticCascade.image(22, 230, 190);
    assertParts(new CascadeDetector(wide, SETTINGS), small, (level, row) -> row > 0);
  }

  @Test
  void aPartMayBeALevelOrNothing() {
    List<ScanWindow> all = detector.scanWindows(image, pool);
    List<ScanLevel> levels = all.stream().map(ScanWindow::level).distinct().toList();
    assertThat(levels).hasSizeGreaterThan(10);
    for (ScanLevel one : levels) {
      assertThat(detector.scanWindows(image, (level, row) -> level.equals(one), pool))
          .isEqualTo(all.stream().filter(window -> window.level().equals(one)).toList());
    }
    assertThat(detector.scanWindows(image, (level, row) -> false, pool)).isEmpty();
    assertThat(detector.scanWindows(image, ScanPart.ALL, pool)).isEqualTo(all);
  }

  @Test
  void bandsDoNotDependOnTheThreads() {
    assertThat(detector.scanWindows(image, new ForkJoinPool(1)))
        .isNotEmpty()
        .isEqualTo(detector.scanWindows(image, pool));
    assertThat(bands(new ForkJoinPool(1))).isEqualTo(bands(pool));
  }

  @Test
  void windowsComeByScaleThenYThenX() {
    List<ScanWindow> windows = detector.scanWindows(image, pool);
    for (int i = 1; i < windows.size(); i++) {
      ScanWindow before = windows.get(i - 1);
      ScanWindow window = windows.get(i);
      int order = Float.compare(before.level().scale(), window.level().scale());
      order = order == 0 ? Integer.compare(before.y(), window.y()) : order;
      order = order == 0 ? Integer.compare(before.x(), window.x()) : order;
      assertThat(order).as("%s before %s", before, window).isNegative();
    }
  }

  @Test
  void windowsLieOnTheGridOfTheirLevelAndInsideIt() {
    assertThat(detector.scanWindows(image, pool))
        .isNotEmpty()
        .allSatisfy(
            window -> {
              ScanLevel level = window.level();
              assertThat(level.step()).isEqualTo(level.scale() >= 2 ? 1 : 2);
              assertThat(window.x() % level.step()).isZero();
              assertThat(window.y() % level.step()).isZero();
              assertThat(window.x()).isBetween(0, level.width() - WINDOW);
              assertThat(window.y()).isBetween(0, level.height() - WINDOW);
            });
  }

  /**
   * Each window by itself, by another scan: one that passes is found, unless its left neighbor was
   * tried and failed in the first stage.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 16})
  void theWindowsOfAnyStrideAreThoseThatPassByThemselves(int stride) {
    LbpCascade lenient = SyntheticCascade.randomWithCells(21, WINDOW, WINDOW, 64, 3, 6, 4);
    LbpCascade firstStage = lenient.beginning(1);
    ByteImage small = SyntheticCascade.image(31, 118, 97);
    ScanSettings settings = SETTINGS.withScaleFactor(1.6).withStride(stride);
    List<ScanWindow> found = new CascadeDetector(lenient, settings).scanWindows(small, pool);
    List<ScanWindow> expected = new ArrayList<>();
    for (ScanLevel level : ScanLevel.of(118, 97, WINDOW, WINDOW, settings)) {
      assertThat(level.step()).isEqualTo(level.scale() >= 2 ? (stride + 1) / 2 : stride);
      ByteImage resized = level.resized(small);
      for (int y = 0; y + WINDOW <= level.height(); y += level.step()) {
        for (int x = 0; x + WINDOW <= level.width(); x += level.step()) {
          ByteImage window = cut(resized, x, y);
          if (single(firstStage, window).isEmpty()) {
            x += level.step();
          } else if (!single(lenient, window).isEmpty()) {
            expected.add(new ScanWindow(level, x, y, single(lenient, window).get(0).score()));
          }
        }
      }
    }
    assertThat(expected).isNotEmpty();
    assertThat(found).isEqualTo(expected);
  }

  private List<ScanWindow> single(LbpCascade by, ByteImage window) {
    return new CascadeDetector(by, ScanSettings.defaults().withMinNeighbors(0))
        .scanWindows(window, pool);
  }

  @Test
  void windowsAreTheCandidatesInPixelsOfTheirLevel() {
    List<Candidate> expected = new ArrayList<>();
    for (ScanWindow window : detector.scanWindows(image, pool)) {
      Box box = window.level().box(window.x(), window.y(), WINDOW, WINDOW);
      // candidates are cut where rounding takes them beyond the border
      double right = Math.min(box.right(), image.width());
      double bottom = Math.min(box.bottom(), image.height());
      Box cut = new Box(box.x(), box.y(), right - box.x(), bottom - box.y());
      boolean inside = right == box.right() && bottom == box.bottom();
      expected.add(new Candidate(inside ? box : cut, window.score(), 1));
    }
    assertThat(expected).isNotEmpty().isEqualTo(detector.windows(image, pool));
  }

  /** What a trainer relies on: the window's pixels, cut out of the level, pass by themselves. */
  @Test
  void theResizedLevelHoldsThePixelsThatTheScanSaw() {
    List<ScanWindow> windows = detector.scanWindows(image, pool);
    CascadeDetector single =
        new CascadeDetector(cascade, ScanSettings.defaults().withMinNeighbors(0));
    Map<Float, ByteImage> resized = new TreeMap<>();
    for (int i = 0; i < windows.size(); i += 7) {
      ScanWindow window = windows.get(i);
      ByteImage level =
          resized.computeIfAbsent(window.level().scale(), scale -> window.level().resized(image));
      List<ScanWindow> again = single.scanWindows(cut(level, window.x(), window.y()), pool);
      assertThat(again).hasSize(1);
      assertThat(again.get(0).score()).isEqualTo(window.score());
    }
    assertThat(resized.keySet()).anyMatch(scale -> scale < 1).anyMatch(scale -> scale >= 2);
  }

  @ParameterizedTest
  @CsvSource({"23, 24", "24, 23", "1, 1"})
  void anImageSmallerThanTheWindowHasNone(int width, int height) {
    assertThat(detector.scanWindows(SyntheticCascade.image(1, width, height), pool)).isEmpty();
    assertThat(ScanLevel.of(width, height, WINDOW, WINDOW, SETTINGS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 24", "24, 0", "-1, -1"})
  void aWindowWithoutSidesIsAnError(int width, int height) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScanLevel.of(100, 100, width, height, SETTINGS))
        .withMessage("window sides must be positive, were " + width + " and " + height);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.05, 1.1, 1.7, 3})
  void levelsGrowFromTheSmallestDefectToTheWholeImage(double factor) {
    List<ScanLevel> levels =
        ScanLevel.of(420, 330, WINDOW, WINDOW, SETTINGS.withScaleFactor(factor));
    assertThat(levels).extracting(ScanLevel::scale).isSorted().contains(1f);
    assertThat(levels)
        .allSatisfy(
            level -> {
              assertThat(WINDOW * level.scale()).isGreaterThanOrEqualTo(12);
              assertThat(level.width()).isGreaterThanOrEqualTo(WINDOW);
              assertThat(level.height()).isGreaterThanOrEqualTo(WINDOW);
            });
    // the next would not fit into the lower side
    float last = levels.get(levels.size() - 1).scale();
    assertThat(WINDOW * last * factor).isGreaterThan(330);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 24, 1",
    "1, 23, 0",
    "1, 30, 7",
    "2, 24, 1",
    "2, 25, 1",
    "2, 26, 2",
    "2, 30, 4",
    "3, 26, 1",
    "3, 27, 2",
    "3, 33, 4",
    "16, 39, 1",
    "16, 40, 2"
  })
  void positionsCountTheWindowsAlongASide(int step, int side, int positions) {
    assertThat(new ScanLevel(1, 100, 100, step).positions(side, WINDOW)).isEqualTo(positions);
  }

  @Test
  void aLevelRefusesAnImageOfAnotherSize() {
    ScanLevel level = ScanLevel.of(420, 330, WINDOW, WINDOW, SETTINGS).get(0);
    assertThat(level.resized(image).width()).isEqualTo(level.width());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> level.resized(SyntheticCascade.image(1, 330, 420)))
        .withMessageContaining("is no level of an image of 330 x 420");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 9, 9, 1", "-1, 9, 9, 1", "NaN, 9, 9, 1", "Infinity, 9, 9, 1",
    "1, 0, 9, 1", "1, 9, 0, 1", "1, 9, 9, 0", "1, 9, 9, 17"
  })
  void aLevelWithoutSizeOrStepIsAnError(float scale, int width, int height, int step) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScanLevel(scale, width, height, step))
        .withMessageContaining("were " + scale + ", " + width + ", " + height + " and " + step);
  }

  /** A window belongs to the last band that begins at or above its row. */
  private void assertParts(CascadeDetector scanning, ByteImage scanned, ScanPart part) {
    Map<ScanLevel, NavigableMap<Integer, Boolean>> chosen = new HashMap<>();
    List<ScanWindow> some =
        scanning.scanWindows(
            scanned,
            (level, row) -> {
              boolean includes = part.includes(level, row);
              chosen.computeIfAbsent(level, l -> new TreeMap<>()).put(row, includes);
              return includes;
            },
            pool);
    List<ScanWindow> all = scanning.scanWindows(scanned, pool);
    assertThat(some).isNotEmpty().hasSizeLessThan(all.size());
    assertThat(some)
        .isEqualTo(all.stream().filter(window -> isIn(bands(chosen, window), window)).toList());
  }

  private static NavigableMap<Integer, Boolean> bands(
      Map<ScanLevel, NavigableMap<Integer, Boolean>> chosen, ScanWindow window) {
    return chosen.getOrDefault(window.level(), new TreeMap<>());
  }

  private static boolean isIn(NavigableMap<Integer, Boolean> bands, ScanWindow window) {
    Map.Entry<Integer, Boolean> band = bands.floorEntry(window.y() / window.level().step());
    return band != null && band.getValue();
  }

  private List<String> bands(ForkJoinPool threads) {
    List<String> bands = new ArrayList<>();
    detector.scanWindows(
        image,
        (level, row) -> {
          bands.add(level + " " + row);
          return true;
        },
        threads);
    return bands;
  }

  private static ByteImage cut(ByteImage level, int x, int y) {
    byte[] samples = new byte[WINDOW * WINDOW];
    for (int row = 0; row < WINDOW; row++) {
      System.arraycopy(
          level.samples(), (y + row) * level.width() + x, samples, row * WINDOW, WINDOW);
    }
    return new ByteImage(WINDOW, WINDOW, samples);
  }
}
