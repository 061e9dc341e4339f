package org.loupe.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/**
 * Finds the bands of text that the programs of microscopes put below or above an image.
 *
 * <p>From the edge inwards, rows belong to the bar while a good part of them is its ground, one
 * constant gray, or while they are one straight line. What was gathered is an info bar if it ends
 * in a straight line over the whole width, has rows of nothing but ground between rows with ink,
 * and the ink is made of many separate strokes. A saturated part of a micrograph has no straight
 * end, and noise has no constant gray.
 */
final class InfoBarFinder {

  /** Least and most share of the height that a bar takes. */
  private static final double LEAST_SHARE = 0.015;

  private static final double MOST_SHARE = 0.3;
  private static final int LEAST_ROWS = 10;

  /** Gray levels by which the ground may vary: JPEG rings round the ink. */
  private static final int TOLERANCE = 6;

  /** Gray levels by which ink differs from the ground. */
  private static final int INK = 60;

  /** Share of a row that is ground, at least, also across a line of text or a logo. */
  private static final double GROUND_IN_ROW = 0.35;

  /** Share of a row of nothing but ground: separators may cross it. */
  private static final double CLEAR_ROW = 0.96;

  /** Share of a straight line that separates, in a row of its own. */
  private static final double LINE_ROW = 0.9;

  /** Rows at the edge of the image that may belong to a border or to resampling. */
  private static final int BORDER_ROWS = 4;

  private static final int LEAST_STROKES = 24;
  private static final double LEAST_INK = 0.002;
  private static final double MOST_INK = 0.45;

  private final ByteImage image;
  private final boolean[] clear;
  private final int[] counts = new int[256];

  /** 1 to look from the bottom upwards, -1 from the top downwards. */
  private final int direction;

  private InfoBarFinder(ByteImage image, int direction) {
    this.image = image;
    this.direction = direction;
    this.clear = new boolean[image.height()];
  }

  /** Returns the bars, over the whole width, the upper one first; mostly none. */
  static List<Box> find(ByteImage image) {
    List<Box> bars = new ArrayList<>();
    if (image.width() < 64 || image.height() < 64) {
      return bars; // no room for text
    }
    Optional<Integer> above = new InfoBarFinder(image, -1).rows();
    above.ifPresent(rows -> bars.add(new Box(0, 0, image.width(), rows)));
    Optional<Integer> below = new InfoBarFinder(image, 1).rows();
    below.ifPresent(rows -> bars.add(new Box(0, image.height() - rows, image.width(), rows)));
    return bars;
  }

  /** Returns the offset of the row that is so far from the edge. */
  private int offset(int fromEdge) {
    int y = direction > 0 ? image.height() - 1 - fromEdge : fromEdge;
    return y * image.width();
  }

  /** Returns how many rows the bar has; empty if there is none. */
  private Optional<Integer> rows() {
    int most = (int) (MOST_SHARE * image.height());
    int ground = ground();
    if (ground < 0) {
      return Optional.empty();
    }
    int rows = 0;
    int line = -1; // the innermost straight line that is no ground
    while (rows <= most) {
      double share = share(rows, ground);
      clear[rows] = share >= CLEAR_ROW;
      if (share < GROUND_IN_ROW) {
        if (isLine(rows, ground)) {
          line = rows;
        } else if (rows >= BORDER_ROWS) {
          break;
        }
      }
      rows++;
    }
    int height = rows;
    if (rows > most) {
      // what lies beyond has the gray of the ground: only a line can tell where the bar ends
      if (line < 0) {
        return Optional.empty();
      }
      height = line + 1;
    }
    return isBar(height, ground, line) ? Optional.of(height) : Optional.empty();
  }

  /** Returns the gray of most pixels near the edge; -1 if no gray has half of them. */
  private int ground() {
    int rows = Math.max(LEAST_ROWS, (int) (0.04 * image.height()));
    java.util.Arrays.fill(counts, 0);
    for (int row = 0; row < rows; row++) {
      count(row);
    }
    int mode = mode();
    return within(mode) >= rows * image.width() / 2 ? mode : -1;
  }

  private void count(int row) {
    int begin = offset(row);
    byte[] samples = image.samples();
    for (int i = begin; i < begin + image.width(); i++) {
      counts[samples[i] & 0xFF]++;
    }
  }

  private int mode() {
    int mode = 0;
    for (int gray = 1; gray < counts.length; gray++) {
      if (counts[gray] > counts[mode]) {
        mode = gray;
      }
    }
    return mode;
  }

  private int within(int gray) {
    int sum = 0;
    for (int g = Math.max(0, gray - TOLERANCE); g <= Math.min(255, gray + TOLERANCE); g++) {
      sum += counts[g];
    }
    return sum;
  }

  private double share(int row, int gray) {
    java.util.Arrays.fill(counts, 0);
    count(row);
    return (double) within(gray) / image.width();
  }

  /** Returns whether the row just counted is of one gray other than the ground. */
  private boolean isLine(int row, int ground) {
    java.util.Arrays.fill(counts, 0);
    count(row);
    int mode = mode();
    return Math.abs(mode - ground) >= INK && within(mode) >= LINE_ROW * image.width();
  }

  private boolean isBar(int height, int ground, int line) {
    if (height < Math.max(LEAST_ROWS, LEAST_SHARE * image.height()) || height == image.height()) {
      return false;
    }
    return hasStraightEnd(height, line) && hasText(height, ground);
  }

  /** The innermost rows are clear ground or a line: the end is straight over the whole width. */
  private boolean hasStraightEnd(int height, int line) {
    for (int row = Math.max(0, height - 3); row < height; row++) {
      if (clear[row] || row == line) {
        return true;
      }
    }
    return false;
  }

  private boolean hasText(int height, int ground) {
    int clearRows = 0;
    int inkRows = 0;
    int strokes = 0;
    long ink = 0;
    long flat = 0;
    long groundPixels = 0;
    byte[] samples = image.samples();
    for (int row = 0; row < height; row++) {
      clearRows += clear[row] ? 1 : 0;
      int begin = offset(row);
      int inRow = 0;
      boolean inside = false;
      for (int x = 0; x < image.width(); x++) {
        int gray = samples[begin + x] & 0xFF;
        boolean dark = Math.abs(gray - ground) >= INK;
        strokes += dark && !inside ? 1 : 0;
        inside = dark;
        inRow += dark ? 1 : 0;
        if (Math.abs(gray - ground) <= TOLERANCE) {
          groundPixels++;
          flat += x == 0 || Math.abs(gray - (samples[begin + x - 1] & 0xFF)) <= 2 ? 1 : 0;
        }
      }
      ink += inRow;
      inkRows += inRow > 0 ? 1 : 0;
    }
    double area = (double) height * image.width();
    return clearRows >= 2
        && inkRows >= 5
        && strokes >= LEAST_STROKES
        && ink >= LEAST_INK * area
        && ink <= MOST_INK * area
        && groundPixels >= area / 2
        && flat >= 0.8 * groundPixels;
  }
}
