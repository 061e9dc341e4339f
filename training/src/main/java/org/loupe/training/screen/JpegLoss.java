package org.loupe.training.screen;

import org.loupe.image.ByteImage;

/**
 * What baseline JPEG does to gray levels: the discrete cosine transform of blocks of 8 × 8 pixels
 * is rounded to multiples of the steps of the standard's luminance table (ITU-T T.81 (1992), annex
 * K.1), scaled by quality as the Independent JPEG Group's library does.
 *
 * <p>Labels are often drawn on compressed copies; a network should not depend on it.
 */
final class JpegLoss {

  private static final int N = 8;

  private static final int[] STEPS = {
    16, 11, 10, 16, 24, 40, 51, 61, //
    12, 12, 14, 19, 26, 58, 60, 55, //
    14, 13, 16, 24, 40, 57, 69, 56, //
    14, 17, 22, 29, 51, 87, 80, 62, //
    18, 22, 37, 56, 68, 109, 103, 77, //
    24, 35, 55, 64, 81, 104, 113, 92, //
    49, 64, 78, 87, 103, 121, 120, 101, //
    72, 92, 95, 98, 112, 100, 103, 99
  };

  /** The orthonormal cosine transform: row u holds the cosine of frequency u. */
  private static final float[] COSINES = cosines();

  private JpegLoss() {}

  private static float[] cosines() {
    float[] cosines = new float[N * N];
    for (int u = 0; u < N; u++) {
      double scale = Math.sqrt((u == 0 ? 1.0 : 2.0) / N);
      for (int x = 0; x < N; x++) {
        cosines[u * N + x] = (float) (scale * Math.cos((2 * x + 1) * u * Math.PI / (2 * N)));
      }
    }
    return cosines;
  }

  /**
   * Returns a part of an image as it is after compression of the whole.
   *
   * @param left of the part, a multiple of 8 within the image; so is {@code top}
   * @param width of the part; what reaches beyond the image is left out
   * @param quality 1 to 100
   */
  static ByteImage part(ByteImage image, int left, int top, int width, int height, int quality) {
    float[] steps = steps(quality);
    int partWidth = Math.min(width, image.width() - left);
    int partHeight = Math.min(height, image.height() - top);
    byte[] part = new byte[partWidth * partHeight];
    float[] block = new float[N * N];
    float[] scratch = new float[N * N];
    for (int y = 0; y < partHeight; y += N) {
      for (int x = 0; x < partWidth; x += N) {
        read(image, left + x, top + y, block);
        lose(block, scratch, steps);
        for (int dy = 0; dy < Math.min(N, partHeight - y); dy++) {
          for (int dx = 0; dx < Math.min(N, partWidth - x); dx++) {
            int gray = Math.round(block[dy * N + dx]) + 128;
            part[(y + dy) * partWidth + x + dx] = (byte) Math.max(0, Math.min(255, gray));
          }
        }
      }
    }
    return new ByteImage(partWidth, partHeight, part);
  }

  private static float[] steps(int quality) {
    int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    float[] steps = new float[N * N];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.max(1, Math.min(255, (STEPS[i] * scale + 50) / 100));
    }
    return steps;
  }

  /** Takes a block from the image about gray 128; its last row and column go on beyond the edge. */
  private static void read(ByteImage image, int left, int top, float[] block) {
    for (int dy = 0; dy < N; dy++) {
      int y = Math.min(top + dy, image.height() - 1);
      for (int dx = 0; dx < N; dx++) {
        block[dy * N + dx] = image.at(Math.min(left + dx, image.width() - 1), y) - 128;
      }
    }
  }

  private static void lose(float[] block, float[] scratch, float[] steps) {
    alongRows(block, scratch);
    alongColumns(scratch, block);
    for (int i = 0; i < block.length; i++) {
      block[i] = steps[i] * Math.round(block[i] / steps[i]);
    }
    backAlongColumns(block, scratch);
    backAlongRows(scratch, block);
  }

  private static void alongRows(float[] from, float[] to) {
    for (int y = 0; y < N; y++) {
      for (int u = 0; u < N; u++) {
        float sum = 0;
        for (int x = 0; x < N; x++) {
          sum += COSINES[u * N + x] * from[y * N + x];
        }
        to[y * N + u] = sum;
      }
    }
  }

  private static void alongColumns(float[] from, float[] to) {
    for (int v = 0; v < N; v++) {
      for (int u = 0; u < N; u++) {
        float sum = 0;
        for (int y = 0; y < N; y++) {
          sum += COSINES[v * N + y] * from[y * N + u];
        }
        to[v * N + u] = sum;
      }
    }
  }

  private static void backAlongColumns(float[] from, float[] to) {
    for (int y = 0; y < N; y++) {
      for (int u = 0; u < N; u++) {
        float sum = 0;
        for (int v = 0; v < N; v++) {
          sum += COSINES[v * N + y] * from[v * N + u];
        }
        to[y * N + u] = sum;
      }
    }
  }

  private static void backAlongRows(float[] from, float[] to) {
    for (int y = 0; y < N; y++) {
      for (int x = 0; x < N; x++) {
        float sum = 0;
        for (int u = 0; u < N; u++) {
          sum += COSINES[u * N + x] * from[y * N + u];
        }
        to[y * N + x] = sum;
      }
    }
  }
}
