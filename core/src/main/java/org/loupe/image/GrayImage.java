package org.loupe.image;

/**
 * A gray image of float samples, row-major.
 *
 * <p>The array is handed over, not copied; nobody writes to it afterwards.
 *
 * @param width in pixels; positive
 * @param height in pixels; positive
 * @param samples {@code width * height} intensities, in the unit of the file
 */
public record GrayImage(int width, int height, float[] samples) {

  public GrayImage {
    ImageSize.check(width, height, samples.length);
  }

  /** Returns the sample of pixel (x, y). */
  public float at(int x, int y) {
    return samples[y * width + x];
  }
}
