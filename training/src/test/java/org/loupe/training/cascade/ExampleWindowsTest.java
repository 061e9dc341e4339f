package org.loupe.training.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.CodeSet;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.ScanLevel;
import org.loupe.cascade.ScanWindow;
import org.loupe.cascade.Stage;
import org.loupe.cascade.Stump;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.geometry.Box;

/** Which windows are positive and negative examples, and what they show. */
class ExampleWindowsTest {

  private final ForkJoinPool pool = new ForkJoinPool(3);
  private final CascadeTrainingSettings settings = Discs.settings();

  @TempDir private Path folder = Path.of("");
  private List<LabeledMicrograph> labeled = List.of();
  private List<TrainingMicrograph> micrographs = List.of();

  @BeforeEach
  void draw() throws IOException {
    labeled = Discs.write(folder, 3, 1);
    micrographs = labeled.stream().map(m -> TrainingMicrograph.of(m, settings)).toList();
  }

  @AfterEach
  void shutDown() {
    pool.shutdownNow();
  }

  private Box box(long key) {
    ScanLevel level = micrographs.get(WindowKey.micrograph(key)).levels().get(WindowKey.level(key));
    return level.box(
        WindowKey.x(key), WindowKey.y(key), settings.windowSize(), settings.windowSize());
  }

  private double overlap(long key) {
    return micrographs.get(WindowKey.micrograph(key)).targets().stream()
        .mapToDouble(box(key)::iou)
        .max()
        .orElse(0);
  }

  /** Returns the keys of all windows of the scan, found without any short cut. */
  private List<Long> all() {
    List<Long> keys = new ArrayList<>();
    int size = settings.windowSize();
    for (int m = 0; m < micrographs.size(); m++) {
      List<ScanLevel> levels = micrographs.get(m).levels();
      for (int l = 0; l < levels.size(); l++) {
        ScanLevel level = levels.get(l);
        for (int y = 0; y + size <= level.height(); y += level.step()) {
          for (int x = 0; x + size <= level.width(); x += level.step()) {
            keys.add(WindowKey.of(m, l, x, y, 0));
          }
        }
      }
    }
    return keys;
  }

  /**
   * Whether a target's area, before a window is rounded to whole pixels, lets it overlap enough.
   */
  private boolean isOfItsSize(long key) {
    TrainingMicrograph micrograph = micrographs.get(WindowKey.micrograph(key));
    double side =
        settings.windowSize() * (double) micrograph.levels().get(WindowKey.level(key)).scale();
    return micrograph.targets().stream()
        .filter(target -> target.iou(box(key)) >= settings.minPositiveIou())
        .mapToDouble(target -> side * side / target.area())
        .anyMatch(ratio -> Math.min(ratio, 1 / ratio) >= settings.minPositiveIou());
  }

  private static long place(long key) {
    return key & ~7L;
  }

  @Test
  void everyWindowThatCoversAnAnnotationMayBeAPositiveExample() {
    CascadeTrainingSettings many = settings.toBuilder().windowsPerAnnotation(1000).build();
    long[] keys =
        PositiveWindows.choose(micrographs, many.toBuilder().maxPositives(100_000).build());
    long[] byDefinition =
        all().stream()
            .mapToLong(Long::longValue)
            .filter(key -> overlap(key) >= settings.minPositiveIou() && isOfItsSize(key))
            .toArray();
    assertThat(Arrays.stream(keys).map(ExampleWindowsTest::place).toArray())
        .hasSizeGreaterThan(15)
        .isEqualTo(byDefinition);
  }

  @Test
  void noAnnotationHasMoreExamplesThanAllowed() {
    long[] keys =
        PositiveWindows.choose(micrographs, settings.toBuilder().windowsPerAnnotation(2).build());
    assertThat(keys).isSorted().hasSizeBetween(15, 30);
    for (int m = 0; m < micrographs.size(); m++) {
      int number = m;
      for (Box target : micrographs.get(m).targets()) {
        assertThat(
                Arrays.stream(keys)
                    .filter(k -> WindowKey.micrograph(k) == number)
                    .filter(k -> box(k).iou(target) >= settings.minPositiveIou()))
            .hasSizeBetween(1, 2);
      }
    }
    assertThat(Arrays.stream(keys).mapToObj(WindowKey::symmetry).distinct().count())
        .isGreaterThan(4);
  }

