package org.loupe.region;

import java.util.Arrays;
import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/**
 * Finds holes and the outside of the specimen: large bright parts of a bright-field micrograph
 * without any feature.
 *
 * <p>The image is cut into square blocks. Blocks about as bright as the brightest ones, and no
 * rougher than these, that hang together and reach the frame, are a candidate. It counts only if it
 * takes more than {@value #LEAST_SHARE} of the frame, if nothing else is nearly as bright, and if
 * the means of its blocks differ by no more than its noise between neighboring pixels explains: the
 * beam without a specimen is nothing but noise, while another grain that happens to be bright shows
 * thickness, bending and faint defects. JPEG takes the noise between neighboring pixels away and
 * leaves the coarse part of it; so a part counts too if its block means differ by no more than a
 * fair noise would make them, each without regard to the block beside it, as thickness, bending and
 * large loops do not. In either case its darkest spots may be no darker than its brightest are
 * bright, gaps among its blocks may be few, and those that are hardly darker than it belong to it:
 * what lies between the loops of a smooth grain looks like vacuum. A part where almost every pixel
 * is at the upper limit of the detector counts as well: nothing can be seen there, whatever it is.
 * The edge is then drawn pixel by pixel, half way between both sides.
 */
final class VacuumFinder {

  /** Least share of the frame. */
  private static final double LEAST_SHARE = 0.03;

  private static final int LEAST_BLOCK = 4;
  private static final int MOST_BLOCK = 32;
  private static final int BLOCKS_ALONG = 64;

  /** Least number of blocks from which the noise can be told. */
  private static final int LEAST_BLOCKS = 30;

  /** Brightest share of the blocks, the lowest of which stands for the vacuum's gray. */
  private static final double BRIGHTEST = 0.98;

  /** Most by which block means may vary, in multiples of what white noise makes them vary. */
  private static final double WHITENESS = 2.5;

  /** What rounding to whole gray levels and slow drift of the beam may add, in gray levels. */
  private static final double FLATNESS = 0.3;

  /** Noise of a pixel that JPEG may have hidden, in gray levels. */
  private static final double MOST_HIDDEN = 12;

  /** Most of the block means' variance that a block may share with the one beside it. */
  private static final double MOST_SHARED = 0.2;

  /** Side of the squares in which spots are looked for, their share, and how dark they may be. */
  private static final int SPOT = 4;

  private static final double SPOTS = 0.005;
  private static final double MOST_DARK = 3;

  /** Most blocks of a gap, as a share of all, and of dark gaps, as a share of the part. */
  private static final double LARGEST_GAP = 0.01;

  private static final double DARK_GAPS = 0.03;

  /** Share of clipped pixels from which a part is saturated. */
  private static final double SATURATED = 0.97;

  /** Least difference to all else, in gray levels. */
  private static final double LEAST_CONTRAST = 12;

  /** Least part of the difference to the median of all else that is a gap, not a slope. */
  private static final double LEAST_GAP = 0.35;

  private final ByteImage image;
  private final int left;
  private final int top;
  private final int right;
  private final int bottom;
  private final int block;
  private final int columns;
  private final int rows;
  private final double[] means;
  private final double[] noises;

  private VacuumFinder(ByteImage image, Box frame) {
    this.image = image;
    this.left = (int) frame.x();
    this.top = (int) frame.y();
    this.right = (int) frame.right();
    this.bottom = (int) frame.bottom();
    int width = (int) frame.width();
    int height = (int) frame.height();
    this.block =
        Math.max(LEAST_BLOCK, Math.min(MOST_BLOCK, Math.min(width, height) / BLOCKS_ALONG));
    this.columns = width / block;
    this.rows = height / block;
    this.means = new double[columns * rows];
    this.noises = new double[columns * rows];
  }

  /** Vacuum that was found; marks its pixels in an array of the image's size. */
  @FunctionalInterface
  interface Found {
    void mark(boolean[] excluded);
  }

  /**
   * Returns the vacuum of a micrograph; mostly there is none.
   *
   * @param frame the image without its info bars, in whole pixels
   */
  static Optional<Found> find(ByteImage image, Box frame) {
    VacuumFinder finder = new VacuumFinder(image, frame);
    return finder.columns * finder.rows >= LEAST_BLOCKS ? finder.find() : Optional.empty();
  }

  private Optional<Found> find() {
    for (int k = 0; k < means.length; k++) {
      measure(k);
    }
    double[] sorted = means.clone();
    Arrays.sort(sorted);
    double level = sorted[(int) (BRIGHTEST * (sorted.length - 1))];
    double roughness = roughness(level);
    // what is nearly as bright belongs to it, so that a grain's variation is seen as a whole
    boolean[] bright = new boolean[means.length];
    for (int k = 0; k < bright.length; k++) {
      bright[k] = means[k] >= level - LEAST_CONTRAST && noises[k] <= 2 * roughness + 1;
    }
    boolean[] found = new boolean[means.length];
    boolean[] seen = new boolean[means.length];
    int[] part = new int[means.length];
    int blocks = 0;
    for (int start = 0; start < bright.length; start++) {
      if (bright[start] && !seen[start]) {
        int size = closed(bright, seen, part, fill(bright, seen, part, start), level);
        if (size >= LEAST_SHARE * means.length
            && reachesFrame(part, size)
            && isFeatureless(part, inner(bright, part, size), new boolean[means.length])) {
          for (int i = 0; i < size; i++) {
            found[part[i]] = true;
          }
          blocks += size;
        }
      }
    }
    if (blocks == 0 || !standsOut(found)) {
      return Optional.empty();
    }
    return Optional.of(excluded -> draw(found, excluded));
  }

