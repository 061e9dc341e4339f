package org.loupe.segmentation;

/**
 * A number for each pixel, row-major: 0 for none, from 1 for the regions or markers.
 *
 * <p>The array is handed over, not copied; nobody writes to it afterwards.
 *
 * @param width in pixels; positive
 * @param height in pixels; positive
 * @param labels {@code width * height} numbers, none negative
 */
public record LabelImage(int width, int height, int[] labels) {

  public LabelImage {
    if (width <= 0 || height <= 0 || (long) width * height != labels.length) {
      throw new IllegalArgumentException(
          "width and height must be positive and match the labels, were "
              + width
              + " x "
              + height
              + " and "
              + labels.length);
    }
    for (int label : labels) {
      if (label < 0) {
        throw new IllegalArgumentException("labels must not be negative, were " + label);
      }
    }
  }

  /** Returns the label of pixel (x, y); 0 for none. */
  public int at(int x, int y) {
    return labels[y * width + x];
  }
}
