package org.loupe.dataset;

import java.util.Arrays;
import java.util.List;
import org.loupe.geometry.Polygon;
import org.loupe.image.Mask;
import org.loupe.image.MaskOutline;

/**
 * The run lengths of a COCO mask: column by column, unset and set pixels in turn.
 *
 * <p>The short form of pycocotools packs each length into characters from {@code '0'} on, five bits
 * each from the lowest, a sixth for "more follows"; from the fourth length on, its difference to
 * the length two before.
 */
final class ColumnRuns {

  private static final int MOST_DIGITS = 7;

  /** A mask that covers more is a slip, and would fill the memory. */
  private static final int MAX_PIXELS = 1 << 28;

  private final int width;
  private final int height;
  private final long[] counts;

  /**
   * @throws IllegalArgumentException if the lengths do not add up to the image
   */
  ColumnRuns(int width, int height, long[] counts) {
    long sum = 0;
    for (long count : counts) {
      if (count < 0 || count > (long) width * height) {
        throw new IllegalArgumentException("has a run of " + count + " pixels");
      }
      sum += count;
    }
    if (sum != (long) width * height) {
      throw new IllegalArgumentException(
          "has runs of " + sum + " pixels in all, its size says " + width + " x " + height);
    }
    this.width = width;
    this.height = height;
    this.counts = counts.clone();
  }

  /** Returns the lengths that the short form holds. */
  static long[] unpacked(String text) {
    long[] counts = new long[text.length()];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      long value = 0;
      int digits = 0;
      boolean more = true;
      while (more) {
        int digit = at < text.length() ? text.charAt(at++) - '0' : -1;
        if (digit < 0 || digit > 63 || digits == MOST_DIGITS) {
          throw new IllegalArgumentException("has counts that are cut short or damaged");
        }
        value |= (long) (digit & 31) << (5 * digits++);
        more = (digit & 32) != 0;
        if (!more && (digit & 16) != 0) {
          value |= -1L << (5 * digits);
        }
      }
      counts[count] = count > 2 ? value + counts[count - 2] : value;
      count++;
    }
    return Arrays.copyOf(counts, count);
  }

  /** Returns the lines round the set pixels; none where none is set. */
  List<Polygon> outline() {
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    long at = 0;
    for (int i = 0; i < counts.length; i++) {
      if (i % 2 == 1 && counts[i] > 0) {
        long last = at + counts[i] - 1;
        left = Math.min(left, (int) (at / height));
        right = Math.max(right, (int) (last / height));
        boolean severalColumns = at / height != last / height;
        top = Math.min(top, severalColumns ? 0 : (int) (at % height));
        bottom = Math.max(bottom, severalColumns ? height - 1 : (int) (last % height));
      }
      at += counts[i];
    }
    if (right < 0) {
      return List.of();
    }
    int windowWidth = right - left + 1;
    if ((long) windowWidth * (bottom - top + 1) > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "covers " + windowWidth + " x " + (bottom - top + 1) + " pixels, more than any image");
    }
    boolean[] set = new boolean[windowWidth * (bottom - top + 1)];
    at = 0;
    for (int i = 0; i < counts.length; i++) {
      for (long j = at; i % 2 == 1 && j < at + counts[i]; j++) {
        set[((int) (j % height) - top) * windowWidth + (int) (j / height) - left] = true;
      }
      at += counts[i];
    }
    return MaskOutline.of(new Mask(windowWidth, bottom - top + 1, set), left, top);
  }
}
