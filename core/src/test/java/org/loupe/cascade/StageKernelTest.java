package org.loupe.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels by themselves: sums of each window, against the definition and each other. */
class StageKernelTest {

  private static final int STUMPS = 23;
  private static final int FIRST = 4;
  private static final int START = -12345;

  private final Random random = new Random(5);
  private final short[] data = new short[5000];
  private final int[] corners = new int[16 * STUMPS];
  private final byte[] tables = new byte[32 * STUMPS];
  private final int[] gains = new int[STUMPS];

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8})
  void plainSumsAreThoseOfTheDefinition(int count) {
    assertSums(new PlainKernel(), count);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8})
  void vectorSumsAreThoseOfTheDefinition(int count) {
    StageKernel vector = StageKernels.best();
    assumeTrue(!(vector instanceof PlainKernel), "skipped: no jdk.incubator.vector");
    assertSums(vector, count);
  }

  private void assertSums(StageKernel kernel, int count) {
    for (int i = 0; i < data.length; i++) {
      data[i] = (short) random.nextInt(200);
    }
    for (int stump = 0; stump < STUMPS; stump++) {
      int[] columns = random.ints(4, 0, 1000).toArray();
      int[] rows = random.ints(4, 0, 3000).toArray();
      for (int k = 0; k < 16; k++) {
        corners[16 * stump + k] = columns[k & 3] + rows[k >> 2];
      }
    }
    random.nextBytes(tables);
    Arrays.setAll(gains, i -> random.nextInt(2000) - 1000);
    int[] blocks = random.ints(count, 0, 900).toArray();
    int[] codes = new int[StageKernel.LANES * STUMPS];
    int[] sums = new int[StageKernel.LANES * (count + 1)];
    kernel.addGains(data, blocks, count, corners, tables, gains, FIRST, STUMPS, START, codes, sums);
    for (int b = 0; b < count; b++) {
      for (int w = 0; w < StageKernel.LANES; w++) {
        int sum = START;
        for (int stump = FIRST; stump < STUMPS; stump++) {
          sum += has(stump, code(stump, blocks[b] + w)) ? gains[stump] : 0;
        }
        assertThat(sums[StageKernel.LANES * b + StageKernel.sumIndex(w)])
            .as("block %d, window %d", b, w)
            .isEqualTo(sum);
      }
    }
  }

  private boolean has(int stump, int code) {
    return (tables[32 * stump + (code >> 3)] >> (code & 7) & 1) != 0;
  }

  /** The inverted code: a bit is set where the outer cell is less than the central one. */
  private int code(int stump, int base) {
    int[] cells = {0, 1, 2, 6, 10, 9, 8, 4};
    int code = 0;
    for (int cell : cells) {
      short difference = (short) (cell(16 * stump + cell, base) - cell(16 * stump + 5, base));
      code = 2 * code + (difference < 0 ? 1 : 0);
    }
    return code;
  }

  private int cell(int corner, int base) {
    return data[base + corners[corner + 5]]
        - data[base + corners[corner + 4]]
        - data[base + corners[corner + 1]]
        + data[base + corners[corner]];
  }
}
