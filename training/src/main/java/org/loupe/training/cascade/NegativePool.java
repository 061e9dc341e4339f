package org.loupe.training.cascade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.ScanLevel;
import org.loupe.cascade.ScanSettings;
import org.loupe.cascade.ScanWindow;
import org.loupe.cascade.Stage;
import org.loupe.image.ByteImage;

/**
 * Windows far from every annotation that pass the stages so far: a random part of all of them.
 *
 * <p>One scan of all micrographs serves several stages: each new stage is tried on the windows that
 * are left. Only when too few are left are the micrographs scanned again. Which windows are kept is
 * decided by a hash of their place, so that it does not depend on the number of threads.
 */
final class NegativePool {

  /** Windows that one scan keeps, about a kilobyte each. */
  static final int CAPACITY = 400_000;

  private final List<TrainingMicrograph> micrographs;
  private final CascadeTrainingSettings settings;
  private final ForkJoinPool pool;

  private long[] keys;
  private byte[][] windows;
  private final boolean complete;

  private NegativePool(
      List<TrainingMicrograph> micrographs,
      CascadeTrainingSettings settings,
      ForkJoinPool pool,
      long[] keys,
      boolean complete)
      throws IOException {
    this.micrographs = micrographs;
    this.settings = settings;
    this.pool = pool;
    this.keys = keys;
    this.complete = complete;
    windows = WindowCutter.cut(micrographs, keys, settings.windowSize(), pool);
  }

  int size() {
    return keys.length;
  }

  /** Returns whether no window was left out when the pool was made. */
  boolean complete() {
    return complete;
  }

  long[] keys() {
    return keys.clone();
  }

  /** Returns a pool of known windows. */
  static NegativePool of(
      List<TrainingMicrograph> micrographs,
      CascadeTrainingSettings settings,
      ForkJoinPool pool,
      long[] keys,
      boolean complete)
      throws IOException {
    return new NegativePool(micrographs, settings, pool, keys, complete);
  }

  /** Draws windows that no stage has seen. */
  static NegativePool drawn(
      List<TrainingMicrograph> micrographs, CascadeTrainingSettings settings, ForkJoinPool pool)
      throws IOException {
    long all = 0;
    for (TrainingMicrograph micrograph : micrographs) {
      for (ScanLevel level : micrograph.levels()) {
        all += positions(level, settings.windowSize());
      }
    }
    // a window is drawn if its hash is low; computing all hashes takes seconds
    double share = Math.min(1, (double) CAPACITY / Math.max(1, all));
    long limit = share >= 1 ? Long.MAX_VALUE : (long) (share * Long.MAX_VALUE);
    long[][] found = new long[micrographs.size()][];
    Parallel.run(
        pool,
        () ->
            IntStream.range(0, found.length)
                .parallel()
                .forEach(m -> found[m] = drawn(micrographs.get(m), m, limit, settings)));
    return new NegativePool(micrographs, settings, pool, joined(found), share >= 1);
  }

  private static long positions(ScanLevel level, int size) {
    return (long) level.positions(level.width(), size) * level.positions(level.height(), size);
  }

  private static long[] drawn(
      TrainingMicrograph micrograph, int number, long limit, CascadeTrainingSettings settings) {
    int size = settings.windowSize();
    LongList keys = new LongList();
    for (int l = 0; l < micrograph.levels().size(); l++) {
      ScanLevel level = micrograph.levels().get(l);
      int columns = level.positions(level.width(), size);
      int rows = level.positions(level.height(), size);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int x = column * level.step();
          int y = row * level.step();
          long key = WindowKey.of(number, l, x, y, 0);
          if ((WindowKey.hash(key, settings.seed()) >>> 1) <= limit
              && micrograph.isNegative(level.box(x, y, size, size), settings.maxNegativeIou())) {
            keys.add(key);
          }
        }
      }
    }
    return keys.toArray();
  }

  /** Scans all micrographs for windows that pass {@code cascade}. */
  static NegativePool mined(
      List<TrainingMicrograph> micrographs,
      CascadeTrainingSettings settings,
      LbpCascade cascade,
      ForkJoinPool pool)
      throws IOException {
    ScanSettings scan = settings.scan().withMinNeighbors(0);
    CascadeDetector detector = new CascadeDetector(cascade, scan);
    LowestHashes kept = new LowestHashes(CAPACITY, settings.seed());
    try {
      Parallel.run(
          pool,
          () ->
              IntStream.range(0, micrographs.size())
                  .parallel()
                  .forEach(m -> kept.add(mined(micrographs.get(m), m, detector, settings, pool))));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new NegativePool(micrographs, settings, pool, kept.keys(), kept.complete());
  }

  private static long[] mined(
      TrainingMicrograph micrograph,
      int number,
      CascadeDetector detector,
      CascadeTrainingSettings settings,
      ForkJoinPool pool) {
    int size = settings.windowSize();
    ByteImage image;
    try {
      image = micrograph.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LongList keys = new LongList();
    for (ScanWindow window : detector.scanWindows(image, pool)) {
      ScanLevel level = window.level();
      if (micrograph.isNegative(
          level.box(window.x(), window.y(), size, size), settings.maxNegativeIou())) {
        int l = micrograph.levels().indexOf(level);
        keys.add(WindowKey.of(number, l, window.x(), window.y(), 0));
      }
    }
    return keys.toArray();
  }

  private static long[] joined(long[][] parts) {
    return Arrays.stream(parts).flatMapToLong(Arrays::stream).toArray();
  }

  /** Drops the windows that a new stage rejects; returns the part that passed. */
  double filter(Stage stage, List<LbpFeature> features) {
    int size = settings.windowSize();
    boolean[] passes = new boolean[keys.length];
    Parallel.run(
        pool,
        () ->
            IntStream.range(0, passes.length)
                .parallel()
                .forEach(
                    i ->
                        passes[i] =
                            StageSums.passes(
                                stage,
                                features,
                                WindowIntegral.of(windows[i], size, size),
                                size + 1)));
    int left = 0;
    int before = keys.length;
    for (int i = 0; i < before; i++) {
      if (passes[i]) {
        keys[left] = keys[i];
        windows[left] = windows[i];
        left++;
      }
    }
    keys = Arrays.copyOf(keys, left);
    windows = Arrays.copyOf(windows, left);
    return before == 0 ? 0 : (double) left / before;
  }

  /** Returns {@code count} windows, or all if there are fewer; others for every {@code salt}. */
  List<byte[]> draw(int count, long salt) {
    if (keys.length <= count) {
      return List.of(windows);
    }
    LowestHashes chosen = new LowestHashes(count, settings.seed() ^ salt);
    chosen.add(keys);
    List<byte[]> drawn = new ArrayList<>(count);
    for (long key : chosen.keys()) {
      drawn.add(windows[Arrays.binarySearch(keys, key)]);
    }
    return drawn;
  }

  int micrographCount() {
    return micrographs.size();
  }
}
