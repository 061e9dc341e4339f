package org.loupe.training.cascade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.ScanLevel;
import org.loupe.cascade.ScanPart;
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

  /** A scan looks for so many times the windows that it keeps: what it finds scatters. */
  private static final int SURPLUS = 3;

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
    long all = positions(micrographs, settings);
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

  private static long positions(
      List<TrainingMicrograph> micrographs, CascadeTrainingSettings settings) {
    int size = settings.windowSize();
    long all = 0;
    for (TrainingMicrograph micrograph : micrographs) {
      for (ScanLevel level : micrograph.levels()) {
        all += (long) level.positions(level.width(), size) * level.positions(level.height(), size);
      }
    }
    return all;
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

  /**
   * Scans the micrographs for windows that pass {@code cascade}: bands of rows drawn from all
   * levels of all micrographs, as many as are likely to hold enough of them.
   *
   * @param passing the part of all windows that is expected to pass
   */
  static NegativePool mined(
      List<TrainingMicrograph> micrographs,
      CascadeTrainingSettings settings,
      LbpCascade cascade,
      double passing,
      ForkJoinPool pool)
      throws IOException {
    double expected = positions(micrographs, settings) * passing;
    double share = expected <= 0 ? 1 : Math.min(1, (double) SURPLUS * CAPACITY / expected);
    long limit = share >= 1 ? Long.MAX_VALUE : (long) (share * Long.MAX_VALUE);
    long seed = WindowKey.hash(cascade.stages().size(), settings.seed());
    CascadeDetector detector = new CascadeDetector(cascade, settings.scan().withMinNeighbors(0));
    LowestHashes kept = new LowestHashes(CAPACITY, settings.seed());
    try {
      Parallel.run(
          pool,
          () ->
              IntStream.range(0, micrographs.size())
                  .parallel()
                  .forEach(
                      m ->
                          kept.add(
                              mined(
                                  micrographs.get(m), m, detector, limit, seed, settings, pool))));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new NegativePool(
        micrographs, settings, pool, kept.keys(), kept.complete() && share >= 1);
  }

  private static long[] mined(
      TrainingMicrograph micrograph,
      int number,
      CascadeDetector detector,
      long limit,
      long seed,
      CascadeTrainingSettings settings,
      ForkJoinPool pool) {
    int size = settings.windowSize();
    Map<ScanLevel, Integer> levels = new HashMap<>();
    for (ScanLevel level : micrograph.levels()) {
      levels.put(level, levels.size());
    }
    ScanPart part =
        (level, row) ->
            // a key has no room for the levels of a very fine scan that a training leaves out
            levels.containsKey(level)
                && WindowKey.hash(
                            WindowKey.of(number, levels.getOrDefault(level, 0), 0, row, 0), seed)
                        >>> 1
                    <= limit;
    ByteImage image;
    try {
      image = micrograph.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LongList keys = new LongList();
    for (ScanWindow window : detector.scanWindows(image, part, pool)) {
      ScanLevel level = window.level();
      if (micrograph.isNegative(
          level.box(window.x(), window.y(), size, size), settings.maxNegativeIou())) {
        keys.add(WindowKey.of(number, levels.getOrDefault(level, 0), window.x(), window.y(), 0));
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
}
