package org.loupe.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/** What needs no rival; that the windows are OpenCV's is tested in the module {@code oracle}. */
class CascadeDetectorTest {

  private static final ScanSettings WINDOWS = ScanSettings.defaults().withMinNeighbors(0);

  private final ForkJoinPool pool = new ForkJoinPool(3);

  @ParameterizedTest
  @CsvSource({"1, 20, 20", "2, 24, 18", "3, 32, 32", "4, 17, 29"})
  void passesTheWindowsOfTheDefinition(long seed, int windowWidth, int windowHeight) {
    LbpCascade cascade =
        SyntheticCascade.randomWithCells(seed, windowWidth, windowHeight, 100, 5, 8, 3, 9, 12, 4);
    ByteImage image = SyntheticCascade.image(seed, 211, 167);
    ScanSettings first = WINDOWS.withSizes(0, Math.max(windowWidth, windowHeight));
    List<Box> expected = definition(cascade, image);
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(boxes(new CascadeDetector(cascade, first).windows(image, pool))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7})
  void plainAndVectorLoopsAgree(long seed) {
    StageKernel vector = StageKernels.best();
    assumeTrue(!(vector instanceof PlainKernel), "skipped: no jdk.incubator.vector");
    LbpCascade cascade =
        SyntheticCascade.randomWithCells(seed, 32, 32, 128, 5, 8, 3, 9, 12, 4, 6, 6, 5, 5);
    ByteImage image = SyntheticCascade.image(seed, 301, 257);
    assertThat(new CascadeDetector(cascade, WINDOWS, new PlainKernel()).windows(image, pool))
        .hasSizeGreaterThan(5)
        .isEqualTo(new CascadeDetector(cascade, WINDOWS, vector).windows(image, pool));
  }

  @Test
  void wideCellsGiveTheWindowsOfTheDefinition() {
    LbpCascade cascade = SyntheticCascade.random(8, 60, 48, 5, 8, 3);
    assertThat(cascade.features()).anyMatch(feature -> feature.cellArea() > 128);
    ByteImage image = SyntheticCascade.image(8, 150, 130);
    assertThat(boxes(new CascadeDetector(cascade, WINDOWS.withSizes(0, 60)).windows(image, pool)))
        .isNotEmpty()
        .isEqualTo(definition(cascade, image));
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    LbpCascade cascade = SyntheticCascade.randomWithCells(9, 24, 24, 64, 5, 8, 3);
    ByteImage image = SyntheticCascade.image(9, 400, 300);
    CascadeDetector detector = new CascadeDetector(cascade, WINDOWS.withMinDefectSizePx(12));
    List<Candidate> alone = detector.windows(image, new ForkJoinPool(1));
    assertThat(alone).isNotEmpty().isEqualTo(detector.windows(image, pool));
    assertThat(pool.submit(() -> detector.windows(image, pool)).join()).isEqualTo(alone);
  }

  @Test
  void bandsGiveTheWindowsOfTheWholeImageAtOnce() {
    LbpCascade cascade = SyntheticCascade.randomWithCells(13, 24, 24, 64, 5, 8, 3);
    ByteImage image = SyntheticCascade.image(13, 700, 500);
    ScanSettings settings = WINDOWS.withMinDefectSizePx(12);
    StageKernel kernel = StageKernels.best();
    List<ScanWindow> whole =
        new CascadeDetector(cascade, settings, kernel, 1 << 24).scanWindows(image, pool);
    assertThat(whole).hasSizeGreaterThan(100);
    assertThat(new CascadeDetector(cascade, settings, kernel, 1).scanWindows(image, pool))
        .isEqualTo(whole);
    assertThat(new CascadeDetector(cascade, settings).scanWindows(image, pool)).isEqualTo(whole);
  }

  @Test
  void windowsComeByScaleThenRowThenColumn() {
    LbpCascade cascade = SyntheticCascade.randomWithCells(10, 24, 24, 64, 5, 8);
    List<Box> boxes =
        boxes(
                new CascadeDetector(cascade, WINDOWS)
                    .windows(SyntheticCascade.image(10, 160, 120), pool))
            .stream()
            .filter(box -> box.right() < 160 && box.bottom() < 120)
            .toList();
    assertThat(boxes)
        .isNotEmpty()
        .isSortedAccordingTo(
            java.util.Comparator.comparingDouble(Box::width)
                .thenComparingDouble(Box::y)
                .thenComparingDouble(Box::x));
  }

