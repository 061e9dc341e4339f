package org.loupe.segmentation;

import java.util.Arrays;

/**
 * The kernel of the watersheds: floods that rise together, round by round, on arrays with a wall of
 * one pixel round the image.
 *
 * <p>One array holds all that is to be known of a pixel. A positive number is its label, for good.
 * The negative of a label marks a pixel that waits, for its level or for the next round, and says
 * who would take it as things stand: whoever becomes final tells its neighbors. So no pixel is
 * looked at again to decide, and none decides on what happened in its own round. Numbers below that
 * are heights of pixels that no flood has come near.
 */
final class RisingFlood {

  /**
   * A pixel that is no flood's and lets none pass. Among the markers: one that several claim, whose
   * neighbors no flood takes.
   */
  static final int DRY = 1 << 30;

  /** What becomes of pixels where floods meet in one round. */
  enum Meeting {
    /** A pixel that several would take goes to the smallest label. */
    SMALLEST,
    /** A pixel that several would take stays dry. Neighbors may go to different floods. */
    DRY,
    /** As {@link #DRY}; of neighbors that would go to different floods, the larger label's too. */
    APART
  }

  private final int highest;
  private final int[] state;
  private final int[] around;
  private final Meeting meeting;

  /** Pixels that wait for their level, by level: of level L from start[L] to before end[L]. */
  private final int[] waiting;

  private final int[] start;
  private final int[] end;

  /** The rounds of one level, one after the other. */
  private final int[] rounds;

  private RisingFlood(int highest, int[] state, int[] around, Meeting meeting, int[] start) {
    this.highest = highest;
    this.state = state;
    this.around = around;
    this.meeting = meeting;
    this.start = start;
    this.end = start.clone();
    this.waiting = new int[start[highest + 1]];
    this.rounds = new int[state.length];
  }

  /** Returns an image with a pixel more on each side, which is dry. */
  static int[] walled(int width, int height) {
    int wide = width + 2;
    int[] state = new int[wide * (height + 2)];
    Arrays.fill(state, 0, wide, DRY);
    Arrays.fill(state, state.length - wide, state.length, DRY);
    for (int p = wide; p < state.length - wide; p += wide) {
      state[p] = DRY;
      state[p + wide - 1] = DRY;
    }
    return state;
  }

  /** Returns what a pixel of this height is before the flood; -1 is under all of them. */
  static int ground(int level) {
    return Integer.MIN_VALUE + 1 + level;
  }

  /**
   * Floods {@code state} in place. Afterwards a pixel is its label, or {@link #DRY}, or what it was
   * if no flood came near: those higher than {@code highest} are left alone.
   *
   * @param state the labels of the markers and the {@link #ground} elsewhere, {@link #walled}
   * @param wide length of a row, walls included
   */
  static void flood(
      int[] state, int wide, int highest, Connectivity connectivity, Meeting meeting) {
    int[] around =
        switch (connectivity) {
          case FOUR -> new int[] {-wide, -1, 1, wide};
          case EIGHT -> new int[] {-wide - 1, -wide, -wide + 1, -1, 1, wide - 1, wide, wide + 1};
        };
    int[] start = starts(state, highest);
    RisingFlood flood = new RisingFlood(highest, state, around, meeting, start);
    flood.spread(flood.rounds, 0, flood.markers(wide), -1, 0);
    for (int level = 0; level <= highest; level++) {
      if (start[level] < flood.end[level]) {
        flood.rise(level);
      }
    }
  }

  /** Returns where the bucket of each level begins, and the end of the last. */
  private static int[] starts(int[] state, int highest) {
    int[] start = new int[highest + 2];
    int top = ground(highest);
    for (int value : state) {
      if (value <= top) {
        start[value - ground(0) + 1]++;
      }
    }
    for (int i = 1; i < start.length; i++) {
      start[i] += start[i - 1];
    }
    return start;
  }

  private int markers(int wide) {
    int count = 0;
    for (int row = wide; row < state.length - wide; row += wide) {
      for (int p = row + 1; p < row + wide - 1; p++) {
        if (state[p] > 0) {
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
      int label = -state[p];
      state[p] = label;
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
      state[round[i]] = DRY;
    }
    return kept;
  }

  /** A neighbor of another label is of the same round: from an earlier one it had told this one. */
  private boolean besideSmaller(int p) {
    int label = state[p];
    for (int step : around) {
      int beside = state[p + step];
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
    int open = ground(level);
    int floodable = ground(highest);
    int count = next;
    for (int i = from; i < to; i++) {
      int p = round[i];
      int offer = -state[p];
      for (int step : around) {
        int q = p + step;
        int was = state[q];
        if (was <= floodable) {
          state[q] = offer;
          if (was <= open) {
            rounds[count++] = q;
          } else {
            waiting[end[was - ground(0)]++] = q;
          }
        } else if (was < 0 && was >= -DRY && was != offer) {
          state[q] = smallest ? Math.max(was, offer) : -DRY;
        }
      }
    }
    return count;
  }
}
