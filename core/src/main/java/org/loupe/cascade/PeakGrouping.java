package org.loupe.cascade;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.BoxIndex;

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
 * the smaller width and the smaller height. A window of a level that is scanned in steps of two or
 * three pixels counts for the four or nine that it stands for, so that weights of all sizes can be
 * compared. Time and memory are about linear in the number of windows, whatever the size of the
 * image.
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
    Map<ScanLevel, LevelWindows> levels = new LinkedHashMap<>();
    for (ScanWindow window : windows) {
      levels
          .computeIfAbsent(window.level(), l -> new LevelWindows(l, windowWidth, windowHeight))
          .announce(window);
    }
    levels.values().forEach(LevelWindows::makeRoom);
    for (ScanWindow window : windows) {
      Objects.requireNonNull(levels.get(window.level())).add(window);
    }
    levels.values().forEach(LevelWindows::sort);
    int[] weights = new int[windows.size()];
    for (int i = 0; i < weights.length; i++) {
      ScanWindow window = windows.get(i);
      double x = window.x() * (double) window.level().scale();
      double y = window.y() * (double) window.level().scale();
      for (LevelWindows level : levels.values()) {
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
    BoxIndex taken = new BoxIndex();
    List<Candidate> peaks = new ArrayList<>();
    for (int i : order) {
      ScanWindow window = windows.get(i);
      Box box = window.level().box(window.x(), window.y(), windowWidth, windowHeight);
      if (taken.overlapping(box, MAX_IOU).length == 0) {
        taken.add(box);
        peaks.add(mean(window, weights[i], levels));
      }
    }
    return peaks;
  }

  /** Returns the mean of the windows similar to one, with their highest score. */
  private static Candidate mean(
      ScanWindow window, int weight, Map<ScanLevel, LevelWindows> levels) {
    double x = window.x() * (double) window.level().scale();
    double y = window.y() * (double) window.level().scale();
    Sum sum = new Sum();
    for (LevelWindows level : levels.values()) {
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

  /**
   * The windows of a level, row by row: few positions of a large image have one, so that a table of
   * all positions would take many times the image's memory.
   */
  private static final class LevelWindows {
    private final ScanLevel level;
    private final int windowWidth;
    private final int windowHeight;
    private final int columns;
    private final int rows;
    private final int weight;

    /** Where the windows of each row begin and, once sorted, those of the next one. */
    private final int[] starts;

    private int[] places = {};
    private float[] scores = {};

    // the rectangle of similar windows, in positions of this level; the end is not included
    private int left;
    private int top;
    private int right;
    private int bottom;

    LevelWindows(ScanLevel level, int windowWidth, int windowHeight) {
      this.level = level;
      this.windowWidth = windowWidth;
      this.windowHeight = windowHeight;
      columns = level.positions(level.width(), windowWidth);
      rows = level.positions(level.height(), windowHeight);
      weight = level.step() * level.step();
      starts = new int[rows + 2];
    }

    private int row(ScanWindow window) {
      return window.y() / level.step();
    }

    /** Counts a window that will be added. */
    void announce(ScanWindow window) {
      starts[row(window) + 2]++;
    }

    void makeRoom() {
      for (int row = 2; row < starts.length; row++) {
        starts[row] += starts[row - 1];
      }
      places = new int[starts[rows + 1]];
      scores = new float[places.length];
    }

    /** Adds a window; the start of the next row moves along, so that it ends as the row's end. */
    void add(ScanWindow window) {
      int at = starts[row(window) + 1]++;
      places[at] = window.x() / level.step();
      scores[at] = (float) window.score();
    }

    /** Sorts each row from the left: the scan has done so already. */
    void sort() {
      for (int row = 0; row < rows; row++) {
        for (int i = starts[row] + 1; i < starts[row + 1]; i++) {
          int place = places[i];
          float score = scores[i];
          int at = i;
          for (; at > starts[row] && places[at - 1] > place; at--) {
            places[at] = places[at - 1];
            scores[at] = scores[at - 1];
          }
          places[at] = place;
          scores[at] = score;
        }
      }
    }

    /** Returns the first window of a row that is at {@code column} or beyond. */
    private int firstFrom(int column, int row) {
      int low = starts[row];
      int high = starts[row + 1];
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (places[middle] < column) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /** Returns the weight of the windows similar to one of another level. */
    int similar(ScanLevel other, double x, double y) {
      if (!seek(other, x, y)) {
        return 0;
      }
      int count = 0;
      for (int row = top; row < bottom; row++) {
        count += firstFrom(right, row) - firstFrom(left, row);
      }
      return weight * count;
    }

    void addSimilar(ScanLevel other, double x, double y, Sum sum) {
      if (!seek(other, x, y)) {
        return;
      }
      double scale = level.scale();
      for (int row = top; row < bottom; row++) {
        int end = firstFrom(right, row);
        for (int i = firstFrom(left, row); i < end; i++) {
          sum.x += weight * scale * places[i] * level.step();
          sum.y += weight * scale * row * level.step();
          sum.width += weight * scale * windowWidth;
          sum.height += weight * scale * windowHeight;
          sum.score = Math.max(sum.score, scores[i]);
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
