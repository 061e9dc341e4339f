package org.loupe.training.cascade;

import java.util.Arrays;

/** A growing list of longs; one thread at a time. */
final class LongList {

  private long[] values = new long[64];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  long[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
