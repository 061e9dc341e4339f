package org.loupe.training.screen;

import java.util.Arrays;
import java.util.List;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.screen.PatchSettings;

/**
 * What the publication's network sees of a candidate: 64 × 64 × 3 gray levels of 0 to 255.
 *
 * <p>The candidate's box, each side moved out by the least of 7 pixels and 15 % of its length, is
 * cut out of the micrograph, clipped at the frame. The channels are the gray levels, the same
 * stretched so that one pixel in a hundred is black and one white, and the same blurred (Gaussian,
 * σ = 2 pixels of the micrograph). Each is then resampled to {@value #SIZE_PX} × {@value #SIZE_PX}
 * by cubic convolution and rounded.
 *
 * <p>Not stated by the publication, chosen as MATLAB R2017a's functions do it without options:
 * cubic convolution with a = −1/2, widened where the image is reduced, mirrored beyond the edges
 * ({@code imresize}); a blur of 9 × 9 samples, the border going on ({@code imgaussfilt});
 * stretching by the 256 bins' cumulative shares ({@code imadjust}). Its crops were kept as JPEG
 * files before training, which is left out here: what is judged never was.
 *
 * <p>W. Li, K. G. Field, D. Morgan, Automated defect analysis in electron microscopic images, npj
 * Computational Materials 4, 36 (2018), doi 10.1038/s41524-018-0093-8; by the code that its authors
 * published. R. Keys, Cubic convolution interpolation for digital image processing, IEEE
 * Transactions on Acoustics, Speech, and Signal Processing 29, 1153 (1981), doi
 * 10.1109/TASSP.1981.1163711.
 */
public final class PatchLi2018 {

  /** Samples along each side of a patch. */
  public static final int SIZE_PX = 64;

  /** Gray levels, stretched, blurred. */
  static final int CHANNELS = 3;

  static final int SAMPLES = CHANNELS * SIZE_PX * SIZE_PX;

  private static final int MAX_MARGIN_PX = 7;
  private static final double MARGIN = 0.15;

  /** Share of the pixels that the stretching makes black, and as many white. */
  private static final double SATURATED = 0.01;

  private static final double SIGMA_PX = 2;

  private PatchLi2018() {}

  /**
   * A part of a micrograph.
   *
   * @param gray levels of 0 to 255, row-major
   */
  record Crop(int width, int height, float[] gray) {}

  /**
   * Returns the shape of a patch; all its channels show the same square, of which the settings'
   * contexts tell nothing.
   */
  public static PatchSettings shape() {
    return new PatchSettings(SIZE_PX, List.of(1.0, 1.0, 1.0));
  }

  /** Returns the patch of a candidate: one plane after the other, row-major. */
  public static float[] cut(ByteImage image, Box box) {
    return patch(crop(image, box));
  }

