package org.loupe.training.cascade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.RectangleGrouping;
import org.loupe.cascade.ScanLevel;
import org.loupe.cascade.ScanSettings;
import org.loupe.cascade.ScanWindow;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.defect.Candidate;
import org.loupe.evaluate.CenterRule;
import org.loupe.evaluate.MatchCounts;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;

/**
 * Recall against candidates of a cascade and of its beginnings, on micrographs that it has not
 * learned from.
 */
public final class CascadeValidation {

  /** Annotations whose longer side is shorter than this are counted apart, in pixels. */
  public static final double SMALL_PX = 32;

  private CascadeValidation() {}

  /**
   * How a cascade did.
   *
   * @param stages of the cascade that were used, the first ones
   * @param minNeighbors of {@link ScanSettings}
   * @param micrographs number
   * @param counts under the publication's rule
   * @param small the same for annotations under {@link #SMALL_PX}, beside all detections
   */
  public record Point(
      int stages, int minNeighbors, int micrographs, MatchCounts counts, MatchCounts small) {

    /** Returns the sum of two points of the same settings. */
    public Point plus(Point other) {
      return new Point(
          stages,
          minNeighbors,
          micrographs + other.micrographs,
          counts.plus(other.counts),
          small.plus(other.small));
    }

    /** Returns candidates over annotations; NaN without annotations. */
    public double candidatesPerAnnotation() {
      return (double) counts.detections() / counts.annotations();
    }
  }

  /**
   * Returns a point for each number of stages and each number of neighbors, in this order.
   *
   * @param stages ascending, from 1 to the cascade's
   * @param minNeighbors each at least 1
   */
  public static List<Point> curve(
      LbpCascade cascade,
      List<LabeledMicrograph> micrographs,
      ScanSettings scan,
      List<Integer> stages,
      List<Integer> minNeighbors,
      ForkJoinPool pool)
      throws IOException {
    LbpCascade beginning = prefix(cascade, stages.get(0));
    CascadeDetector detector = new CascadeDetector(beginning, scan.withMinNeighbors(0));
    List<List<Point>> parts = new ArrayList<>();
    for (int i = 0; i < micrographs.size(); i++) {
      parts.add(List.of());
    }
    try {
      Parallel.run(
          pool,
          () ->
              IntStream.range(0, micrographs.size())
                  .parallel()
                  .forEach(
                      i -> {
                        List<Point> points =
                            points(
                                cascade, micrographs.get(i), detector, stages, minNeighbors, pool);
                        synchronized (parts) {
                          parts.set(i, points);
                        }
                      }));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    List<Point> sum = new ArrayList<>();
    for (List<Point> part : parts) {
      for (int k = 0; k < part.size(); k++) {
        if (sum.size() == k) {
          sum.add(part.get(k));
        } else {
          sum.set(k, sum.get(k).plus(part.get(k)));
        }
      }
    }
    return sum;
  }

  /** Returns a cascade's first stages. */
  public static LbpCascade prefix(LbpCascade cascade, int stages) {
    return new LbpCascade(
        cascade.windowWidth(),
        cascade.windowHeight(),
        cascade.training(),
        cascade.features(),
        cascade.stages().subList(0, stages));
  }

  private static List<Point> points(
      LbpCascade cascade,
      LabeledMicrograph micrograph,
      CascadeDetector detector,
      List<Integer> stages,
      List<Integer> minNeighbors,
      ForkJoinPool pool) {
    ByteImage image;
    try (MicrographFile open = MicrographReaders.open(micrograph.file())) {
      image = open.frame(0).detectorImage();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<ScanWindow> windows = detector.scanWindows(image, pool);
    int[] passed = passed(cascade, windows, image, stages.get(0));
    List<Box> all = micrograph.annotations().stream().map(Annotation::box).toList();
    List<Box> small = all.stream().filter(b -> Math.max(b.width(), b.height()) < SMALL_PX).toList();
    List<Point> points = new ArrayList<>();
    for (int count : stages) {
      List<Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < passed.length; i++) {
        if (passed[i] >= count) {
          ScanWindow window = windows.get(i);
          Box box =
              window
                  .level()
                  .box(window.x(), window.y(), cascade.windowWidth(), cascade.windowHeight());
          candidates.add(new Candidate(box, 0, 1));
        }
      }
      for (int neighbors : minNeighbors) {
        List<Box> boxes =
            RectangleGrouping.group(candidates, neighbors).stream().map(Candidate::box).toList();
        points.add(
            new Point(
                count, neighbors, 1, CenterRule.match(all, boxes), CenterRule.match(small, boxes)));
      }
    }
    return points;
  }

  /** Returns how many stages each window passes. */
  private static int[] passed(
      LbpCascade cascade, List<ScanWindow> windows, ByteImage image, int already) {
    int[] passed = new int[windows.size()];
    Map<ScanLevel, ByteImage> current = new HashMap<>();
    int width = cascade.windowWidth();
    int height = cascade.windowHeight();
    for (int i = 0; i < passed.length; i++) {
      ScanWindow window = windows.get(i);
      if (!current.containsKey(window.level())) {
        current.clear();
      }
      ByteImage resized = current.computeIfAbsent(window.level(), level -> level.resized(image));
      byte[] samples = new byte[width * height];
      for (int y = 0; y < height; y++) {
        System.arraycopy(
            resized.samples(),
            (window.y() + y) * resized.width() + window.x(),
            samples,
            y * width,
            width);
      }
      int[] sums = WindowIntegral.of(samples, width, height);
      int stage = already;
      while (stage < cascade.stages().size()
          && StageSums.passes(cascade.stages().get(stage), cascade.features(), sums, width + 1)) {
        stage++;
      }
      passed[i] = stage;
    }
    return passed;
  }
}
