package org.loupe.image;

/**
 * A set of pixels, row-major.
 *
 * <p>The array is handed over, not copied; nobody writes to it afterwards.
 *
 * @param width in pixels; positive
 * @param height in pixels; positive
 * @param set {@code width * height} flags
 */
public record Mask(int width, int height, boolean[] set) {

  public Mask {
    ImageSize.check(width, height, set.length);
  }

  /** Returns whether pixel (x, y) belongs to the set. */
  public boolean at(int x, int y) {
    return set[y * width + x];
  }

  /** Returns the number of pixels in the set. */
  public int count() {
    int count = 0;
    for (boolean one : set) {
      count += one ? 1 : 0;
    }
    return count;
  }
}
