package org.loupe.screen;

import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.image.AreaSums;
import org.loupe.image.ByteImage;

/**
 * Cuts the patches of candidates out of an image. Immutable and thread-safe.
 *
 * <p>A patch is square and centered on the box. Each of its samples is the mean of the image over a
 * square as wide as the distance between samples, but at least one pixel wide: area averaging where
 * the image is reduced, bilinear interpolation where it is enlarged, by one formula. Beyond the
 * frame the border pixels go on.
 */
public final class PatchCutter {

  /** From as many pixels a sample on, sums over areas are faster than adding pixels up. */
  private static final double MIN_STEP_OF_SUMS = 1.5;

  private final PatchSettings settings;

  public PatchCutter(PatchSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns the patch of {@code box}: one plane after the other, row-major, in gray levels 0 to
   * 255.
   */
  public float[] cut(ByteImage image, Box box) {
    return cut(image, Optional.empty(), box);
  }

  /**
   * Returns the same patch, but for rounding, faster where many are cut out of one image.
   *
   * @param sums of {@code image}
   */
  public float[] cut(ByteImage image, Optional<AreaSums> sums, Box box) {
    float[] samples = new float[settings.samples()];
    int size = settings.sizePx();
    double side = Math.max(box.width(), box.height());
    for (int channel = 0; channel < settings.channels(); channel++) {
      double step = side * settings.contexts().get(channel) / size;
      int offset = channel * size * size;
      if (sums.isPresent() && step >= MIN_STEP_OF_SUMS) {
        double half = step * size / 2;
        sums.get().means(box.centerX() - half, box.centerY() - half, step, size, samples, offset);
        continue;
      }
      Axis columns = new Axis(box.centerX(), step, size, image.width());
      Axis rows = new Axis(box.centerY(), step, size, image.height());
      resample(image, columns, rows, samples, offset);
    }
    return samples;
  }

  /** The pixels that each sample along one axis averages, and their weights. */
  private static final class Axis {
    final int size;
    final int taps;
    final int[] pixels;
    final float[] weights;
    final int firstPixel;
    final int endPixel;

    Axis(double center, double step, int size, int length) {
      this.size = size;
      double width = Math.max(1, step);
      taps = (int) Math.ceil(width) + 1;
      pixels = new int[size * taps];
      weights = new float[size * taps];
      int first = length;
      int last = -1;
      for (int i = 0; i < size; i++) {
        double from = center + (i + 0.5 - size / 2.0) * step - width / 2;
        int start = (int) Math.floor(from);
        for (int t = 0; t < taps; t++) {
          double overlap = Math.min(start + t + 1, from + width) - Math.max(start + t, from);
          int pixel = Math.min(length - 1, Math.max(0, start + t));
          pixels[i * taps + t] = pixel;
          weights[i * taps + t] = (float) (Math.max(0, overlap) / width);
          first = Math.min(first, pixel);
          last = Math.max(last, pixel);
        }
      }
      firstPixel = first;
      endPixel = last + 1;
    }
  }

  private static void resample(ByteImage image, Axis columns, Axis rows, float[] out, int offset) {
    int size = columns.size;
    byte[] samples = image.samples();
    float[] narrow = new float[(rows.endPixel - rows.firstPixel) * size];
    for (int y = rows.firstPixel; y < rows.endPixel; y++) {
      int row = y * image.width();
      int to = (y - rows.firstPixel) * size;
      for (int i = 0; i < size; i++) {
        float sum = 0;
        for (int t = i * columns.taps; t < (i + 1) * columns.taps; t++) {
          sum += columns.weights[t] * (samples[row + columns.pixels[t]] & 0xFF);
        }
        narrow[to + i] = sum;
      }
    }
    for (int j = 0; j < size; j++) {
      int to = offset + j * size;
      for (int t = j * rows.taps; t < (j + 1) * rows.taps; t++) {
        float weight = rows.weights[t];
        int from = (rows.pixels[t] - rows.firstPixel) * size;
        for (int i = 0; i < size; i++) {
          out[to + i] += weight * narrow[from + i];
        }
      }
    }
  }
}
