package org.loupe.image;

/**
 * A gray image of unsigned 8-bit samples, row-major: what the cascade looks at.
 *
 * <p>The array is handed over, not copied; nobody writes to it afterwards.
 *
 * @param width in pixels; positive
 * @param height in pixels; positive
 * @param samples {@code width * height} unsigned bytes
 */
public record ByteImage(int width, int height, byte[] samples) {

  public ByteImage {
    ImageSize.check(width, height, samples.length);
  }

  /** Returns the sample of pixel (x, y), 0 to 255. */
  public int at(int x, int y) {
    return samples[y * width + x] & 0xFF;
  }
}