  /** Finds a block's mean and its noise, the standard deviation that differences tell. */
  private void measure(int k) {
    byte[] samples = image.samples();
    int x0 = left + k % columns * block;
    int y0 = top + k / columns * block;
    int sum = 0; // of at most 32 x 32 samples
    int squares = 0;
    for (int y = y0; y < y0 + block; y++) {
      int row = y * image.width();
      int before = samples[row + x0] & 0xFF;
      for (int x = x0; x < x0 + block; x++) {
        int gray = samples[row + x] & 0xFF;
        int step = gray - before;
        sum += gray;
        squares += step * step;
        before = gray;
      }
    }
    means[k] = (double) sum / (block * block);
    noises[k] = Math.sqrt(squares / (2.0 * block * (block - 1)));
  }

  /** Returns the median noise of the blocks at least as bright as {@code level}. */
  private double roughness(double level) {
    double[] of = new double[means.length];
    int count = 0;
    for (int k = 0; k < means.length; k++) {
      if (means[k] >= level) {
        of[count++] = noises[k];
      }
    }
    Arrays.sort(of, 0, count);
    return count == 0 ? 0 : of[count / 2];
  }

  private int fill(boolean[] bright, boolean[] seen, int[] part, int start) {
    int size = 1;
    part[0] = start;
    seen[start] = true;
    for (int i = 0; i < size; i++) {
      int x = part[i] % columns;
      int y = part[i] / columns;
      int[] neighbors = {
        x > 0 ? part[i] - 1 : -1,
        x < columns - 1 ? part[i] + 1 : -1,
        y > 0 ? part[i] - columns : -1,
        y < rows - 1 ? part[i] + columns : -1
      };
      for (int j : neighbors) {
        if (j >= 0 && bright[j] && !seen[j]) {
          seen[j] = true;
          part[size++] = j;
        }
      }
    }
    return size;
  }

  /**
   * Adds the gaps that are hardly darker than the part, which are rough, to it; returns its size,
   * or zero if it has many darker gaps.
   */
  private int closed(boolean[] bright, boolean[] seen, int[] part, int size, double level) {
    boolean[] other = new boolean[means.length];
    Arrays.fill(other, true);
    for (int i = 0; i < size; i++) {
      other[part[i]] = false;
    }
    boolean[] visited = new boolean[means.length];
    int[] gap = new int[means.length];
    int closed = size;
    int dark = 0;
    for (int start = 0; start < other.length; start++) {
      int blocks = other[start] && !visited[start] ? fill(other, visited, gap, start) : 0;
      for (int i = 0; blocks <= LARGEST_GAP * means.length && i < blocks; i++) {
        if (means[gap[i]] >= level - LEAST_CONTRAST) {
          bright[gap[i]] = true;
          seen[gap[i]] = true;
          part[closed++] = gap[i];
        } else {
          dark++;
        }
      }
    }
    return dark <= DARK_GAPS * size ? closed : 0;
  }

