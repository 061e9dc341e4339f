package org.loupe.cascade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;

/**
 * Makes candidates where most windows agree.
 *
 * <p>OpenCV joins windows that are similar, and those similar to these, and so on: where a cascade
 * lets many windows pass, neighboring defects grow together and their mean lies between them. Here
 * each window is weighted by the number of windows similar to it; the heaviest becomes a candidate,
 * at the mean of those similar to it, windows that overlap it are dropped, and so on with the
 * heaviest of the rest.
 *
 * <p>Two windows are similar if none of their four edges differ by more than 15 % of the mean of
 * the smaller width and the smaller height. A window of a level that is scanned in steps of two
 * pixels counts for the four that it stands for, so that weights of all sizes can be compared. Time
 * is linear in the number of windows but for the comparison of each with the candidates so far.
 */
public final class PeakGrouping {

  private static final double EPS = 0.15;

  /** Of quotients of the order of the image's side, in positions. */
  private static final double ROUNDING = 1e-9;

  /** Windows that overlap a heavier candidate by more than this are dropped. */
  private static final double MAX_IOU = 0.2;

  private PeakGrouping() {}

  /**
   * Returns, for each of {@code minNeighbors}, the candidates whose weight is more than that, from
   * the heaviest on; each window as it is for 0.
   */
  static List<List<Candidate>> group(
      List<ScanWindow> windows, int windowWidth, int windowHeight, List<Integer> minNeighbors) {
    int least = Integer.MAX_VALUE;
    for (int neighbors : minNeighbors) {
      if (neighbors < 0) {
        throw new IllegalArgumentException("minNeighbors must not be negative, was " + neighbors);
      }
      least = neighbors > 0 ? Math.min(least, neighbors) : least;
    }
    List<Candidate> peaks = peaks(windows, windowWidth, windowHeight, least);
    return minNeighbors.stream()
        .map(
            neighbors ->
                neighbors == 0
                    ? each(windows, windowWidth, windowHeight)
                    : peaks.stream().filter(p -> p.neighbors() > neighbors).toList())
        .toList();
  }

  private static List<Candidate> each(List<ScanWindow> windows, int windowWidth, int windowHeight) {
    return windows.stream()
        .map(
            w ->
                new Candidate(w.level().box(w.x(), w.y(), windowWidth, windowHeight), w.score(), 1))
        .toList();
  }

