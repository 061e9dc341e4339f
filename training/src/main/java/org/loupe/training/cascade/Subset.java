package org.loupe.training.cascade;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws some of many. */
final class Subset {

  private Subset() {}

  /**
   * Returns a part of the numbers from 0 to {@code count - 1}, ascending, at least one; each subset
   * of its size is equally likely.
   *
   * @param part in (0, 1]
   */
  static int[] draw(int count, double part, SplittableRandom random) {
    int wanted = (int) Math.ceil(part * count);
    if (wanted >= count) {
      return IntStream.range(0, count).toArray();
    }
    int[] chosen = new int[wanted];
    int size = 0;
    // selection sampling
    for (int i = 0; size < wanted; i++) {
      if (random.nextInt(count - i) < wanted - size) {
        chosen[size++] = i;
      }
    }
    return chosen;
  }
}
