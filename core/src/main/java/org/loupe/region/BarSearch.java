package org.loupe.region;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.loupe.image.ByteImage;

/**
 * Finds solid horizontal bars: rows of one constant gray between the same two columns, with another
 * gray on all sides, with or without ticks at both ends, whole or with a gap for the label.
 *
 * <p>A run is a piece of a row of nearly constant gray; runs below each other with the same ends
 * make a chain; a chain is a bar if it is set off against what lies above, below, left and right.
 */
final class BarSearch {

  /** Gray levels within a bar, which JPEG may change a little. */
  private static final int SPREAD = 40;

  /** Gray levels between neighbors in a bar. */
  private static final int STEP = 30;

  /** Gray levels between a bar and what is around it. */
  private static final int CONTRAST = 50;

  /** Pixels by which the ends of a bar's rows may differ. */
  private static final int END_SLACK = 2;

  private static final int LEAST_LENGTH = 16;
  private static final double LEAST_SHARE = 1.0 / 40;
  private static final double MOST_SHARE = 0.75;

  /** Most thickness of a bar, in parts of its length. */
  private static final double MOST_THICKNESS = 1.0 / 5;

  private final ByteImage image;
  private final int width;
  private final byte[] samples;
  private final int least;
  private final int most;

  private BarSearch(ByteImage image) {
    this.image = image;
    this.width = image.width();
    this.samples = image.samples();
    this.least = Math.max(LEAST_LENGTH, (int) Math.ceil(LEAST_SHARE * width));
    this.most = (int) (MOST_SHARE * width);
  }

  /** Runs of consecutive rows with the same ends. */
  private static final class Chain {
    private final int left;
    private final int right;
    private final int top;
    private final int value;
    private int bottom;

    Chain(int left, int right, int top, int value) {
      this.left = left;
      this.right = right;
      this.top = top;
      this.value = value;
      this.bottom = top + 1;
    }

    boolean continues(int runLeft, int runRight, int gray) {
      return Math.abs(left - runLeft) <= END_SLACK
          && Math.abs(right - runRight) <= END_SLACK
          && Math.abs(value - gray) <= SPREAD;
    }

    int length() {
      return right - left;
    }

    int thickness() {
      return bottom - top;
    }
  }

  /** Returns all bars, from the top. */
  static List<BarMark> find(ByteImage image) {
    return new BarSearch(image).marks();
  }

  private List<BarMark> marks() {
    List<Chain> set = new ArrayList<>();
    for (Chain chain : chains()) {
      if (isSetOff(chain)) {
        set.add(chain);
      }
    }
    List<BarMark> marks = new ArrayList<>();
    for (Chain chain : set) {
      mark(chain).ifPresent(marks::add);
    }
    joinHalves(set, marks);
    marks.sort(Comparator.comparingInt(BarMark::top).thenComparingInt(BarMark::left));
    return marks;
  }

  /**
   * Looks for rows that differ from what lies two rows above, at some columns only: every bar has
   * several of these, and few other places have two in a row.
   */
  private List<Chain> chains() {
    List<Chain> chains = new ArrayList<>();
    int stride = least / 3;
    for (int y = 2; y < image.height(); y++) {
      int row = y * width;
      boolean before = false;
      for (int x = 0; x < width; x += stride) {
        int gray = samples[row + x] & 0xFF;
        int above = samples[row + x - 2 * width] & 0xFF;
        boolean steps = Math.abs(gray - above) >= CONTRAST;
        if (steps && before && !isInOne(chains, x, y)) {
          Optional<Chain> chain = chain(x, y);
          if (chain.isPresent()) {
            chains.add(chain.get());
          }
        }
        before = steps;
      }
    }
    return chains;
  }

  private static boolean isInOne(List<Chain> chains, int x, int y) {
    for (int i = chains.size() - 1; i >= 0; i--) {
      Chain chain = chains.get(i);
      if (y < chain.bottom && y >= chain.top && x >= chain.left && x < chain.right) {
        return true;
      }
    }
    return false;
  }

  /** Returns the runs that begin with that of a pixel and go on below it. */
  private Optional<Chain> chain(int x, int y) {
    int left = end(x, y, -1);
    int right = end(x, y, 1) + 1;
    if (right - left < least || right - left > most) {
      return Optional.empty();
    }
    int middle = (left + right) / 2;
    Chain chain = new Chain(left, right, y, at(middle, y));
    int thickest = (int) Math.max(2, MOST_THICKNESS * chain.length());
    for (int next = y + 1; next < image.height(); next++) {
      if (!chain.continues(end(middle, next, -1), end(middle, next, 1) + 1, at(middle, next))) {
        break;
      }
      chain.bottom = next + 1;
      if (chain.thickness() > thickest) {
        return Optional.empty();
      }
    }
    return Optional.of(chain);
  }

