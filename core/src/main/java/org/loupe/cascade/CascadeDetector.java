package org.loupe.cascade;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/**
 * Finds candidates with a cascade, at many scales. Immutable and thread-safe.
 *
 * <p>At each level the image is resized, and windows are tried at every second pixel, from scale 2
 * on at every pixel, or further apart ({@link ScanSettings#stride}); a window that the first stage
 * rejects takes its right neighbor with it. With OpenCV's stride and the same settings the windows
 * that pass are those of OpenCV 4.x {@code CascadeClassifier::detectMultiScale}, one for one, and
 * so are the groups. Levels that enlarge the image ({@link ScanSettings#minDefectSizePx}) have no
 * counterpart there; their boxes keep their fractions.
 *
 * <p>Levels are cut into bands of rows, which are the tasks that threads share; each band resizes
 * and integrates its own rows, so the memory needed beyond the image is a few megabytes a thread,
 * whatever the image's size. Results are put together in the bands' order: they do not depend on
 * the number of threads.
 */
public final class CascadeDetector {

  /** A band's integral should stay in the second cache. */
  private static final int BAND_SAMPLES = 1 << 17;

  private static final int MIN_BAND_ROWS = 48;

  private final LbpCascade cascade;
  private final ScanSettings settings;
  private final StumpTables stumps;
  private final List<PackedStages> packedStages;
  private final LevelLayout packedLayout;
  private final StageKernel kernel;
  private final int bandSamples;

  /** Uses vector instructions if the running Java has them. */
  public CascadeDetector(LbpCascade cascade, ScanSettings settings) {
    this(cascade, settings, StageKernels.best());
  }

  CascadeDetector(LbpCascade cascade, ScanSettings settings, StageKernel kernel) {
    this(cascade, settings, kernel, BAND_SAMPLES);
  }

  /**
   * @param bandSamples about how many samples of a level are scanned at a time; positive
   */
  CascadeDetector(LbpCascade cascade, ScanSettings settings, StageKernel kernel, int bandSamples) {
    this.cascade = cascade;
    this.settings = settings;
    this.kernel = kernel;
    this.bandSamples = bandSamples;
    stumps = new StumpTables(cascade);
    packedStages = PackedStages.of(stumps);
    packedLayout = LevelLayout.ofPacked(stumps, cascade.windowWidth() + 1, BandScan.PACKED_STEP);
  }

  /**
   * Returns the grouped windows, or every window if {@link ScanSettings#minNeighbors} is 0.
   *
   * @param pool whose threads do the work
   */
  public List<Candidate> detect(ByteImage image, ForkJoinPool pool) {
    List<List<Candidate>> groups =
        settings
            .grouping()
            .group(
                scanWindows(image, pool),
                cascade.windowWidth(),
                cascade.windowHeight(),
                List.of(settings.minNeighbors()));
    return clipped(groups.get(0), image.width(), image.height());
  }

  /**
   * Returns every window that passed, by scale, then y, then x; none if the image is smaller than
   * the cascade's window.
   *
   * <p>A window at the right or bottom border may be rounded beyond it and is then cut, as OpenCV
   * does; groups are made before the cut.
   *
   * @param pool whose threads do the work
   */
  public List<Candidate> windows(ByteImage image, ForkJoinPool pool) {
    return clipped(scan(image, pool), image.width(), image.height());
  }