  private static List<Candidate> peaks(
      List<ScanWindow> windows, int windowWidth, int windowHeight, int minNeighbors) {
    Map<ScanLevel, LevelCounts> levels = new LinkedHashMap<>();
    for (ScanWindow window : windows) {
      levels
          .computeIfAbsent(window.level(), l -> new LevelCounts(l, windowWidth, windowHeight))
          .add(window);
    }
    levels.values().forEach(LevelCounts::sum);
    int[] weights = new int[windows.size()];
    for (int i = 0; i < weights.length; i++) {
      ScanWindow window = windows.get(i);
      double x = window.x() * (double) window.level().scale();
      double y = window.y() * (double) window.level().scale();
      for (LevelCounts level : levels.values()) {
        weights[i] += level.similar(window.level(), x, y);
      }
    }
    int[] order =
        IntStream.range(0, weights.length)
            .filter(i -> weights[i] > minNeighbors)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer i) -> -weights[i])
                    .thenComparing(i -> -windows.get(i).score())
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Box> taken = new ArrayList<>();
    List<Candidate> peaks = new ArrayList<>();
    for (int i : order) {
      ScanWindow window = windows.get(i);
      Box box = window.level().box(window.x(), window.y(), windowWidth, windowHeight);
      if (taken.stream().noneMatch(other -> other.iou(box) > MAX_IOU)) {
        taken.add(box);
        peaks.add(mean(window, weights[i], levels));
      }
    }
    return peaks;
  }

  /** Returns the mean of the windows similar to one, with their highest score. */
  private static Candidate mean(ScanWindow window, int weight, Map<ScanLevel, LevelCounts> levels) {
    double x = window.x() * (double) window.level().scale();
    double y = window.y() * (double) window.level().scale();
    Sum sum = new Sum();
    for (LevelCounts level : levels.values()) {
      level.addSimilar(window.level(), x, y, sum);
    }
    return new Candidate(
        new Box(sum.x / weight, sum.y / weight, sum.width / weight, sum.height / weight),
        sum.score,
        weight);
  }

  private static final class Sum {
    double x;
    double y;
    double width;
    double height;
    double score = Double.NEGATIVE_INFINITY;
  }

  /** The windows of a level, counted so that the number in a rectangle takes four look-ups. */
  private static final class LevelCounts {
    private final ScanLevel level;
    private final int windowWidth;
    private final int windowHeight;
    private final int columns;
    private final int rows;
    private final int weight;
    private final int[] counts;
    private final float[] scores;

    // the rectangle of similar windows, in positions of this level; the end is not included
    private int left;
    private int top;
    private int right;
    private int bottom;

    LevelCounts(ScanLevel level, int windowWidth, int windowHeight) {
      this.level = level;
      this.windowWidth = windowWidth;
      this.windowHeight = windowHeight;
      columns = level.positions(level.width(), windowWidth);
      rows = level.positions(level.height(), windowHeight);
      weight = level.step() * level.step();
      counts = new int[Math.multiplyExact(columns + 1, rows + 1)];
      scores = new float[columns * rows];
      Arrays.fill(scores, Float.NaN);
    }

    void add(ScanWindow window) {
      int column = window.x() / level.step();
      int row = window.y() / level.step();
      counts[(row + 1) * (columns + 1) + column + 1] = 1;
      scores[row * columns + column] = (float) window.score();
    }

    void sum() {
      for (int row = 1; row <= rows; row++) {
        int inRow = 0;
        for (int column = 1; column <= columns; column++) {
          int at = row * (columns + 1) + column;
          inRow += counts[at];
          counts[at] = inRow + counts[at - columns - 1];
        }
      }
    }

    /** Returns the weight of the windows similar to one of another level. */
    int similar(ScanLevel other, double x, double y) {
      if (!seek(other, x, y)) {
        return 0;
      }
      int stride = columns + 1;
      return weight
          * (counts[bottom * stride + right]
              - counts[bottom * stride + left]
              - counts[top * stride + right]
              + counts[top * stride + left]);
    }

    void addSimilar(ScanLevel other, double x, double y, Sum sum) {
      if (!seek(other, x, y)) {
        return;
      }
      double scale = level.scale();
      for (int row = top; row < bottom; row++) {
        for (int column = left; column < right; column++) {
          float score = scores[row * columns + column];
          if (!Float.isNaN(score)) {
            sum.x += weight * scale * column * level.step();
            sum.y += weight * scale * row * level.step();
            sum.width += weight * scale * windowWidth;
            sum.height += weight * scale * windowHeight;
            sum.score = Math.max(sum.score, score);
          }
        }
      }
    }

    /** Finds the positions of the windows similar to one at (x, y); false if there are none. */
    private boolean seek(ScanLevel other, double x, double y) {
      double scale = level.scale();
      double delta = EPS / 2 * Math.min(scale, other.scale()) * (windowWidth + windowHeight);
      double widthChange = (other.scale() - scale) * windowWidth;
      double heightChange = (other.scale() - scale) * windowHeight;
      if (Math.max(Math.abs(widthChange), Math.abs(heightChange)) > 2 * delta) {
        return false;
      }
      double step = scale * level.step();
      left = first(Math.max(x, x + widthChange) - delta, step);
      top = first(Math.max(y, y + heightChange) - delta, step);
      right = Math.min(columns, last(Math.min(x, x + widthChange) + delta, step) + 1);
      bottom = Math.min(rows, last(Math.min(y, y + heightChange) + delta, step) + 1);
      return left < right && top < bottom;
    }

    /** What is as far off as allowed is similar, whatever the last digit says. */
    private static int first(double from, double step) {
      return (int) Math.max(0, Math.ceil(from / step - ROUNDING));
    }

    private static int last(double to, double step) {
      return (int) Math.floor(to / step + ROUNDING);
    }
  }
}
