package org.loupe.cascade;

/**
 * A set of the 256 codes that a local binary pattern can have; an immutable value.
 *
 * @param codes0 bit i is code i
 * @param codes64 bit i is code 64 + i
 * @param codes128 bit i is code 128 + i
 * @param codes192 bit i is code 192 + i
 */
public record CodeSet(long codes0, long codes64, long codes128, long codes192) {

  /** The number of 32-bit words that files hold a set in. */
  public static final int WORDS = 8;

  /**
   * Returns the set whose member {@code code} is bit {@code code & 31} of word {@code code >> 5}.
   */
  public static CodeSet ofWords(int... words) {
    if (words.length != WORDS) {
      throw new IllegalArgumentException("a code set has 8 words, were " + words.length);
    }
    return new CodeSet(
        join(words[0], words[1]),
        join(words[2], words[3]),
        join(words[4], words[5]),
        join(words[6], words[7]));
  }

  /**
   * Returns whether {@code code} is a member.
   *
   * @param code 0 to 255
   */
  public boolean contains(int code) {
    return ((word(code >> 5) >>> (code & 31)) & 1) != 0;
  }

  /**
   * Returns one of the eight words; see {@link #ofWords}.
   *
   * @param index 0 to 7
   */
  public int word(int index) {
    long pair =
        switch (index >> 1) {
          case 0 -> codes0;
          case 1 -> codes64;
          case 2 -> codes128;
          case 3 -> codes192;
          default -> throw new IllegalArgumentException("word must be 0 to 7, was " + index);
        };
    return (int) (pair >>> (32 * (index & 1)));
  }

  private static long join(int low, int high) {
    return (low & 0xFFFF_FFFFL) | ((long) high << 32);
  }
}
