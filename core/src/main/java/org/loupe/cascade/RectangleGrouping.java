package org.loupe.cascade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;

/**
 * Makes one candidate of the many windows that see the same defect, as OpenCV's {@code
 * groupRectangles} does.
 *
 * <p>Two boxes are similar if none of their four edges differ by more than a tenth of the sum of
 * the smaller width and the smaller height; groups are the connected components. A group's box is
 * the mean, rounded to whole pixels if all its members are; its score is the largest, and its
 * number of neighbors the number of its members. A group is dropped if it has too few members, or
 * if it lies inside another that has more of them.
 *
 * <p>Similar boxes are sought in a grid whose cells grow with the boxes, so the time is near linear
 * in the number of boxes unless very many lie at one place.
 */
public final class RectangleGrouping {

  private static final double EPS = 0.2;

  /** Boxes whose sums of sides differ by more than this ratio are never similar. */
  private static final double SIZE_RATIO = 1 + 2 * EPS;

  private RectangleGrouping() {}

  /**
   * Returns the groups of more than {@code minNeighbors} windows, in the order of their first
   * windows; the windows themselves if {@code minNeighbors} is 0.
   */
  public static List<Candidate> group(List<Candidate> windows, int minNeighbors) {
    return group(windows, List.of(minNeighbors)).get(0);
  }

  /**
   * Returns what {@link #group(List, int)} does for each of several numbers, at little more cost.
   */
  public static List<List<Candidate>> group(List<Candidate> windows, List<Integer> minNeighbors) {
    for (int least : minNeighbors) {
      if (least < 0) {
        throw new IllegalArgumentException("minNeighbors must not be negative, was " + least);
      }
    }
    boolean grouped = minNeighbors.stream().anyMatch(least -> least > 0);
    List<Candidate> groups = grouped ? means(windows, components(windows)) : List.of();
    return minNeighbors.stream()
        .map(
            least ->
                least == 0
                    ? List.copyOf(windows)
                    : withoutNested(groups.stream().filter(g -> g.neighbors() > least).toList()))
        .toList();
  }

  /** Returns the numbers of windows of the groups, before any is dropped. */
  static int[] componentSizes(List<Candidate> windows) {
    int[] component = components(windows);
    int[] sizes = new int[Arrays.stream(component).max().orElse(-1) + 1];
    for (int c : component) {
      sizes[c]++;
    }
    return sizes;
  }

  /** Returns per window the number of its component; components are numbered as they first come. */
  private static int[] components(List<Candidate> windows) {
    int[] parent = new int[windows.size()];
    Map<Box, Integer> distinct = new HashMap<>();
    Map<Cell, List<Integer>> grid = new HashMap<>();
    for (int i = 0; i < parent.length; i++) {
      parent[i] = i;
      Box box = windows.get(i).box();
      Integer twin = distinct.putIfAbsent(box, i);
      if (twin != null) {
        parent[i] = root(parent, twin);
        continue;
      }
      int sizeClass = Cell.sizeClass(box);
      for (int other = sizeClass - 1; other <= sizeClass + 1; other++) {
        joinSimilar(windows, i, Cell.of(box, other), grid, parent);
      }
      grid.computeIfAbsent(Cell.of(box, sizeClass), c -> new ArrayList<>()).add(i);
    }
    int[] component = new int[parent.length];
    int[] number = new int[parent.length];
    Arrays.fill(number, -1);
    int count = 0;
    for (int i = 0; i < parent.length; i++) {
      int root = root(parent, i);
      if (number[root] < 0) {
        number[root] = count++;
      }
      component[i] = number[root];
    }
    return component;
  }

  /** A square of the grid for boxes of one class of sizes, as wide as their edges may differ. */
  private record Cell(int sizeClass, long x, long y) {

    static int sizeClass(Box box) {
      return (int) Math.floor(Math.log(box.width() + box.height()) / Math.log(SIZE_RATIO));
    }

    static Cell of(Box box, int sizeClass) {
      double side = side(sizeClass);
      return new Cell(
          sizeClass, (long) Math.floor(box.x() / side), (long) Math.floor(box.y() / side));
    }