  /** Returns the last column of the run of nearly constant gray that a pixel is in. */
  private int end(int x, int y, int step) {
    int row = y * width;
    int low = samples[row + x] & 0xFF;
    int high = low;
    int before = low;
    int at = x;
    while (at + step >= 0 && at + step < width) {
      int gray = samples[row + at + step] & 0xFF;
      low = Math.min(low, gray);
      high = Math.max(high, gray);
      if (high - low > SPREAD || Math.abs(gray - before) > STEP) {
        break;
      }
      before = gray;
      at += step;
    }
    return at;
  }

  private int at(int x, int y) {
    return samples[y * width + x] & 0xFF;
  }

  private boolean isInside(int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < image.height();
  }

  private boolean differs(int x, int y, int value) {
    return isInside(x, y) && Math.abs(at(x, y) - value) >= CONTRAST;
  }

  /** Returns the share of the columns, ticks aside, whose pixel in row {@code y} is no bar. */
  private double differing(Chain chain, int y) {
    int margin = Math.max(3, chain.length() / 10);
    int count = 0;
    int of = 0;
    for (int x = chain.left + margin; x < chain.right - margin; x++) {
      of++;
      count += differs(x, y, chain.value) ? 1 : 0;
    }
    return of == 0 ? 0 : (double) count / of;
  }

  /** Another gray on all four sides, not only beyond a thin line. */
  private boolean isSetOff(Chain chain) {
    // one row may be mixed by smoothing
    for (int away = 2; away <= 3; away++) {
      if (differing(chain, chain.top - away) < 0.9
          || differing(chain, chain.bottom - 1 + away) < 0.9) {
        return false;
      }
    }
    for (int away = 4; away <= 5; away++) {
      if (differing(chain, chain.top - away) < 0.6
          || differing(chain, chain.bottom - 1 + away) < 0.6) {
        return false;
      }
    }
    return isSetOff(chain, -1) && isSetOff(chain, 1);
  }

  private boolean isSetOff(Chain chain, int side) {
    int end = side < 0 ? chain.left : chain.right - 1;
    int count = 0;
    int of = 0;
    for (int away = 2; away <= 3; away++) {
      for (int y = chain.top; y < chain.bottom; y++) {
        of++;
        count += differs(end + side * away, y, chain.value) ? 1 : 0;
      }
    }
    return count >= 0.9 * of;
  }

  /** Length of a tick above or below, and its width. */
  private record Tick(int up, int down, int width) {

    private static final Tick NONE = new Tick(0, 0, 0);

    boolean isLike(Tick other) {
      return Math.abs(up - other.up) <= 2
          && Math.abs(down - other.down) <= 2
          && Math.abs(width - other.width) <= 2;
    }

    boolean isNone() {
      return up + down == 0;
    }
  }

  private Optional<BarMark> mark(Chain chain) {
    int ground = ground(chain);
    Optional<Tick> left = tick(chain, ground, chain.left, 1);
    Optional<Tick> right = tick(chain, ground, chain.right - 1, -1);
    if (left.isEmpty() || right.isEmpty() || !left.get().isLike(right.get())) {
      return Optional.empty();
    }
    boolean ticked = !left.get().isNone() && !right.get().isNone();
    if (chain.thickness() == 1 && !ticked) {
      return Optional.empty(); // any line may be as thin
    }
    Tick tick = ticked ? left.get() : Tick.NONE;
    return Optional.of(mark(chain, ground, chain.right, tick, 0, 0));
  }

  private BarMark mark(Chain chain, int ground, int right, Tick tick, int gapLeft, int gapRight) {
    int begin = edge(chain, ground, chain.left, -1);
    int end = edge(chain, ground, right - 1, 1) + 1;
    return new BarMark(
        begin,
        chain.top - tick.up(),
        end,
        chain.bottom + tick.down(),
        chain.top,
        chain.bottom,
        chain.value,
        ground,
        tick.width(),
        gapLeft,
        gapRight);
  }

  /**
   * Returns the outermost column of the bar, by the mean of its rows: the runs of single rows may
   * end a little before.
   *
   * @param column last one of the rows' runs
   * @param outward -1 or 1
   */
  private int edge(Chain chain, int ground, int column, int outward) {
    int x = column - 2 * END_SLACK * outward;
    while (Math.abs(x - column) <= 2 * END_SLACK && isBarColumn(chain, ground, x + outward)) {
      x += outward;
    }
    return x;
  }

  private boolean isBarColumn(Chain chain, int ground, int x) {
    if (!isInside(x, chain.top)) {
      return false;
    }
    double sum = 0;
    for (int y = chain.top; y < chain.bottom; y++) {
      sum += at(x, y);
    }
    double mean = sum / chain.thickness();
    return Math.abs(mean - chain.value) < Math.abs(mean - ground);
  }