  /** Moves the blocks with no other kind beside them to the front; returns how many they are. */
  private int inner(boolean[] bright, int[] part, int size) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      int x = part[i] % columns;
      int y = part[i] / columns;
      boolean inside =
          (x == 0 || bright[part[i] - 1])
              && (x == columns - 1 || bright[part[i] + 1])
              && (y == 0 || bright[part[i] - columns])
              && (y == rows - 1 || bright[part[i] + columns]);
      if (inside) {
        int other = part[count];
        part[count++] = part[i];
        part[i] = other;
      }
    }
    return count;
  }

  private boolean reachesFrame(int[] part, int size) {
    for (int i = 0; i < size; i++) {
      int x = part[i] % columns;
      int y = part[i] / columns;
      if (x == 0 || y == 0 || x == columns - 1 || y == rows - 1) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a part is saturated, or its block means vary as white noise makes them. */
  private boolean isFeatureless(int[] part, int size, boolean[] inside) {
    if (size < LEAST_BLOCKS / 2) {
      return false;
    }
    double noise = 0;
    double mean = 0;
    for (int i = 0; i < size; i++) {
      noise += noises[part[i]] / size;
      mean += means[part[i]] / size;
    }
    if (saturated(part, size) >= SATURATED) {
      return true;
    }
    double variance = 0;
    for (int i = 0; i < size; i++) {
      variance += (means[part[i]] - mean) * (means[part[i]] - mean) / (size - 1);
    }
    if (darkness(part, size) > MOST_DARK) {
      return false;
    }
    double deviation = Math.sqrt(variance);
    if (deviation <= WHITENESS * noise / block + FLATNESS) {
      return true;
    }
    for (int i = 0; i < size; i++) {
      inside[part[i]] = true;
    }
    return deviation <= MOST_HIDDEN / block + FLATNESS
        && shared(part, size, inside, mean) <= MOST_SHARED * variance + FLATNESS * FLATNESS;
  }

  /** Returns by how much the darkest spots differ more from the median than the brightest. */
  private double darkness(int[] part, int size) {
    int along = block / SPOT;
    double[] spots = new double[size * along * along];
    for (int i = 0; i < spots.length; i++) {
      int k = part[i / (along * along)];
      int x0 = left + k % columns * block + i % along * SPOT;
      int y0 = top + k / columns * block + i / along % along * SPOT;
      for (int y = y0; y < y0 + SPOT; y++) {
        for (int x = x0; x < x0 + SPOT; x++) {
          spots[i] += image.at(x, y) / (double) (SPOT * SPOT);
        }
      }
    }
    Arrays.sort(spots);
    int tail = (int) (SPOTS * (spots.length - 1));
    return 2 * spots[spots.length / 2] - spots[tail] - spots[spots.length - 1 - tail];
  }

  /** Returns the covariance of the means of neighboring blocks. */
  private double shared(int[] part, int size, boolean[] inside, double mean) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < size; i++) {
      int k = part[i];
      if (k % columns < columns - 1 && inside[k + 1]) {
        sum += (means[k] - mean) * (means[k + 1] - mean);
        pairs++;
      }
      if (k / columns < rows - 1 && inside[k + columns]) {
        sum += (means[k] - mean) * (means[k + columns] - mean);
        pairs++;
      }
    }
    return pairs == 0 ? Double.POSITIVE_INFINITY : sum / pairs;
  }

  private double saturated(int[] part, int size) {
    long clipped = 0;
    for (int i = 0; i < size; i++) {
      int x0 = left + part[i] % columns * block;
      int y0 = top + part[i] / columns * block;
      for (int y = y0; y < y0 + block; y++) {
        for (int x = x0; x < x0 + block; x++) {
          clipped += image.at(x, y) == 255 ? 1 : 0;
        }
      }
    }
    return (double) clipped / ((long) size * block * block);
  }

  /** Returns whether all else, but the blocks at the edge, is clearly darker and rougher. */
  private boolean standsOut(boolean[] found) {
    double inside = 0;
    int insideCount = 0;
    double[] outside = new double[means.length];
    int outsideCount = 0;
    double noise = 0;
    for (int k = 0; k < found.length; k++) {
      if (found[k]) {
        inside += means[k];
        noise += noises[k];
        insideCount++;
      } else if (!isBeside(found, k)) {
        outside[outsideCount++] = means[k];
      }
    }
    if (outsideCount < LEAST_BLOCKS / 2) {
      return false; // no specimen to tell it from
    }
    inside /= insideCount;
    noise /= insideCount;
    Arrays.sort(outside, 0, outsideCount);
    double brightest = outside[(int) (0.95 * (outsideCount - 1))];
    double middle = outside[outsideCount / 2];
    return inside - brightest
        >= Math.max(LEAST_CONTRAST, Math.max(noise, LEAST_GAP * (inside - middle)));
  }

  private boolean isBeside(boolean[] found, int k) {
    int x = k % columns;
    int y = k / columns;
    for (int ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny++) {
      for (int nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
        if (found[ny * columns + nx]) {
          return true;
        }
      }
    }
    return false;
  }

  /** Marks the blocks found, and of those beside them the pixels nearer to them in gray. */
  private void draw(boolean[] found, boolean[] excluded) {
    double inside = 0;
    int count = 0;
    double[] outside = new double[means.length];
    int outsideCount = 0;
    for (int k = 0; k < found.length; k++) {
      if (found[k]) {
        inside += means[k];
        count++;
      } else if (!isBeside(found, k)) {
        outside[outsideCount++] = means[k];
      }
    }
    Arrays.sort(outside, 0, outsideCount);
    double middle = (inside / count + outside[(int) (0.75 * (outsideCount - 1))]) / 2;
    for (int k = 0; k < found.length; k++) {
      boolean beside = !found[k] && isBeside(found, k);
      if (!found[k] && !beside) {
        continue;
      }
      int x0 = left + k % columns * block;
      int y0 = top + k / columns * block;
      // the last blocks take what is left over at the right and at the bottom
      int x1 = k % columns == columns - 1 ? right : x0 + block;
      int y1 = k / columns == rows - 1 ? bottom : y0 + block;
      for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
          excluded[y * image.width() + x] |= found[k] || smoothed(x, y) >= middle;
        }
      }
    }
  }

  /** Returns the mean of the pixel and its neighbors. */
  private double smoothed(int x, int y) {
    int sum = 0;
    int count = 0;
    for (int ny = Math.max(top, y - 1); ny <= Math.min(bottom - 1, y + 1); ny++) {
      for (int nx = Math.max(0, x - 1); nx <= Math.min(image.width() - 1, x + 1); nx++) {
        sum += image.at(nx, ny);
        count++;
      }
    }
    return (double) sum / count;
  }
}
