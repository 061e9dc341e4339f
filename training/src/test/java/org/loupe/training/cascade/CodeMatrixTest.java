package org.loupe.training.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.loupe.cascade.LbpFeature;

class CodeMatrixTest {

  private static final int WIDTH = 19;
  private static final int HEIGHT = 23;

  /** Bits from the highest on: clockwise from the top left cell. */
  private static final int[][] CLOCKWISE = {
    {0, 0}, {1, 0}, {2, 0}, {2, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}
  };

  private static int cell(byte[] window, LbpFeature feature, int column, int row) {
    int sum = 0;
    for (int y = 0; y < feature.cellHeight(); y++) {
      for (int x = 0; x < feature.cellWidth(); x++) {
        int atX = feature.x() + column * feature.cellWidth() + x;
        int atY = feature.y() + row * feature.cellHeight() + y;
        sum += window[atY * WIDTH + atX] & 0xFF;
      }
    }
    return sum;
  }

  private static int byDefinition(byte[] window, LbpFeature feature) {
    int center = cell(window, feature, 1, 1);
    int code = 0;
    for (int[] place : CLOCKWISE) {
      code = code << 1 | (cell(window, feature, place[0], place[1]) >= center ? 1 : 0);
    }
    return code;
  }

  @Test
  void everyCodeIsThatOfItsDefinition() {
    SplittableRandom random = new SplittableRandom(3);
    List<LbpFeature> features = LbpFeature.all(WIDTH, HEIGHT);
    List<byte[]> windows = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      byte[] window = new byte[WIDTH * HEIGHT];
      int levels = i % 2 == 0 ? 256 : 3; // few gray levels make equal cells
      for (int k = 0; k < window.length; k++) {
        window[k] = (byte) (255 - random.nextInt(levels));
      }
      windows.add(window);
    }
    ForkJoinPool pool = new ForkJoinPool(3);
    CodeMatrix matrix = CodeMatrix.of(features, windows, WIDTH, HEIGHT, pool);
    pool.shutdownNow();
    assertThat(matrix.examples()).isEqualTo(70);
    for (int i = 0; i < windows.size(); i++) {
      int[] sums = WindowIntegral.of(windows.get(i), WIDTH, HEIGHT);
      for (int f = 0; f < features.size(); f += 1 + random.nextInt(60)) {
        int code = byDefinition(windows.get(i), features.get(f));
        assertThat(matrix.codes()[f][i] & 0xFF).as("%s", features.get(f)).isEqualTo(code);
        assertThat(WindowIntegral.code(sums, features.get(f), WIDTH + 1)).isEqualTo(code);
      }
    }
  }
}
