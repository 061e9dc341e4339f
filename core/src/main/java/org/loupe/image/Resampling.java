package org.loupe.image;

/** Images at another number of pixels. */
public final class Resampling {

  private Resampling() {}

  /**
   * Returns the image at another size, by linear interpolation between pixel centers.
   *
   * <p>Meant for factors near 1: it does not average what becomes much smaller.
   *
   * @param width of the result; positive
   * @param height of the result; positive
   */
  public static GrayImage linear(GrayImage image, int width, int height) {
    float[] resampled = new float[Math.multiplyExact(width, height)];
    double stepX = (double) image.width() / width;
    double stepY = (double) image.height() / height;
    for (int y = 0; y < height; y++) {
      double fromY = clamp((y + 0.5) * stepY - 0.5, image.height());
      int top = (int) fromY;
      int bottom = Math.min(top + 1, image.height() - 1);
      float down = (float) (fromY - top);
      for (int x = 0; x < width; x++) {
        double fromX = clamp((x + 0.5) * stepX - 0.5, image.width());
        int left = (int) fromX;
        int right = Math.min(left + 1, image.width() - 1);
        float along = (float) (fromX - left);
        float upper = mix(image.at(left, top), image.at(right, top), along);
        float lower = mix(image.at(left, bottom), image.at(right, bottom), along);
        resampled[y * width + x] = mix(upper, lower, down);
      }
    }
    return new GrayImage(width, height, resampled);
  }

  private static double clamp(double at, int length) {
    return Math.max(0, Math.min(at, length - 1));
  }

  private static float mix(float a, float b, float share) {
    return a + share * (b - a);
  }
}
