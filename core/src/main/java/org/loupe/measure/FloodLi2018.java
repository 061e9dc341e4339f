package org.loupe.measure;

import java.util.Arrays;
import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.image.GrayImage;
import org.loupe.image.Mask;
import org.loupe.segmentation.ConnectedComponents;
import org.loupe.segmentation.TwoMarkerFlood;

/**
 * The published Module III: crop, stretch, seed, flood, smooth, largest component.
 *
 * <p>The region holds the watershed line and is smoothed, so diameters come out about 1.7 pixels
 * larger than the rim's center line, and never smaller than the seed, about half the box. The
 * published fall-back for a crop without any bright pixel looks for peaks; here it is the middle of
 * the crop, which such a crop deserves.
 *
 * <p>W. Li, K. G. Field, D. Morgan, npj Computational Materials 4, 36 (2018),
 * doi:10.1038/s41524-018-0093-8.
 */
final class FloodLi2018 {

  /** The region in its window, and the radius of the seed, in pixels. */
  record Flooded(Mask region, PixelWindow window, int seedRadius) {}

  private FloodLi2018() {}

  static Optional<Flooded> flood(
      GrayImage image, Box box, RimPolarity polarity, double seedFraction) {
    PixelWindow window = window(image, box);
    int[] gray = stretched(image, window, polarity);
    int width = window.width();
    int height = window.height();
    int max = Arrays.stream(gray).max().orElse(0);
    if (width < 3 || height < 3 || max == 0) {
      return Optional.empty();
    }
    int[] levels = new int[gray.length];
    for (int i = 0; i < gray.length; i++) {
      levels[i] = max - gray[i];
    }
    int radius = (int) Math.round((width + height) * seedFraction);
    Mask inner = disc(width, height, seed(gray, width, height), radius);
    Mask outer = frame(width, height);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = inner.set()[i] || outer.set()[i] ? 1 : levels[i];
    }
    Mask region =
        ConnectedComponents.largest(smoothed(TwoMarkerFlood.object(levels, inner, outer)));
    return region.count() == 0
        ? Optional.empty()
        : Optional.of(new Flooded(region, window, radius));
  }

  /** The box with each side pushed out by min(7, 15 %), as the published crops are. */
  private static PixelWindow window(GrayImage image, Box box) {
    double padX = Math.min(7, Math.round(0.15 * box.width()));
    double padY = Math.min(7, Math.round(0.15 * box.height()));
    Box padded =
        new Box(box.x() - padX, box.y() - padY, box.width() + 2 * padX, box.height() + 2 * padY);
    return PixelWindow.around(image, padded, 0);
  }

  /** Stretches to 0 … 255 so that a hundredth of the pixels saturates at either end. */
  private static int[] stretched(GrayImage image, PixelWindow window, RimPolarity polarity) {
    float sign = polarity == RimPolarity.DARK ? 1 : -1;
    float[] crop = new float[window.width() * window.height()];
    for (int i = 0; i < crop.length; i++) {
      int x = window.left() + i % window.width();
      int y = window.top() + i / window.width();
      crop[i] = sign * image.at(x, y);
    }
    float[] sorted = crop.clone();
    Arrays.sort(sorted);
    float low = sorted[(int) (0.01 * (sorted.length - 1))];
    float high = sorted[(int) (0.99 * (sorted.length - 1))];
    int[] gray = new int[crop.length];
    for (int i = 0; high > low && i < crop.length; i++) {
      gray[i] = Math.max(0, Math.min(255, Math.round(255 * (crop[i] - low) / (high - low))));
    }
    return gray;
  }

  /** Intensity-weighted centroid of the largest region of pixels above black. */
  private static int[] seed(int[] gray, int width, int height) {
    boolean[] bright = new boolean[gray.length];
    for (int i = 0; i < gray.length; i++) {
      bright[i] = gray[i] > 0;
    }
    Mask largest = ConnectedComponents.largest(new Mask(width, height, bright));
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < gray.length; i++) {
      if (largest.set()[i]) {
        sum += gray[i];
        sumX += (double) gray[i] * (i % width);
        int y = i / width;
        sumY += (double) gray[i] * y;
      }
    }
    return sum > 0
        ? new int[] {(int) Math.round(sumX / sum), (int) Math.round(sumY / sum)}
        : new int[] {width / 2, height / 2};
  }

  private static Mask disc(int width, int height, int[] center, int radius) {
    boolean[] set = new boolean[width * height];
    for (int i = 0; i < set.length; i++) {
      int dx = i % width - center[0];
      int dy = i / width - center[1];
      set[i] = dx * dx + dy * dy <= radius * radius;
    }
    return new Mask(width, height, set);
  }

  private static Mask frame(int width, int height) {
    boolean[] set = new boolean[width * height];
    for (int i = 0; i < set.length; i++) {
      int x = i % width;
      int y = i / width;
      set[i] = x == 0 || y == 0 || x == width - 1 || y == height - 1;
    }
    return new Mask(width, height, set);
  }

  /** Sets the pixels of which at least 10 of the 25 round them are set. */
  private static Mask smoothed(Mask mask) {
    int width = mask.width();
    int height = mask.height();
    boolean[] set = new boolean[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int count = 0;
        for (int v = Math.max(0, y - 2); v <= Math.min(height - 1, y + 2); v++) {
          for (int u = Math.max(0, x - 2); u <= Math.min(width - 1, x + 2); u++) {
            count += mask.at(u, v) ? 1 : 0;
          }
        }
        set[y * width + x] = count >= 10;
      }
    }
    return new Mask(width, height, set);
  }
}
