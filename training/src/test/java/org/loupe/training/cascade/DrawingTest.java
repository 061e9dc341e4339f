package org.loupe.training.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is drawn is fair, of the size asked for, and the same again. */
class DrawingTest {

  @ParameterizedTest
  @CsvSource({"1, 0.01, 1", "10, 1, 10", "10, 0.05, 1", "100, 0.25, 25", "1000, 0.2001, 201"})
  void aSubsetHasTheSizeAskedForAndAscends(int count, double part, int size) {
    int[] drawn = Subset.draw(count, part, new SplittableRandom(4));
    assertThat(drawn).hasSize(size).isSorted().doesNotHaveDuplicates();
    assertThat(Arrays.stream(drawn)).allMatch(i -> i >= 0 && i < count);
    assertThat(Subset.draw(count, part, new SplittableRandom(4))).isEqualTo(drawn);
  }

  @Test
  void everyNumberIsEquallyLikelyInASubset() {
    SplittableRandom random = new SplittableRandom(1);
    int[] times = new int[10];
    int rounds = 20_000;
    for (int i = 0; i < rounds; i++) {
      for (int drawn : Subset.draw(10, 0.3, random)) {
        times[drawn]++;
      }
    }
    for (int often : times) {
      // five standard deviations of a binomial
      assertThat(often).isCloseTo((int) (0.3 * rounds), within(5 * 65));
    }
  }

  private static long[] keys(int count) {
    return LongStream.range(0, count)
        .map(i -> WindowKey.of(0, 1, (int) i % 40, 0, 0) + 8 * i)
        .toArray();
  }

  @Test
  void theSampleDoesNotDependOnTheOrderInWhichKeysCome() {
    SplittableRandom random = new SplittableRandom(8);
    long[] keys = LongStream.generate(random::nextLong).map(k -> k >>> 1).limit(5000).toArray();
    LowestHashes first = new LowestHashes(700, 3);
    first.add(keys);
    long[] sample = first.keys();
    assertThat(sample).hasSize(700).isSorted();
    assertThat(keys).contains(sample);
    assertThat(first.complete()).isFalse();
    for (int turn = 0; turn < 4; turn++) {
      for (int i = keys.length - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        long key = keys[i];
        keys[i] = keys[other];
        keys[other] = key;
      }
      LowestHashes again = new LowestHashes(700, 3);
      int part = 1 + random.nextInt(1000);
      for (int from = 0; from < keys.length; from += part) {
        again.add(Arrays.copyOfRange(keys, from, Math.min(keys.length, from + part)));
      }
      assertThat(again.keys()).isEqualTo(sample);
      assertThat(again.complete()).isFalse();
    }
    LowestHashes other = new LowestHashes(700, 4);
    other.add(keys);
    assertThat(other.keys()).isNotEqualTo(sample);
  }

  @Test
  void fewKeysAreAllKept() {
    for (int count : new int[] {0, 1, 1023, 1024, 2500}) {
      long[] keys = keys(count);
      LowestHashes all = new LowestHashes(2500, 1);
      all.add(keys);
      assertThat(all.keys()).containsExactlyInAnyOrder(keys);
      assertThat(all.complete()).isTrue();
    }
  }

  @Test
  void aSampleIsNotOfOnePlace() {
    LowestHashes drawn = new LowestHashes(2000, 1);
    drawn.add(LongStream.range(0, 20_000).map(i -> i << 3).toArray());
    long firstHalf = Arrays.stream(drawn.keys()).filter(k -> k >> 3 < 10_000).count();
    assertThat(firstHalf).isBetween(890L, 1110L); // five standard deviations
  }

  @Test
  void aKeyHoldsItsWindow() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 1000; i++) {
      int micrograph = i == 0 ? WindowKey.MAX_MICROGRAPHS - 1 : random.nextInt(1 << 20);
      int level = i == 0 ? WindowKey.MAX_LEVELS - 1 : random.nextInt(1 << 8);
      int x = i == 0 ? WindowKey.MAX_SIDE - 1 : random.nextInt(1 << 16);
      int y = i == 0 ? WindowKey.MAX_SIDE - 1 : random.nextInt(1 << 16);
      int symmetry = i == 0 ? WindowKey.SYMMETRIES - 1 : random.nextInt(8);
      long key = WindowKey.of(micrograph, level, x, y, symmetry);
      assertThat(key).isNotNegative();
      assertThat(WindowKey.micrograph(key)).isEqualTo(micrograph);
      assertThat(WindowKey.level(key)).isEqualTo(level);
      assertThat(WindowKey.x(key)).isEqualTo(x);
      assertThat(WindowKey.y(key)).isEqualTo(y);
      assertThat(WindowKey.symmetry(key)).isEqualTo(symmetry);
    }
  }

  @Test
  void keysAscendByMicrographThenLevelThenRow() {
    assertThat(WindowKey.of(1, 0, 0, 0, 0)).isGreaterThan(WindowKey.of(0, 255, 65535, 65535, 7));
    assertThat(WindowKey.of(0, 1, 0, 0, 0)).isGreaterThan(WindowKey.of(0, 0, 65535, 65535, 7));
    assertThat(WindowKey.of(0, 0, 0, 1, 0)).isGreaterThan(WindowKey.of(0, 0, 65535, 0, 7));
    assertThat(WindowKey.of(0, 0, 1, 0, 0)).isGreaterThan(WindowKey.of(0, 0, 0, 0, 7));
  }
}