  @Test
  void enlargedLevelsComeBeforeAllOthersAndChangeNoneOfThem() {
    LbpCascade cascade = SyntheticCascade.randomWithCells(11, 24, 24, 64, 5, 8, 4);
    ByteImage image = SyntheticCascade.image(11, 160, 120);
    List<Box> usual = boxes(new CascadeDetector(cascade, WINDOWS).windows(image, pool));
    List<Box> more =
        boxes(new CascadeDetector(cascade, WINDOWS.withMinDefectSizePx(12)).windows(image, pool));
    int extra = more.size() - usual.size();
    assertThat(more.subList(extra, more.size())).isEqualTo(usual);
    assertThat(more.subList(0, extra))
        .isNotEmpty()
        .allMatch(box -> box.width() >= 12 && box.width() < 24)
        .allMatch(box -> box.x() >= 0 && box.right() <= 160 + 1e-9 && box.bottom() <= 120 + 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"23, 24", "24, 23", "1, 1", "1, 5000"})
  void anImageSmallerThanTheWindowHasNone(int width, int height) {
    LbpCascade cascade = SyntheticCascade.randomWithCells(12, 24, 24, 64, 5);
    ByteImage image = SyntheticCascade.image(12, width, height);
    CascadeDetector detector = new CascadeDetector(cascade, WINDOWS.withMinDefectSizePx(8));
    assertThat(detector.windows(image, pool)).isEmpty();
    assertThat(detector.detect(image, pool)).isEmpty();
  }

  @Test
  void scoresAreWhatTheLastStageHadToSpare() {
    LbpCascade cascade = SyntheticCascade.randomWithCells(13, 24, 24, 64, 5, 8);
    assertThat(
            new CascadeDetector(cascade, WINDOWS)
                .windows(SyntheticCascade.image(13, 160, 120), pool))
        .isNotEmpty()
        .allMatch(candidate -> candidate.score() >= 0 && candidate.neighbors() == 1);
  }

  @Test
  void leavesTheImageAsItWas() {
    ByteImage image = SyntheticCascade.image(14, 100, 90);
    byte[] before = image.samples().clone();
    new CascadeDetector(SyntheticCascade.random(14, 24, 24, 5, 5), WINDOWS).windows(image, pool);
    assertThat(image.samples()).isEqualTo(before);
  }

  private static List<Box> boxes(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::box).toList();
  }

  /** The windows at scale 1, pixel by pixel, straight from the definition. */
  private static List<Box> definition(LbpCascade cascade, ByteImage image) {
    List<Box> boxes = new ArrayList<>();
    for (int y = 0; y + cascade.windowHeight() <= image.height(); y += 2) {
      for (int x = 0; x + cascade.windowWidth() <= image.width(); x += 2) {
        int passed = 0;
        for (Stage stage : cascade.stages()) {
          double sum = 0;
          for (Stump stump : stage.stumps()) {
            sum += stump.leaf(code(cascade.features().get(stump.feature()), image, x, y));
          }
          if (sum < stage.passingSum()) {
            break;
          }
          passed++;
        }
        if (passed == cascade.stages().size()) {
          boxes.add(new Box(x, y, cascade.windowWidth(), cascade.windowHeight()));
        }
        if (passed == 0) {
          x += 2;
        }
      }
    }
    return boxes;
  }

  private static int code(LbpFeature f, ByteImage image, int x, int y) {
    int[] columns = {0, 1, 2, 2, 2, 1, 0, 0};
    int[] rows = {0, 0, 0, 1, 2, 2, 2, 1};
    int center = cell(f, 1, 1, image, x, y);
    return IntStream.range(0, 8)
        .filter(k -> cell(f, columns[k], rows[k], image, x, y) >= center)
        .map(k -> 128 >> k)
        .sum();
  }

  private static int cell(LbpFeature f, int column, int row, ByteImage image, int x, int y) {
    int sum = 0;
    for (int dy = 0; dy < f.cellHeight(); dy++) {
      for (int dx = 0; dx < f.cellWidth(); dx++) {
        sum +=
            image.at(
                x + f.x() + column * f.cellWidth() + dx, y + f.y() + row * f.cellHeight() + dy);
      }
    }
    return sum;
  }
}
