package org.loupe.segmentation;

import java.util.Arrays;

/**
 * The kernel of the watersheds: floods that rise together, round by round, on arrays with a wall of
 * one pixel round the image.
 *
 * <p>A label is final where it is positive. The negative of a label marks a pixel that waits, for
 * its level or for the next round, and says who would take it as things stand: whoever becomes
 * final tells its neighbors. So no pixel is looked at again to decide, and none decides on what
 * happened in its own round.
 */
final class RisingFlood {

  /**
   * A pixel that is no flood's and lets none pass. Among the markers: one that several claim, whose
   * neighbors no flood takes.
   */
  static final int DRY = Integer.MAX_VALUE;

  /** What becomes of pixels where floods meet in one round. */
  enum Meeting {
    /** A pixel that several would take goes to the smallest label. */
    SMALLEST,
    /** A pixel that several would take stays dry. Neighbors may go to different floods. */
    DRY,
    /** As {@link #DRY}; of neighbors that would go to different floods, the larger label's too. */
    APART
  }

  private final int[] levels;
  private final int highest;
  private final int[] labels;
  private final int[] around;
  private final Meeting meeting;

  /** Pixels that wait for their level, by level: of level L from start[L] to before end[L]. */
  private final int[] waiting;

  private final int[] start;
  private final int[] end;

  /** The rounds of one level, one after the other. */
  private final int[] rounds;

  private RisingFlood(
      int[] levels, int highest, int[] labels, int[] around, Meeting meeting, int[] start) {
    this.levels = levels;
    this.highest = highest;
    this.labels = labels;
    this.around = around;
    this.meeting = meeting;
    this.start = start;
    this.end = start.clone();
    this.waiting = new int[start[highest + 1]];
    this.rounds = new int[levels.length];
  }

  /** Returns labels of an image with a pixel more on each side, which is dry. */
  static int[] walled(int width, int height) {
    int wide = width + 2;
    int[] labels = new int[wide * (height + 2)];
    Arrays.fill(labels, 0, wide, DRY);
    Arrays.fill(labels, labels.length - wide, labels.length, DRY);
    for (int p = wide; p < labels.length - wide; p += wide) {
      labels[p] = DRY;
      labels[p + wide - 1] = DRY;
    }
    return labels;
  }

  /**
   * Floods {@code labels} in place: 0 where no flood has been, a label where one has, {@link #DRY}
   * where none may. Pixels higher than {@code highest} stay as they are.
   *
   * @param levels not negative, walled as the labels are
   * @param labels the markers, {@link #walled}
   * @param wide length of a row, walls included
   */
  static void flood(
      int[] levels,
      int highest,
      int[] labels,
      int wide,
      Connectivity connectivity,
      Meeting meeting) {
    int[] around =
        switch (connectivity) {
          case FOUR -> new int[] {-wide, -1, 1, wide};
          case EIGHT -> new int[] {-wide - 1, -wide, -wide + 1, -1, 1, wide - 1, wide, wide + 1};
        };
    int[] start = starts(levels, highest);
    RisingFlood flood = new RisingFlood(levels, highest, labels, around, meeting, start);
    flood.spread(flood.rounds, 0, flood.markers(wide), -1, 0);
    for (int level = 0; level <= highest; level++) {
      flood.rise(level);
    }
  }

  /** Returns where the bucket of each level begins, and the end of the last. */
  private static int[] starts(int[] levels, int highest) {
    int[] start = new int[highest + 2];
    for (int level : levels) {
      if (level <= highest) {
        start[level + 1]++;
      }
    }
    for (int i = 1; i < start.length; i++) {
      start[i] += start[i - 1];
    }
    return start;
  }

  private int markers(int wide) {
    int count = 0;
    for (int row = wide; row < labels.length - wide; row += wide) {
      for (int p = row + 1; p < row + wide - 1; p++) {
        if (labels[p] != 0) {
          rounds[count++] = p;
        }
      }
    }
    return count;
  }

  private void rise(int level) {
    int settled = settle(waiting, start[level], end[level]);
    int last = spread(waiting, start[level], settled, level, 0);
    int first = 0;
    while (first < last) {
      settled = settle(rounds, first, last);
      int next = spread(rounds, first, settled, level, last);
      first = last;
      last = next;
    }
  }

  /**
   * Makes a round final; those that a flood took are moved to its front, and their end returned.
   */
  private int settle(int[] round, int from, int to) {
    int kept = from;
    for (int i = from; i < to; i++) {
      int p = round[i];
      int label = -labels[p];
      labels[p] = label;
      if (label != DRY) {
        round[kept++] = p;
      }
    }
    return meeting == Meeting.APART ? apart(round, from, kept) : kept;
  }

  /** Dries the pixels of a round beside one of a smaller label, all at the same time. */
  private int apart(int[] round, int from, int to) {
    int kept = to;
    for (int i = from; i < kept; ) {
      int p = round[i];
      if (besideSmaller(p)) {
        round[i] = round[--kept];
        round[kept] = p;
      } else {
        i++;
      }
    }
    for (int i = kept; i < to; i++) {
      labels[round[i]] = DRY;
    }
    return kept;
  }

  /** A neighbor of another label is of the same round: from an earlier one it had told this one. */
  private boolean besideSmaller(int p) {
    int label = labels[p];
    for (int step : around) {
      int beside = labels[p + step];
      if (beside > 0 && beside < label) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells the neighbors of a round who would take them; those that are no higher than the level
   * make the next round.
   *
   * @param next where in {@link #rounds} the next round begins
   * @return its end
   */
  private int spread(int[] round, int from, int to, int level, int next) {
    boolean smallest = meeting == Meeting.SMALLEST;
    int count = next;
    for (int i = from; i < to; i++) {
      int p = round[i];
      int offer = -labels[p];
      for (int step : around) {
        int q = p + step;
        int state = labels[q];
        if (state == 0) {
          int height = levels[q];
          if (height <= level) {
            labels[q] = offer;
            rounds[count++] = q;
          } else if (height <= highest) {
            labels[q] = offer;
            waiting[end[height]++] = q;
          }
        } else if (state < 0 && state != offer) {
          labels[q] = smallest ? Math.max(state, offer) : -DRY;
        }
      }
    }
    return count;
  }
}
