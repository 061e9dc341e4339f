package org.loupe.image;

/** The one check that every image record makes of its size. */
final class ImageSize {

  private ImageSize() {}

  static void check(int width, int height, int length) {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "width and height must be positive, were " + width + " and " + height);
    }
    if ((long) width * height != length) {
      throw new IllegalArgumentException(
          width + " x " + height + " pixels need as many samples, were " + length);
    }
  }
}
