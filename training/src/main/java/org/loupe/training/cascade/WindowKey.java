package org.loupe.training.cascade;

/**
 * A window of a training micrograph, packed into a long so that a million of them need 8 MB.
 *
 * <p>From the highest bits: micrograph (20), level of the scan (8), y (16), x (16), symmetry (3).
 * Keys in ascending order are windows in the order of micrographs, then levels.
 */
final class WindowKey {

  static final int MAX_MICROGRAPHS = 1 << 20;
  static final int MAX_LEVELS = 1 << 8;
  static final int MAX_SIDE = 1 << 16;
  static final int SYMMETRIES = 8;

  private WindowKey() {}

  static long of(int micrograph, int level, int x, int y, int symmetry) {
    return (((((long) micrograph << 8 | level) << 16 | y) << 16 | x) << 3) | symmetry;
  }

  static int micrograph(long key) {
    return (int) (key >>> 43);
  }

  static int level(long key) {
    return (int) (key >>> 35) & 0xFF;
  }

  static int y(long key) {
    return (int) (key >>> 19) & 0xFFFF;
  }

  static int x(long key) {
    return (int) (key >>> 3) & 0xFFFF;
  }

  static int symmetry(long key) {
    return (int) key & 7;
  }

  /** Returns well-mixed bits of a key and a seed (the finalizer of SplitMix64). */
  static long hash(long key, long seed) {
    long z = key * 0x9E3779B97F4A7C15L + seed;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
