package org.loupe.segmentation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.loupe.image.ByteImage;

/**
 * The pixels to which several markers have the lowest pass: where watersheds may differ and all be
 * right, by the order in which they settle ties.
 *
 * <p>By union and find: pixels are added from the lowest to the highest. The labels to which a
 * pixel may go are those of its component at the level at which that first holds a marker's
 * neighbor.
 */
public final class SharedPasses {

  private static final int MANY = -1;

  private final int width;
  private final int height;
  private final int[] markers;
  private final int[][] around;
  private final int[] parent;

  /** Of a root: the label of its component, 0 for none, or {@link #MANY}. */
  private final int[] label;

  /** Of a root: a ring of the pixels of its component. */
  private final int[] ring;

  private SharedPasses(LabelImage markers, Connectivity connectivity) {
    this.width = markers.width();
    this.height = markers.height();
    this.markers = markers.labels();
    this.around =
        connectivity == Connectivity.FOUR
            ? new int[][] {{0, -1}, {-1, 0}, {1, 0}, {0, 1}}
            : new int[][] {{-1, -1}, {0, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}, {1, 1}};
    this.parent = new int[this.markers.length];
    this.label = new int[this.markers.length];
    this.ring = IntStream.range(0, this.markers.length).toArray();
    Arrays.fill(parent, -1);
  }

  /**
   * Returns for each pixel the one label whose marker has the lowest pass to it, or -1 where
   * several have; 0 where none has any.
   */
  public static int[] labels(ByteImage relief, LabelImage markers, Connectivity connectivity) {
    SharedPasses passes = new SharedPasses(markers, connectivity);
    int[] decided = markers.labels().clone();
    int[][] byLevel = new int[256][];
    for (int level = 0; level < 256; level++) {
      int at = level;
      byLevel[level] =
          IntStream.range(0, decided.length)
              .filter(p -> markers.labels()[p] == 0 && (relief.samples()[p] & 0xFF) == at)
              .toArray();
    }
    for (int[] pixels : byLevel) {
      for (int p : pixels) {
        passes.add(p);
      }
      for (int p : pixels) {
        passes.decide(p, decided);
      }
    }
    return decided;
  }

  private void add(int p) {
    parent[p] = p;
    for (int[] step : around) {
      int x = p % width + step[0];
      int y = p / width + step[1];
      if (x >= 0 && y >= 0 && x < width && y < height) {
        int q = y * width + x;
        if (markers[q] > 0) {
          int root = root(p);
          label[root] = both(label[root], markers[q]);
        } else if (parent[q] >= 0) {
          join(root(p), root(q));
        }
      }
    }
  }

  private void join(int a, int b) {
    if (a != b) {
      parent[b] = a;
      label[a] = both(label[a], label[b]);
      int swap = ring[a];
      ring[a] = ring[b];
      ring[b] = swap;
    }
  }

  private static int both(int a, int b) {
    return a == 0 || a == b ? b : b == 0 ? a : MANY;
  }

  /** Walks the ring of a component once: what it decides is taken out of it. */
  private void decide(int p, int[] decided) {
    int root = root(p);
    if (label[root] == 0) {
      return;
    }
    int q = root;
    do {
      decided[q] = decided[q] == 0 ? label[root] : decided[q];
      int next = ring[q];
      ring[q] = q;
      q = next;
    } while (q != root);
  }

  private int root(int p) {
    int root = p;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }
}