    /** Slightly too wide, so that rounding in {@link #sizeClass} does no harm. */
    private static double side(int sizeClass) {
      return 1.01 * EPS / 2 * Math.pow(SIZE_RATIO, sizeClass + 1);
    }

    Cell shifted(int dx, int dy) {
      return new Cell(sizeClass, x + dx, y + dy);
    }
  }

  private static void joinSimilar(
      List<Candidate> windows,
      int index,
      Cell center,
      Map<Cell, List<Integer>> grid,
      int[] parent) {
    Box box = windows.get(index).box();
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        for (int other : grid.getOrDefault(center.shifted(dx, dy), List.of())) {
          int a = root(parent, index);
          int b = root(parent, other);
          if (a != b && similar(box, windows.get(other).box())) {
            parent[Math.max(a, b)] = Math.min(a, b);
          }
        }
      }
    }
  }

  private static boolean similar(Box a, Box b) {
    double delta = EPS * (Math.min(a.width(), b.width()) + Math.min(a.height(), b.height())) * 0.5;
    return Math.abs(a.x() - b.x()) <= delta
        && Math.abs(a.y() - b.y()) <= delta
        && Math.abs(a.right() - b.right()) <= delta
        && Math.abs(a.bottom() - b.bottom()) <= delta;
  }

  private static int root(int[] parent, int index) {
    int i = index;
    while (parent[i] != i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  private static List<Candidate> means(List<Candidate> windows, int[] component) {
    int count = Arrays.stream(component).max().orElse(-1) + 1;
    double[][] sums = new double[count][4];
    int[] members = new int[count];
    boolean[] fractional = new boolean[count];
    double[] scores = new double[count];
    Arrays.fill(scores, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < component.length; i++) {
      int c = component[i];
      Candidate window = windows.get(i);
      Box box = window.box();
      sums[c][0] += box.x();
      sums[c][1] += box.y();
      sums[c][2] += box.width();
      sums[c][3] += box.height();
      members[c]++;
      fractional[c] |= !whole(box);
      scores[c] = Math.max(scores[c], window.score());
    }
    List<Candidate> groups = new ArrayList<>(count);
    for (int c = 0; c < count; c++) {
      groups.add(new Candidate(mean(sums[c], members[c], fractional[c]), scores[c], members[c]));
    }
    return groups;
  }

  private static boolean whole(Box box) {
    return box.x() == Math.rint(box.x())
        && box.y() == Math.rint(box.y())
        && box.width() == Math.rint(box.width())
        && box.height() == Math.rint(box.height());
  }

  private static Box mean(double[] sum, int members, boolean fractional) {
    if (fractional) {
      return new Box(sum[0] / members, sum[1] / members, sum[2] / members, sum[3] / members);
    }
    // In float, as OpenCV does: a mean near a half may fall to the other side.
    float share = 1f / members;
    return new Box(
        ScanLevel.round((float) sum[0] * share),
        ScanLevel.round((float) sum[1] * share),
        ScanLevel.round((float) sum[2] * share),
        ScanLevel.round((float) sum[3] * share));
  }

  private static List<Candidate> withoutNested(List<Candidate> groups) {
    List<Candidate> kept = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      Candidate group = groups.get(i);
      boolean nested = false;
      for (int j = 0; j < groups.size() && !nested; j++) {
        Candidate other = groups.get(j);
        if (j != i && outdoes(other, group) && surrounds(other.box(), group.box())) {
          nested = true;
        }
      }
      if (!nested) {
        kept.add(group);
      }
    }
    return kept;
  }

  private static boolean outdoes(Candidate other, Candidate group) {
    return other.neighbors() > Math.max(3, group.neighbors()) || group.neighbors() < 3;
  }

  private static boolean surrounds(Box outer, Box inner) {
    int dx = ScanLevel.round(outer.width() * EPS);
    int dy = ScanLevel.round(outer.height() * EPS);
    return inner.x() >= outer.x() - dx
        && inner.y() >= outer.y() - dy
        && inner.right() <= outer.right() + dx
        && inner.bottom() <= outer.bottom() + dy;
  }
}
