package org.loupe.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.SharedData;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.RectangleGrouping;
import org.loupe.cascade.ScanSettings;
import org.loupe.cascade.SyntheticCascade;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/** With the same settings our windows and groups are OpenCV's, without exception. */
class CascadeParityTest {

  private final ForkJoinPool pool = new ForkJoinPool(2);

  @TempDir private Path folder = Path.of("");

  private Path written(LbpCascade cascade) throws IOException {
    Path file = folder.resolve("cascade.xml");
    try (OutputStream out = Files.newOutputStream(file)) {
      CascadeXml.write(cascade, out);
    }
    return file;
  }

  private void assertSame(
      OpenCvDetector rival, LbpCascade cascade, ByteImage image, ScanSettings settings) {
    for (int neighbors : new int[] {0, 1, 4}) {
      ScanSettings each = settings.withMinNeighbors(neighbors);
      List<Candidate> ours = new CascadeDetector(cascade, each).detect(image, pool);
      assertThat(CascadeComparison.sorted(CascadeComparison.boxes(ours)))
          .as("%s on %d x %d", each, image.width(), image.height())
          .isEqualTo(CascadeComparison.sorted(rival.detect(image, each)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 24, 24, 163, 131, 1.1, 0, 0",
    "2, 20, 28, 157, 201, 1.05, 0, 0",
    "3, 32, 32, 255, 127, 1.25, 0, 0",
    "4, 33, 20, 129, 130, 1.5, 0, 0",
    "5, 24, 24, 200, 180, 1.1, 30, 70",
    "6, 24, 24, 201, 181, 1.05, 40, 40",
    "7, 24, 24, 24, 24, 1.1, 0, 0",
    "8, 24, 24, 25, 90, 1.1, 0, 0",
    "9, 24, 24, 120, 110, 1.3, 90, 500",
    "10, 24, 24, 120, 110, 1.1, 2, 10",
    "11, 64, 57, 222, 190, 1.1, 0, 0",
    "12, 8, 8, 75, 64, 1.1, 0, 0",
  })
  void syntheticCascadesFindTheSameWindows(
      long seed, int windowWidth, int windowHeight, int w, int h, double factor, int min, int max)
      throws IOException {
    LbpCascade cascade =
        SyntheticCascade.random(seed, windowWidth, windowHeight, 7, 12, 5, 9, 14, 6, 8, 7, 9, 6);
    ScanSettings settings = ScanSettings.defaults().withScaleFactor(factor).withSizes(min, max);
    assertSame(
        new OpenCvDetector(written(cascade)),
        cascade,
        SyntheticCascade.image(seed, w, h),
        settings);
  }

  @Test
  void syntheticCascadesFindWindowsAtAll() throws IOException {
    LbpCascade cascade = SyntheticCascade.random(1, 24, 24, 7, 12, 5, 9);
    ByteImage image = SyntheticCascade.image(1, 163, 131);
    ScanSettings settings = ScanSettings.defaults().withMinNeighbors(0);
    assertThat(new OpenCvDetector(written(cascade)).detect(image, settings))
        .hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"loops_40_stages_a.xml", "loops_40_stages_b.xml", "loops_44_stages.xml"})
  void publishedCascadesFindTheSameWindowsInMicrographs(String name) throws IOException {
    Path file = SharedData.require("cascades/" + name);
    LbpCascade cascade = CascadeXml.read(file);
    OpenCvDetector rival = new OpenCvDetector(file);
    List<Path> images = new ArrayList<>();
    for (String set : List.of("small_loops_316L/imgs", "fecral_loops/images")) {
      try (var files = Files.list(SharedData.require(set))) {
        files.sorted().skip(1).limit(1).forEach(images::add);
      }
    }
    for (Path path : images) {
      ByteImage image = cropped(OpenCvDetector.read(path), 481);
      assertSame(rival, cascade, image, ScanSettings.defaults());
      assertSame(rival, cascade, image, ScanSettings.defaults().withScaleFactor(1.27));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"loops_40_stages_a.xml", "loops_44_stages.xml"})
  void openCvFindsTheSameWithThePublishedCascadesRewritten(String name) throws IOException {
    Path file = SharedData.require("cascades/" + name);
    OpenCvDetector rewritten = new OpenCvDetector(written(CascadeXml.read(file)));
    Path set = SharedData.require("small_loops_316L/imgs");
    ScanSettings settings = ScanSettings.defaults().withMinNeighbors(0);
    try (var files = Files.list(set)) {
      ByteImage image = OpenCvDetector.read(files.sorted().findFirst().orElseThrow());
      assertThat(rewritten.detect(image, settings))
          .isNotEmpty()
          .isEqualTo(new OpenCvDetector(file).detect(image, settings));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void groupsAreThoseOfOpenCvInTheSameOrder(long seed) {
    Random random = new Random(seed);
    List<Candidate> windows = new ArrayList<>();
    int places = 30;
    for (int i = 0; i < 400; i++) {
      int place = random.nextInt(places);
      int side = 20 + (int) (30 * Math.pow(1.1, random.nextInt(12)));
      int x = 37 * place % 500 + random.nextInt(12);
      int y = 91 * place % 400 + random.nextInt(12);
      windows.add(new Candidate(new Box(x, y, side, side + random.nextInt(3)), 0, 1));
    }
    for (int neighbors = 1; neighbors < 6; neighbors++) {
      List<Candidate> ours = RectangleGrouping.group(windows, neighbors);
      assertThat(ours).isNotEmpty();
      assertThat(CascadeComparison.boxes(ours)).isEqualTo(openCvGroups(windows, neighbors));
    }
  }

  private static List<Box> openCvGroups(List<Candidate> windows, int neighbors) {
    try (RectVector rects = new RectVector()) {
      for (Candidate window : windows) {
        Box box = window.box();
        rects.push_back(
            new Rect((int) box.x(), (int) box.y(), (int) box.width(), (int) box.height()));
      }
      opencv_objdetect.groupRectangles(rects, neighbors, 0.2);
      List<Box> boxes = new ArrayList<>();
      for (int i = 0; i < rects.size(); i++) {
        Rect rect = rects.get(i);
        boxes.add(new Box(rect.x(), rect.y(), rect.width(), rect.height()));
      }
      return boxes;
    }
  }

  private static ByteImage cropped(ByteImage image, int side) {
    int width = Math.min(side, image.width());
    int height = Math.min(side, image.height());
    byte[] samples = new byte[width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(image.samples(), y * image.width(), samples, y * width, width);
    }
    return new ByteImage(width, height, samples);
  }
}
