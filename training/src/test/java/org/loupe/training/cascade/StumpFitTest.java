package org.loupe.training.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StumpFitTest {

  private static final int CODES = 9;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noOtherDivisionIsBetter(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int count = 200;
    int positives = 80;
    byte[] codes = new byte[count];
    int[] weights = new int[count];
    for (int i = 0; i < count; i++) {
      codes[i] = (byte) (random.nextInt(CODES) * 29);
      weights[i] = 1 + random.nextInt(1000);
    }
    int[] index = IntStream.range(0, count).toArray();
    StumpFit fit = new StumpFit();
    fit.count(codes, index, positives, count, weights);
    double best = 0;
    for (int set = 1; set < (1 << CODES) - 1; set++) {
      long[] sums = new long[4];
      for (int i = 0; i < count; i++) {
        int side = set >> ((codes[i] & 0xFF) / 29) & 1;
        sums[2 * side + (i < positives ? 0 : 1)] += weights[i];
      }
      double quality = 0;
      for (int side = 0; side < 4; side += 2) {
        double all = sums[side] + sums[side + 1];
        quality += all == 0 ? 0 : Math.pow((double) (sums[side] - sums[side + 1]), 2) / all;
      }
      best = Math.max(best, quality);
    }
    // sums are exact, quotients are rounded
    assertThat(fit.quality()).isCloseTo(best, within(1e-9 * best));
    StumpFit.Split split = fit.split();
    assertThat(split.quality()).isEqualTo(fit.quality());
    double weighted = 0;
    double response = 0;
    for (int i = 0; i < count; i++) {
      boolean left = split.leftCodes().contains(codes[i] & 0xFF);
      weighted += weights[i] * (left ? split.leftLeaf() : split.rightLeaf());
      response += i < positives ? weights[i] : -weights[i];
    }
    // leaves are means of the responses; float leaves
    assertThat(weighted).isCloseTo(response, within(1e-6 * count * 1000));
    assertThat(split.leftLeaf()).isLessThan(split.rightLeaf());
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 10, 11})
  void theOrderOfTheExamplesDoesNotMatter(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int count = 300;
    int positives = 120;
    byte[] codes = new byte[count];
    int[] weights = new int[count];
    for (int i = 0; i < count; i++) {
      codes[i] = (byte) random.nextInt(256);
      weights[i] = random.nextInt(3_000_000);
    }
    int[] index = IntStream.range(0, count).toArray();
    StumpFit fit = new StumpFit();
    fit.count(codes, index, positives, count, weights);
    StumpFit.Split split = fit.split();
    int[] weightOf = weights.clone();
    for (int turn = 0; turn < 5; turn++) {
      shuffle(index, 0, positives, random);
      shuffle(index, positives, count, random);
      for (int i = 0; i < count; i++) {
        weights[i] = weightOf[index[i]];
      }
      fit.count(codes, index, positives, count, weights);
      assertThat(fit.split()).isEqualTo(split);
    }
  }

  private static void shuffle(int[] values, int from, int to, SplittableRandom random) {
    for (int i = to - 1; i > from; i--) {
      int other = from + random.nextInt(i - from + 1);
      int value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }

  @Test
  void aCodeThatNoExampleHasGoesWithItsHeavierNeighbors() {
    // negative examples have 0, positive ones 7: 1, 2 and 4 are next to 0; 3, 5 and 6 next to 7
    byte[] codes = {7, 7, 0, 0};
    StumpFit fit = new StumpFit();
    fit.count(codes, new int[] {0, 1, 2, 3}, 2, 4, new int[] {5, 5, 5, 5});
    StumpFit.Split split = fit.split();
    assertThat(split.leftLeaf()).isEqualTo(-1);
    assertThat(split.rightLeaf()).isEqualTo(1);
    assertThat(IntStream.range(0, 256).filter(split.leftCodes()::contains))
        .containsExactly(0, 1, 2, 4, 8, 16, 32, 64, 128);
  }

  @Test
  void examplesOfOneCodeCannotBeDivided() {
    byte[] codes = {-1, -1, -1};
    StumpFit fit = new StumpFit();
    fit.count(codes, new int[] {0, 1, 2}, 1, 3, new int[] {3, 1, 1});
    assertThat(fit.quality()).isZero();
  }

  @Test
  void examplesOutsideTheIndexDoNotCount() {
    byte[] codes = {1, 9, 2, 9, 1, 1};
    StumpFit fit = new StumpFit();
    fit.count(codes, new int[] {0, 2}, 1, 2, new int[] {10, 10});
    assertThat(fit.quality()).isEqualTo(20);
    StumpFit.Split split = fit.split();
    assertThat(split.leftCodes().contains(2)).isTrue();
    assertThat(split.leftCodes().contains(1)).isFalse();
  }
}
