package org.loupe.segmentation;

import org.loupe.image.Mask;

/** Regions of set pixels that hang together by sides or corners. */
public final class ConnectedComponents {

  private ConnectedComponents() {}

  /**
   * Returns the component of most pixels, of equals the one met first row by row; an empty mask for
   * an empty mask.
   */
  public static Mask largest(Mask mask) {
    int width = mask.width();
    int height = mask.height();
    int[] label = new int[width * height];
    int[] stack = new int[width * height];
    int labels = 0;
    int best = 0;
    int bestSize = 0;
    for (int start = 0; start < label.length; start++) {
      if (mask.set()[start] && label[start] == 0) {
        int size = fill(mask, label, stack, start, ++labels);
        if (size > bestSize) {
          best = labels;
          bestSize = size;
        }
      }
    }
    boolean[] kept = new boolean[label.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = best > 0 && label[i] == best;
    }
    return new Mask(width, height, kept);
  }

  private static int fill(Mask mask, int[] label, int[] stack, int start, int value) {
    int width = mask.width();
    int count = 1;
    int size = 0;
    stack[0] = start;
    label[start] = value;
    while (count > 0) {
      int i = stack[--count];
      size++;
      int px = i % width;
      int py = i / width;
      for (int y = Math.max(0, py - 1); y <= Math.min(mask.height() - 1, py + 1); y++) {
        for (int x = Math.max(0, px - 1); x <= Math.min(width - 1, px + 1); x++) {
          int j = y * width + x;
          if (mask.set()[j] && label[j] == 0) {
            label[j] = value;
            stack[count++] = j;
          }
        }
      }
    }
    return size;
  }
}