  @Test
  void withoutAugmentationWindowsAreAsTheyAre() {
    long[] keys =
        PositiveWindows.choose(
            micrographs,
            settings.toBuilder().augmentation(CascadeTrainingSettings.Augmentation.NONE).build());
    assertThat(Arrays.stream(keys).boxed())
        .isNotEmpty()
        .allMatch(key -> WindowKey.symmetry(key) == 0);
  }

  @Test
  void tooManyPositiveExamplesAreDrawnFrom() {
    long[] all = PositiveWindows.choose(micrographs, settings);
    long[] some = PositiveWindows.choose(micrographs, settings.toBuilder().maxPositives(7).build());
    assertThat(some).hasSize(7).isSorted();
    assertThat(all).contains(some);
  }

  @Test
  void oneAnnotationMoreChangesNothingForTheOthers() {
    LabeledMicrograph first = labeled.get(0);
    LabeledMicrograph fewer =
        new LabeledMicrograph(
            first.name(),
            first.file(),
            first.widthPx(),
            first.heightPx(),
            first.series(),
            first.part(),
            first.annotations().subList(1, first.annotations().size()));
    long[] without =
        PositiveWindows.choose(List.of(TrainingMicrograph.of(fewer, settings)), settings);
    assertThat(PositiveWindows.choose(micrographs, settings)).contains(without);
  }

  @Test
  void anAnnotationBeyondTheBorderHasNoWindowAndIsCounted() {
    LabeledMicrograph cut =
        new LabeledMicrograph(
            "cut",
            labeled.get(0).file(),
            Discs.SIDE,
            Discs.SIDE,
            "cut",
            LabeledMicrograph.Part.TRAINING,
            List.of(
                new Annotation(new Box(150, 60, 10, 30)), // its square leaves the micrograph
                new Annotation(new Box(2, 2, 3, 3)), // smaller than any window
                new Annotation(new Box(60, 60, 30, 24))));
    TrainingMicrograph micrograph = TrainingMicrograph.of(cut, settings);
    assertThat(micrograph.targets()).contains(new Box(140, 60, 30, 30), new Box(60, 57, 30, 30));
    assertThat(PositiveWindows.covered(micrograph, settings)).isEqualTo(1);
    assertThat(PositiveWindows.choose(List.of(micrograph), settings))
        .hasSize(settings.windowsPerAnnotation());
  }

  @Test
  void negativeExamplesAreAllWindowsFarFromEveryAnnotation() throws IOException {
    NegativePool drawn = NegativePool.drawn(micrographs, settings, pool);
    assertThat(drawn.complete()).isTrue();
    assertThat(drawn.keys())
        .isEqualTo(
            all().stream()
                .mapToLong(Long::longValue)
                .filter(key -> overlap(key) <= settings.maxNegativeIou())
                .toArray());
  }

  private LbpCascade trained() throws IOException {
    CascadeTrainingSettings three = settings.toBuilder().maxStages(3).build();
    return new CascadeTrainer(three, pool, TrainingProgress.none())
        .train(labeled, List.of())
        .cascade();
  }

  @Test
  void minedWindowsAreThoseOfTheWholeScanThatPass() throws IOException {
    LbpCascade cascade = trained();
    NegativePool mined = NegativePool.mined(micrographs, settings, cascade, 1e-9, pool);
    CascadeDetector detector = new CascadeDetector(cascade, settings.scan().withMinNeighbors(0));
    TreeSet<Long> expected = new TreeSet<>();
    for (int m = 0; m < micrographs.size(); m++) {
      for (ScanWindow window : detector.scanWindows(micrographs.get(m).read(), pool)) {
        int level = micrographs.get(m).levels().indexOf(window.level());
        long key = WindowKey.of(m, level, window.x(), window.y(), 0);
        if (overlap(key) <= settings.maxNegativeIou()) {
          expected.add(key);
        }
      }
    }
    assertThat(expected).hasSizeGreaterThan(50);
    assertThat(mined.complete()).isTrue();
    assertThat(mined.keys()).isEqualTo(expected.stream().mapToLong(Long::longValue).toArray());
  }

  @Test
  void aPartOfTheScanIsMinedWhereMuchPasses() throws IOException {
    LbpCascade cascade = trained();
    NegativePool whole = NegativePool.mined(micrographs, settings, cascade, 1e-9, pool);
    // as many windows as if the micrographs were large
    NegativePool part = NegativePool.mined(micrographs, settings, cascade, 60, pool);
    assertThat(part.complete()).isFalse();
    assertThat(part.size()).isPositive().isLessThan(whole.size());
    assertThat(whole.keys()).contains(part.keys());
  }

