package org.loupe.training.cascade;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.loupe.cascade.LbpFeature;

/**
 * The code of every feature of every example; a feature's codes are neighbors in memory, because a
 * weak classifier reads them one feature after the other.
 *
 * @param codes by feature, then example; unsigned; not to be changed
 * @param examples how many
 */
record CodeMatrix(byte[][] codes, int examples) {

  /** Integrals of so many windows stay in the second cache while all features pass over them. */
  private static final int TILE = 32;

  /**
   * Computes the codes of {@code windows}.
   *
   * @param windows gray samples, row-major, of equal size
   */
  static CodeMatrix of(
      List<LbpFeature> features, List<byte[]> windows, int width, int height, ForkJoinPool pool) {
    byte[][] codes = new byte[features.size()][windows.size()];
    int[] corners = corners(features, width + 1);
    int tiles = (windows.size() + TILE - 1) / TILE;
    Parallel.run(
        pool,
        () ->
            IntStream.range(0, tiles)
                .parallel()
                .forEach(
                    tile -> {
                      int from = tile * TILE;
                      int to = Math.min(from + TILE, windows.size());
                      int[][] integrals = new int[to - from][];
                      for (int i = from; i < to; i++) {
                        integrals[i - from] = WindowIntegral.of(windows.get(i), width, height);
                      }
                      fill(codes, corners, integrals, from);
                    }));
    return new CodeMatrix(codes, windows.size());
  }

  /** Returns, per feature, the index of its first corner, the cell's width and a cell's rows. */
  private static int[] corners(List<LbpFeature> features, int stride) {
    int[] corners = new int[3 * features.size()];
    for (int f = 0; f < features.size(); f++) {
      LbpFeature feature = features.get(f);
      corners[3 * f] = feature.y() * stride + feature.x();
      corners[3 * f + 1] = feature.cellWidth();
      corners[3 * f + 2] = feature.cellHeight() * stride;
    }
    return corners;
  }

  private static void fill(byte[][] codes, int[] corners, int[][] integrals, int from) {
    for (int f = 0; f < codes.length; f++) {
      byte[] row = codes[f];
      for (int i = 0; i < integrals.length; i++) {
        row[from + i] =
            (byte)
                WindowIntegral.code(
                    integrals[i], corners[3 * f], corners[3 * f + 1], corners[3 * f + 2]);
      }
    }
  }
}