  /** Returns candidates cut at the right and bottom border of an image. */
  public static List<Candidate> clipped(List<Candidate> candidates, int width, int height) {
    List<Candidate> clipped = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      Box box = candidate.box();
      if (box.right() <= width && box.bottom() <= height) {
        clipped.add(candidate);
      } else {
        Box inside =
            new Box(
                box.x(),
                box.y(),
                Math.min(box.right(), width) - box.x(),
                Math.min(box.bottom(), height) - box.y());
        clipped.add(new Candidate(inside, candidate.score(), candidate.neighbors()));
      }
    }
    return clipped;
  }

  private List<Candidate> scan(ByteImage image, ForkJoinPool pool) {
    List<Candidate> candidates = new ArrayList<>();
    for (ScanWindow window : scanWindows(image, pool)) {
      Box box =
          window.level().box(window.x(), window.y(), cascade.windowWidth(), cascade.windowHeight());
      candidates.add(new Candidate(box, window.score(), 1));
    }
    return candidates;
  }

  /**
   * Returns every window that passed as the scan sees it, by scale, then y, then x.
   *
   * @param pool whose threads do the work
   */
  public List<ScanWindow> scanWindows(ByteImage image, ForkJoinPool pool) {
    return scanWindows(image, ScanPart.ALL, pool);
  }

  /**
   * Returns those windows of a part of the scan that passed, by scale, then y, then x.
   *
   * @param part which bands of rows are scanned
   * @param pool whose threads do the work
   */
  public List<ScanWindow> scanWindows(ByteImage image, ScanPart part, ForkJoinPool pool) {
    List<Band> bands = bands(image);
    bands.removeIf(band -> !part.includes(band.level(), band.from()));
    if (bands.isEmpty()) {
      return List.of();
    }
    Run run = new Run(bands);
    RecursiveAction whole = run.new Part(0, bands.size());
    if (ForkJoinTask.getPool() == pool) {
      whole.invoke();
    } else {
      pool.invoke(whole);
    }
    List<ScanWindow> windows = new ArrayList<>();
    for (int i = 0; i < bands.size(); i++) {
      append(bands.get(i), run.found[i], windows);
    }
    return windows;
  }

  private record Band(
      ScanLevel level,
      LevelResize resize,
      LevelLayout layout,
      int windowsInRow,
      int from,
      int to) {}

  private List<Band> bands(ByteImage image) {
    List<Band> bands = new ArrayList<>();
    for (ScanLevel level :
        ScanLevel.of(
            image.width(),
            image.height(),
            cascade.windowWidth(),
            cascade.windowHeight(),
            settings)) {
      int columns = level.positions(level.width(), cascade.windowWidth());
      int rows = level.positions(level.height(), cascade.windowHeight());
      if (columns == 0 || rows == 0) {
        continue;
      }
      LevelResize resize = new LevelResize(image, level.width(), level.height());
      LevelLayout layout = LevelLayout.ofLevel(stumps, level.width() + 1, level.step());
      int most = Math.max(MIN_BAND_ROWS, bandSamples / level.width()) / level.step();
      int count = (rows + most - 1) / most;
      for (int i = 0; i < count; i++) {
        int from = (int) ((long) rows * i / count);
        int to = (int) ((long) rows * (i + 1) / count);
        bands.add(new Band(level, resize, layout, columns, from, to));
      }
    }
    return bands;
  }

  private final class Run {
    final List<Band> bands;
    final BandScan.Found[] found;
    final ConcurrentLinkedQueue<BandScan> idle = new ConcurrentLinkedQueue<>();

    Run(List<Band> bands) {
      this.bands = bands;
      found = new BandScan.Found[bands.size()];
    }

    private void scan(int index) {
      Band band = bands.get(index);
      if (!stumps.cellsFit) {
        found[index] =
            new WideBandScan(cascade, stumps).scan(band.level, band.resize, band.from, band.to);
        return;
      }
      BandScan scan = idle.poll();
      if (scan == null) {
        scan = new BandScan(cascade, stumps, packedStages, packedLayout, kernel);
      }
      found[index] = scan.scan(band.level, band.resize, band.layout, band.from, band.to);
      idle.add(scan);
    }

    final class Part extends RecursiveAction {
      private static final long serialVersionUID = 1L;

      private final int first;
      private final int end;

      Part(int first, int end) {
        this.first = first;
        this.end = end;
      }

      @Override
      protected void compute() {
        if (end - first == 1) {
          scan(first);
          return;
        }
        int middle = (first + end) >>> 1;
        invokeAll(new Part(first, middle), new Part(middle, end));
      }
    }
  }

  private static void append(Band band, BandScan.Found found, List<ScanWindow> windows) {
    for (int i = 0; i < found.places().length; i++) {
      int x = (found.places()[i] % band.windowsInRow) * band.level.step();
      int y = (band.from + found.places()[i] / band.windowsInRow) * band.level.step();
      windows.add(new ScanWindow(band.level, x, y, found.scores()[i]));
    }
  }
}
