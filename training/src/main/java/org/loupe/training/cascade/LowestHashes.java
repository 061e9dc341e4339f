package org.loupe.training.cascade;

import java.util.Arrays;

/**
 * Keeps those of many keys that have the lowest hashes: a random sample that depends neither on the
 * order in which keys come nor on who adds them. Thread-safe.
 */
final class LowestHashes {

  private final int capacity;
  private final long seed;

  private long[] keys;
  private int size;
  private long limit = Long.MAX_VALUE;
  private boolean complete = true;

  LowestHashes(int capacity, long seed) {
    this.capacity = capacity;
    this.seed = seed;
    keys = new long[1024];
  }

  synchronized void add(long[] more) {
    for (long key : more) {
      if (WindowKey.hash(key, seed) > limit) {
        complete = false;
        continue;
      }
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, 2 * size);
      }
      keys[size++] = key;
      if (size >= 2L * capacity) {
        reduce();
      }
    }
  }

  private void reduce() {
    if (size <= capacity) {
      return;
    }
    long[] hashes = new long[size];
    for (int i = 0; i < size; i++) {
      hashes[i] = WindowKey.hash(keys[i], seed);
    }
    Arrays.sort(hashes);
    limit = hashes[capacity - 1];
    int left = 0;
    for (int i = 0; i < size; i++) {
      if (WindowKey.hash(keys[i], seed) <= limit) {
        keys[left++] = keys[i];
      }
    }
    size = left;
    complete = false;
  }

  /** Returns the keys that were kept, ascending. */
  synchronized long[] keys() {
    reduce();
    long[] sorted = Arrays.copyOf(keys, size);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Returns whether no key was left out. */
  synchronized boolean complete() {
    reduce();
    return complete;
  }
}