  /** Returns a box and its margin, as much of it as is in the frame; at least one pixel. */
  static Crop crop(ByteImage image, Box box) {
    int marginX = margin(box.width());
    int marginY = margin(box.height());
    // the published crops hold the pixels x to x + width, one more than the box is wide
    int left = clamp(Math.round(box.x()) - marginX, image.width());
    int top = clamp(Math.round(box.y()) - marginY, image.height());
    int right = clamp(Math.round(box.right()) + marginX, image.width());
    int bottom = clamp(Math.round(box.bottom()) + marginY, image.height());
    int width = right - left + 1;
    int height = bottom - top + 1;
    float[] gray = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        gray[y * width + x] = image.at(left + x, top + y);
      }
    }
    return new Crop(width, height, gray);
  }

  private static int margin(double side) {
    return (int) Math.min(MAX_MARGIN_PX, Math.round(MARGIN * side));
  }

  private static int clamp(long at, int length) {
    return (int) Math.max(0, Math.min(at, length - 1L));
  }

  /** Returns the three channels of a crop, whose gray levels are rounded to whole ones. */
  static float[] patch(Crop crop) {
    float[] gray = rounded(crop.gray());
    float[] patch = new float[SAMPLES];
    resize(new Crop(crop.width(), crop.height(), gray), patch, 0);
    resize(new Crop(crop.width(), crop.height(), stretched(gray)), patch, SIZE_PX * SIZE_PX);
    resize(blurred(new Crop(crop.width(), crop.height(), gray)), patch, 2 * SIZE_PX * SIZE_PX);
    return patch;
  }

  private static float[] rounded(float[] gray) {
    float[] whole = new float[gray.length];
    for (int i = 0; i < gray.length; i++) {
      whole[i] = Math.max(0, Math.min(255, Math.round(gray[i])));
    }
    return whole;
  }

  private static float[] stretched(float[] gray) {
    int[] histogram = new int[256];
    for (float level : gray) {
      histogram[(int) level]++;
    }
    int low = level(histogram, Math.floor(SATURATED * gray.length) + 1); // more than the share
    int high = level(histogram, (1 - SATURATED) * gray.length);
    if (low == high) { // nothing to stretch
      return gray;
    }
    float[] stretched = new float[gray.length];
    for (int i = 0; i < gray.length; i++) {
      stretched[i] = 255 * (gray[i] - low) / (high - low);
    }
    return rounded(stretched);
  }

  /** Returns the first level up to which there are at least so many pixels. */
  private static int level(int[] histogram, double pixels) {
    long sum = 0;
    int level = -1;
    while (sum < pixels) {
      level++;
      sum += histogram[level];
    }
    return level;
  }

  private static Crop blurred(Crop crop) {
    int radius = (int) Math.ceil(2 * SIGMA_PX);
    double[] kernel = new double[2 * radius + 1];
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = Math.exp(-i * i / (2 * SIGMA_PX * SIGMA_PX));
    }
    double sum = Arrays.stream(kernel).sum();
    int width = crop.width();
    int height = crop.height();
    double[] rows = new double[width * height];
    float[] blurred = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int i = -radius; i <= radius; i++) {
          rows[y * width + x] += kernel[i + radius] * crop.gray()[y * width + clamp(x + i, width)];
        }
      }
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double level = 0;
        for (int i = -radius; i <= radius; i++) {
          level += kernel[i + radius] * rows[clamp(y + i, height) * width + x];
        }
        blurred[y * width + x] = (float) (level / (sum * sum));
      }
    }
    return new Crop(width, height, rounded(blurred));
  }

  /** Writes a crop at the size of a patch into one of its planes. */
  private static void resize(Crop crop, float[] patch, int offset) {
    Taps columns = new Taps(crop.width());
    Taps rows = new Taps(crop.height());
    float[] narrow = new float[crop.height() * SIZE_PX];
    for (int y = 0; y < crop.height(); y++) {
      for (int i = 0; i < SIZE_PX; i++) {
        float level = 0;
        for (int t = i * columns.count; t < (i + 1) * columns.count; t++) {
          level += columns.weights[t] * crop.gray()[y * crop.width() + columns.places[t]];
        }
        narrow[y * SIZE_PX + i] = level;
      }
    }
    for (int j = 0; j < SIZE_PX; j++) {
      for (int i = 0; i < SIZE_PX; i++) {
        float level = 0;
        for (int t = j * rows.count; t < (j + 1) * rows.count; t++) {
          level += rows.weights[t] * narrow[rows.places[t] * SIZE_PX + i];
        }
        patch[offset + j * SIZE_PX + i] = Math.max(0, Math.min(255, Math.round(level)));
      }
    }
  }

  /** The samples along one axis that each new sample is made of, and their weights. */
  private static final class Taps {

    final int count;
    final int[] places;
    final float[] weights;

    Taps(int length) {
      double scale = (double) SIZE_PX / length;
      double stretch = Math.max(1, 1 / scale);
      count = (int) Math.ceil(4 * stretch) + 1;
      places = new int[SIZE_PX * count];
      weights = new float[SIZE_PX * count];
      for (int i = 0; i < SIZE_PX; i++) {
        double center = (i + 0.5) / scale - 0.5;
        int first = (int) Math.floor(center - 2 * stretch) + 1;
        double[] raw = new double[count];
        for (int t = 0; t < count; t++) {
          raw[t] = cubic((center - first - t) / stretch);
          places[i * count + t] = mirrored(first + t, length);
        }
        double sum = Arrays.stream(raw).sum();
        for (int t = 0; t < count; t++) {
          weights[i * count + t] = (float) (raw[t] / sum);
        }
      }
    }

    private static int mirrored(int place, int length) {
      int within = Math.floorMod(place, 2 * length);
      return within < length ? within : 2 * length - 1 - within;
    }

    private static double cubic(double distance) {
      double d = Math.abs(distance);
      if (d <= 1) {
        return (1.5 * d - 2.5) * d * d + 1;
      }
      return d <= 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }
  }
}
