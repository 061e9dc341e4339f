package org.loupe.training.cascade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.ScanLevel;
import org.loupe.cascade.ScanSettings;
import org.loupe.cascade.ScanWindow;
import org.loupe.cascade.Stage;
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
 * Recall against candidates of a growing cascade, on micrographs that it does not learn from.
 *
 * <p>The micrographs are scanned once, with the first stages; each further stage is tried on the
 * windows that are left.
 */
public final class CandidateCurve {

  /** Annotations whose longer side is shorter than this are counted apart, in pixels. */
  public static final double SMALL_PX = 32;

  /** How many times as many candidates are borne where the recall is too low otherwise. */
  public static final double MORE_CANDIDATES = 2;

  /** The numbers of neighbors that are tried. */
  public static final List<Integer> NEIGHBORS =
      IntStream.concat(
              IntStream.of(1, 2, 3), // then in steps of what one window can weigh
              IntStream.rangeClosed(1, 48).map(k -> 4 * k))
          .boxed()
          .toList();

  private final List<LabeledMicrograph> micrographs;
  private final ScanSettings scan;
  private final ForkJoinPool pool;
  private final int windowWidth;
  private final int windowHeight;
  private final List<Windows> windows;
  private int stages;

  private CandidateCurve(
      LbpCascade cascade,
      List<LabeledMicrograph> micrographs,
      ScanSettings scan,
      ForkJoinPool pool) {
    windowWidth = cascade.windowWidth();
    windowHeight = cascade.windowHeight();
    this.micrographs = List.copyOf(micrographs);
    this.scan = scan.withMinNeighbors(0);
    this.pool = pool;
    windows = new ArrayList<>(Collections.nCopies(micrographs.size(), new Windows()));
  }

  /** What passes in one micrograph, and its pixels. */
  private static final class Windows {
    final List<ScanWindow> places = new ArrayList<>();
    final List<byte[]> samples = new ArrayList<>();
  }

  /**
   * Scans micrographs with a cascade that may grow.
   *
   * @param scan its minimum of neighbors is not used
   * @throws IOException if a micrograph cannot be read
   */
  public static CandidateCurve begin(
      LbpCascade cascade, List<LabeledMicrograph> micrographs, ScanSettings scan, ForkJoinPool pool)
      throws IOException {
    CandidateCurve curve = new CandidateCurve(cascade, micrographs, scan, pool);
    CascadeDetector detector = new CascadeDetector(cascade, curve.scan);
    curve.stages = cascade.stages().size();
    try {
      curve.forAll(m -> curve.windows.set(m, scan(micrographs.get(m), detector, cascade, pool)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return curve;
  }

  private void forAll(IntConsumer task) {
    Parallel.run(pool, () -> IntStream.range(0, micrographs.size()).parallel().forEach(task));
  }

  private static Windows scan(
      LabeledMicrograph micrograph,
      CascadeDetector detector,
      LbpCascade cascade,
      ForkJoinPool pool) {
    ByteImage image;
    try (MicrographFile open = MicrographReaders.open(micrograph.file())) {
      image = open.frame(0).detectorImage();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int width = cascade.windowWidth();
    int height = cascade.windowHeight();
    Windows found = new Windows();
    Map<ScanLevel, ByteImage> current = new HashMap<>();
    for (ScanWindow window : detector.scanWindows(image, pool)) {
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
      found.places.add(window);
      found.samples.add(samples);
    }
    return found;
  }

  /**
   * Drops the windows that a further stage rejects.
   *
   * @param features that the stage's stumps number
   */
  public void add(Stage stage, List<LbpFeature> features) {
    stages++;
    forAll(
        m -> {
          Windows before = windows.get(m);
          Windows after = new Windows();
          for (int i = 0; i < before.places.size(); i++) {
            byte[] samples = before.samples.get(i);
            int[] sums = WindowIntegral.of(samples, windowWidth, windowHeight);
            double score =
                StageSums.of(stage.stumps(), features, sums, windowWidth + 1) - stage.passingSum();
            if (score >= 0) {
              // grouping prefers the higher of the scores that the last stage gives
              ScanWindow window = before.places.get(i);
              after.places.add(new ScanWindow(window.level(), window.x(), window.y(), score));
              after.samples.add(samples);
            }
          }
          windows.set(m, after);
        });
  }

  /** Returns a point for each of {@link #NEIGHBORS}, in its order. */
  public List<CurvePoint> points() {
    CurvePoint[][] points = new CurvePoint[micrographs.size()][];
    forAll(m -> points[m] = points(micrographs.get(m), windows.get(m).places));
    List<CurvePoint> sums = new ArrayList<>();
    for (int k = 0; k < NEIGHBORS.size(); k++) {
      CurvePoint sum =
          new CurvePoint(stages, NEIGHBORS.get(k), 0, MatchCounts.NONE, MatchCounts.NONE);
      for (CurvePoint[] of : points) {
        sum = sum.plus(of[k]);
      }
      sums.add(sum);
    }
    return sums;
  }

  private CurvePoint[] points(LabeledMicrograph micrograph, List<ScanWindow> passed) {
    List<Box> all = micrograph.annotations().stream().map(Annotation::box).toList();
    List<Box> small = all.stream().filter(b -> Math.max(b.width(), b.height()) < SMALL_PX).toList();
    CurvePoint[] points = new CurvePoint[NEIGHBORS.size()];
    List<List<Candidate>> groups =
        scan.grouping().group(passed, windowWidth, windowHeight, NEIGHBORS);
    for (int k = 0; k < points.length; k++) {
      List<Box> boxes =
          CascadeDetector.clipped(groups.get(k), micrograph.widthPx(), micrograph.heightPx())
              .stream()
              .map(Candidate::box)
              .toList();
      points[k] =
          new CurvePoint(
              stages,
              NEIGHBORS.get(k),
              1,
              CenterRule.match(all, boxes),
              CenterRule.match(small, boxes));
    }
    return points;
  }

  /**
   * Returns the point of highest recall among those with few enough candidates; of equal ones that
   * with the fewest candidates.
   *
   * @param maxCandidates for each annotation
   */
  public static Optional<CurvePoint> best(List<CurvePoint> points, double maxCandidates) {
    return points.stream()
        .filter(p -> p.counts().annotations() > 0)
        .filter(p -> p.candidatesPerAnnotation() <= maxCandidates)
        .max(
            Comparator.comparingDouble((CurvePoint p) -> p.counts().recall())
                .thenComparing(
                    Comparator.comparingDouble(CurvePoint::candidatesPerAnnotation).reversed()));
  }

  /**
   * Returns the point that a cascade is meant for: the best one at a bearable number of candidates;
   * where its recall is less than wanted, the one with the fewest candidates that has it, if they
   * are at most {@value #MORE_CANDIDATES} times as many.
   *
   * @param maxCandidates for each annotation
   * @param minRecall that is wanted; 0 for no more candidates than {@code maxCandidates} ever
   */
  public static Optional<CurvePoint> chosen(
      List<CurvePoint> points, double maxCandidates, double minRecall) {
    Optional<CurvePoint> best = best(points, maxCandidates);
    if (best.map(p -> p.counts().recall()).orElse(0.0) >= minRecall) {
      return best;
    }
    return points.stream()
        .filter(p -> p.counts().annotations() > 0 && p.counts().recall() >= minRecall)
        .filter(p -> p.candidatesPerAnnotation() <= MORE_CANDIDATES * maxCandidates)
        .min(
            Comparator.comparingDouble(CurvePoint::candidatesPerAnnotation)
                .thenComparing(p -> -p.counts().recall()))
        .or(() -> best);
  }
}