  /** Returns the median gray two rows above and below. */
  private int ground(Chain chain) {
    int[] counts = new int[256];
    int total = 0;
    int margin = Math.max(3, chain.length() / 10);
    for (int x = chain.left + margin; x < chain.right - margin; x++) {
      for (int y : new int[] {chain.top - 2, chain.top - 3, chain.bottom + 1, chain.bottom + 2}) {
        if (isInside(x, y)) {
          counts[at(x, y)]++;
          total++;
        }
      }
    }
    int gray = 0;
    int below = counts[0];
    while (gray < 255 && below <= total / 2) {
      below += counts[++gray];
    }
    return gray;
  }

  /**
   * Returns the tick at one end, none as one of no length; empty if lines run on from there, as in
   * the frame of a table.
   *
   * @param end the bar's last column at that end
   * @param inward 1 or -1, to the bar's middle
   */
  private Optional<Tick> tick(Chain chain, int ground, int end, int inward) {
    int up = reach(chain, ground, end, inward, -1);
    int down = reach(chain, ground, end, inward, 1);
    if (up < 0 || down < 0) {
      return Optional.empty();
    }
    if (up + down < 2) {
      return Optional.of(Tick.NONE);
    }
    int row = up >= down ? chain.top - (up + 1) / 2 : chain.bottom - 1 + (down + 1) / 2;
    int wide = widthAt(chain, ground, end, inward, row);
    return wide > Math.max(2, chain.length() / 4)
        ? Optional.empty()
        : Optional.of(new Tick(up, down, wide));
  }

  /** Returns whether a pixel is clearly nearer to the bar's gray than to its ground's. */
  private boolean isInk(Chain chain, int ground, int x, int y) {
    return isInside(x, y)
        && Math.abs(at(x, y) - chain.value) < 0.4 * Math.abs(chain.value - ground);
  }

  /** Returns how wide the ink at the end of the bar is in row {@code y}; 0 if there is none. */
  private int widthAt(Chain chain, int ground, int end, int inward, int y) {
    for (int k = 0; k <= 2; k++) {
      int x = end + (k == 2 ? -1 : k) * inward; // the end, a column inside, a column outside
      if (isInk(chain, ground, x, y)) {
        int wide = 1;
        for (int i = x + 1; wide <= chain.length() && isInk(chain, ground, i, y); i++) {
          wide++;
        }
        for (int i = x - 1; wide <= chain.length() && isInk(chain, ground, i, y); i--) {
          wide++;
        }
        return wide;
      }
    }
    return 0;
  }

  /** Returns how many rows the tick goes on that way; -1 if it does not end freely. */
  private int reach(Chain chain, int ground, int end, int inward, int step) {
    int limit = Math.max(4, (int) (0.8 * chain.length()));
    int rows = 0;
    int y = step < 0 ? chain.top - 1 : chain.bottom;
    int wide = widthAt(chain, ground, end, inward, y);
    int widest = 0;
    while (rows <= limit && wide > 0) {
      rows++;
      widest = Math.max(widest, wide);
      y += step;
      wide = widthAt(chain, ground, end, inward, y);
    }
    // at the end of a tick no line goes on across it
    boolean free = rows <= limit && (rows < 2 || widest <= Math.max(3, chain.length() / 4));
    return free ? rows : -1;
  }

  /** Joins bars of equal length at equal height with room for a label between. */
  private void joinHalves(List<Chain> set, List<BarMark> marks) {
    for (Chain one : set) {
      for (Chain other : set) {
        int gap = other.left - one.right;
        if (gap > 0
            && gap <= 0.7 * (other.right - one.left)
            && gap >= one.length() / 8
            && Math.abs(one.top - other.top) <= 1
            && Math.abs(one.bottom - other.bottom) <= 1
            && Math.abs(one.length() - other.length()) <= 3
            && Math.abs(one.value - other.value) <= SPREAD) {
          int ground = ground(one);
          Optional<Tick> left = tick(one, ground, one.left, 1);
          Optional<Tick> right = tick(other, ground, other.right - 1, -1);
          if (left.isPresent() && right.isPresent() && left.get().isLike(right.get())) {
            marks.removeIf(m -> isHalf(m, one) || isHalf(m, other));
            Tick tick = left.get().isNone() ? Tick.NONE : left.get();
            marks.add(mark(one, ground, other.right, tick, one.right, other.left));
          }
        }
      }
    }
  }

  private static boolean isHalf(BarMark mark, Chain chain) {
    return mark.left() == chain.left && mark.barTop() == chain.top;
  }
}