  @Test
  void aFinerScanThanKeysHaveRoomForKeepsToTheLevelsThatTheyKnow() throws IOException {
    CascadeTrainingSettings fine =
        settings.toBuilder()
            .windowSize(64)
            .scan(settings.scan().withScaleFactor(1.001).withMinDefectSizePx(0))
            .build();
    int side = 84;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    Path file = folder.resolve("small.png");
    ImageIO.write(image, "png", file.toFile());
    LabeledMicrograph small =
        new LabeledMicrograph(
            "small", file, side, side, "s", LabeledMicrograph.Part.TRAINING, List.of());
    assertThat(ScanLevel.of(side, side, 64, 64, fine.scan()))
        .hasSizeGreaterThan(WindowKey.MAX_LEVELS);
    List<TrainingMicrograph> one = List.of(TrainingMicrograph.of(small, fine));
    assertThat(one.get(0).levels()).hasSize(WindowKey.MAX_LEVELS);
    LbpCascade all =
        new LbpCascade(
            64,
            64,
            fine.boostParameters(),
            List.of(new LbpFeature(0, 0, 20, 20)),
            List.of(
                new Stage(
                    -1, List.of(new Stump(0, CodeSet.ofWords(0, 0, 0, 0, 0, 0, 0, 0), 1, 1)))));
    NegativePool mined = NegativePool.mined(one, fine, all, 1e-9, pool);
    // every window passes: what is mined is what is drawn
    assertThat(mined.keys()).isEqualTo(NegativePool.drawn(one, fine, pool).keys());
  }

  @Test
  void aStageLeavesTheWindowsThatPassIt() throws IOException {
    LbpCascade cascade = trained();
    NegativePool pool1 = NegativePool.drawn(micrographs, settings, pool);
    long[] before = pool1.keys();
    byte[][] windows = WindowCutter.cut(micrographs, before, settings.windowSize(), pool);
    Stage stage = cascade.stages().get(1);
    int size = settings.windowSize();
    List<Long> passing = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      int[] sums = WindowIntegral.of(windows[i], size, size);
      if (StageSums.of(stage.stumps(), cascade.features(), sums, size + 1)
          >= stage.threshold() - 1e-5f) {
        passing.add(before[i]);
      }
    }
    double part = pool1.filter(stage, cascade.features());
    assertThat(pool1.keys()).isEqualTo(passing.stream().mapToLong(Long::longValue).toArray());
    assertThat(part).isEqualTo((double) passing.size() / before.length).isBetween(0.001, 0.999);
    assertThat(pool1.draw(10, 3)).hasSize(10).isNotEqualTo(pool1.draw(10, 4));
    assertThat(pool1.draw(10, 3)).isEqualTo(pool1.draw(10, 3));
    assertThat(pool1.draw(before.length, 3)).hasSize(passing.size());
  }

  @Test
  void theEightSymmetriesAreEightViewsOfOneWindow() throws IOException {
    int size = settings.windowSize();
    long[] keys = new long[8];
    for (int symmetry = 0; symmetry < 8; symmetry++) {
      keys[symmetry] = WindowKey.of(1, 0, 24, 16, symmetry);
    }
    byte[][] windows = WindowCutter.cut(micrographs, keys, size, pool);
    var image = micrographs.get(1).levels().get(0).resized(micrographs.get(1).read());
    Map<String, Integer> seen = new HashMap<>();
    for (byte[] window : windows) {
      seen.merge(Arrays.toString(window), 1, Integer::sum);
      byte[] sorted = window.clone();
      Arrays.sort(sorted);
      byte[] plain = windows[0].clone();
      Arrays.sort(plain);
      assertThat(sorted).isEqualTo(plain);
    }
    assertThat(seen).hasSize(8);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int sample = image.at(24 + x, 16 + y);
        assertThat(windows[0][y * size + x] & 0xFF).isEqualTo(sample);
        assertThat(windows[1][y * size + size - 1 - x] & 0xFF).isEqualTo(sample);
        assertThat(windows[2][(size - 1 - y) * size + x] & 0xFF).isEqualTo(sample);
        assertThat(windows[4][x * size + y] & 0xFF).isEqualTo(sample);
      }
    }
  }
}
