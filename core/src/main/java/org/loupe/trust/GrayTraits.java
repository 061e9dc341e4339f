package org.loupe.trust;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.loupe.image.ByteImage;

/**
 * Numbers of an image's gray levels, as the detector sees them.
 *
 * @param standardDeviation of the gray levels
 * @param skewness of the gray levels; 0 for a constant image
 * @param noise standard deviation of what a linear gray ramp and an edge do not explain, in gray
 *     levels: mean absolute response to the difference of two Laplacians (J. Immerkær, Fast noise
 *     variance estimation, Computer Vision and Image Understanding 64, 300-302 (1996), doi
 *     10.1006/cviu.1996.0060)
 * @param finest root mean square difference of neighboring pixels
 * @param fine the same of neighboring means over 4 × 4 pixels
 * @param coarse the same of neighboring means over 16 × 16 pixels
 */
public record GrayTraits(
    double standardDeviation,
    double skewness,
    double noise,
    double finest,
    double fine,
    double coarse) {

  /** The traits that gray levels alone tell. */
  static final Set<Trait> NAMES =
      Collections.unmodifiableSet(EnumSet.range(Trait.CONTRAST, Trait.COARSE_DETAIL));

  private static final int LEVELS = 256;
  private static final int FINE = 4;
  private static final int COARSE = 16;
  private static final double MOST_SKEWNESS = 5;

  /** Rounding to whole gray levels: keeps the logarithms of flat images finite. */
  private static final double ROUNDING = 0.3;

  /** Returns the numbers of an image. */
  public static GrayTraits of(ByteImage image) {
    long[] counts = new long[LEVELS];
    for (byte sample : image.samples()) {
      counts[sample & 0xFF]++;
    }
    double pixels = image.samples().length;
    double sum = 0;
    for (int level = 0; level < LEVELS; level++) {
      sum += (double) level * counts[level];
    }
    double mean = sum / pixels;
    double second = 0;
    double third = 0;
    for (int level = 0; level < LEVELS; level++) {
      double off = level - mean;
      second += counts[level] * off * off;
      third += counts[level] * off * off * off;
    }
    double deviation = Math.sqrt(second / pixels);
    return new GrayTraits(
        deviation,
        deviation > 0 ? third / pixels / (deviation * deviation * deviation) : 0,
        noise(image.samples(), image.width(), image.height()),
        difference(image, 1),
        difference(image, FINE),
        difference(image, COARSE));
  }

  /** Returns those of a micrograph's traits that gray levels alone tell. */
  Map<Trait, Double> byName() {
    double contrast = standardDeviation + ROUNDING;
    Map<Trait, Double> traits = new EnumMap<>(Trait.class);
    traits.put(Trait.CONTRAST, Math.log(contrast));
    traits.put(Trait.SKEWNESS, Math.max(-MOST_SKEWNESS, Math.min(MOST_SKEWNESS, skewness)));
    traits.put(Trait.NOISE, Math.log(noise + ROUNDING));
    traits.put(Trait.FINEST_DETAIL, Math.log((finest + ROUNDING) / contrast));
    traits.put(Trait.FINE_DETAIL, Math.log((fine + ROUNDING) / contrast));
    traits.put(Trait.COARSE_DETAIL, Math.log((coarse + ROUNDING) / contrast));
    return traits;
  }

  private static double noise(byte[] samples, int width, int height) {
    if (width < 3 || height < 3) {
      return 0;
    }
    long sum = 0;
    for (int y = 1; y < height - 1; y++) {
      int above = (y - 1) * width;
      int here = y * width;
      int below = (y + 1) * width;
      for (int x = 1; x < width - 1; x++) {
        int corners =
            (samples[above + x - 1] & 0xFF)
                + (samples[above + x + 1] & 0xFF)
                + (samples[below + x - 1] & 0xFF)
                + (samples[below + x + 1] & 0xFF);
        int sides =
            (samples[above + x] & 0xFF)
                + (samples[here + x - 1] & 0xFF)
                + (samples[here + x + 1] & 0xFF)
                + (samples[below + x] & 0xFF);
        sum += Math.abs(corners - 2 * sides + 4 * (samples[here + x] & 0xFF));
      }
    }
    return Math.sqrt(Math.PI / 2) * sum / (6.0 * (width - 2) * (height - 2));
  }

  /** Returns the root mean square difference of neighboring squares' means; 0 for a single one. */
  private static double difference(ByteImage image, int side) {
    int columns = image.width() / side;
    int rows = image.height() / side;
    int[] last = new int[columns];
    int[] sums = new int[columns];
    long squares = 0;
    for (int row = 0; row < rows; row++) {
      sum(image, row * side, side, sums);
      for (int column = 1; column < columns; column++) {
        long along = (long) sums[column] - sums[column - 1];
        squares += along * along;
      }
      for (int column = 0; row > 0 && column < columns; column++) {
        long down = (long) sums[column] - last[column];
        squares += down * down;
      }
      int[] above = last;
      last = sums;
      sums = above;
    }
    long pairs = (long) rows * Math.max(0, columns - 1) + (long) columns * Math.max(0, rows - 1);
    return pairs == 0 ? 0 : Math.sqrt((double) squares / pairs) / (side * side);
  }

  /** Sums the squares of a row that begins at pixel row {@code y}. */
  private static void sum(ByteImage image, int y, int side, int[] sums) {
    byte[] samples = image.samples();
    Arrays.fill(sums, 0);
    for (int dy = 0; dy < side; dy++) {
      int row = (y + dy) * image.width();
      for (int column = 0; column < sums.length; column++) {
        int at = row + column * side;
        int sum = 0;
        for (int dx = 0; dx < side; dx++) {
          sum += samples[at + dx] & 0xFF;
        }
        sums[column] += sum;
      }
    }
  }
}
