package org.loupe.training.cascade;

import java.util.Arrays;
import org.loupe.cascade.CodeSet;

/**
 * The best division of the 256 codes in two, by least squares.
 *
 * <p>With responses of +1 and -1 the best set of codes is a prefix of the codes in the order of
 * their mean response (W. D. Fisher, On grouping for maximum homogeneity, J. Am. Stat. Assoc. 53,
 * 789 (1958), doi 10.1080/01621459.1958.10501479), so that 255 divisions need be tried and not
 * 2^255. Weights are integers, so that sums do not depend on the order of the examples.
 *
 * <p>Works on one feature at a time; holds the working arrays: one thread at a time.
 */
final class StumpFit {

  private static final int CODES = 256;

  private final int[] positive = new int[CODES];
  private final int[] negative = new int[CODES];
  private final long[] order = new long[CODES];
  private int seen;

  /** The left codes' mean response is the lower one. */
  record Split(double quality, CodeSet leftCodes, float leftLeaf, float rightLeaf) {}

  /**
   * Adds up the weights of the examples of each code.
   *
   * @param codes of one feature, by example
   * @param index the examples that count, the positive ones first
   * @param positives how many of these are positive
   * @param weights of the examples of {@code index}, in its order; their sum fits an int
   */
  void count(byte[] codes, int[] index, int positives, int count, int[] weights) {
    Arrays.fill(positive, 0);
    Arrays.fill(negative, 0);
    add(codes, index, weights, 0, positives, positive);
    add(codes, index, weights, positives, count, negative);
  }

  private static void add(byte[] codes, int[] index, int[] weights, int from, int to, int[] sums) {
    for (int i = from; i < to; i++) {
      sums[codes[index[i]] & 0xFF] += weights[i];
    }
  }

  /**
   * Returns how much the best division explains: the weighted sum of squares of the two means. The
   * larger the better; 0 if all examples have one code.
   */
  double quality() {
    return best().quality;
  }

  private static double quality(long leftP, long leftN, long rightP, long rightN) {
    double left = leftP - leftN;
    double right = rightP - rightN;
    return left * left / (leftP + leftN) + right * right / (rightP + rightN);
  }

  /** Puts the codes that were seen in the order of their mean response. */
  private void sort() {
    seen = 0;
    for (int code = 0; code < CODES; code++) {
      long sum = (long) positive[code] + negative[code];
      if (sum > 0) {
        long mean = (long) Math.scalb((double) positive[code] / sum, 40);
        order[seen++] = mean << 8 | code;
      }
    }
    Arrays.sort(order, 0, seen);
  }

  /**
   * Returns the best division.
   *
   * <p>A code that no example has goes where the codes that differ from it in one comparison go, by
   * weight.
   */
  Split split() {
    Cut cut = best();
    boolean[] left = new boolean[CODES];
    for (int k = 0; k < cut.codes; k++) {
      left[(int) (order[k] & 0xFF)] = true;
    }
    return new Split(
        cut.quality,
        withUnseen(left),
        leaf(cut.leftP, cut.leftN),
        leaf(cut.allP - cut.leftP, cut.allN - cut.leftN));
  }

  /** The first codes of the order, and the weights of both sides. */
  private record Cut(double quality, int codes, long leftP, long leftN, long allP, long allN) {}

  private Cut best() {
    sort();
    long allP = 0;
    long allN = 0;
    for (int i = 0; i < CODES; i++) {
      allP += positive[i];
      allN += negative[i];
    }
    double best = 0;
    int codes = 0;
    long p = 0;
    long n = 0;
    long leftP = 0;
    long leftN = 0;
    for (int k = 0; k < seen - 1; k++) {
      int code = (int) (order[k] & 0xFF);
      p += positive[code];
      n += negative[code];
      double quality = quality(p, n, allP - p, allN - n);
      if (quality > best) {
        best = quality;
        codes = k + 1;
        leftP = p;
        leftN = n;
      }
    }
    return new Cut(best, codes, leftP, leftN, allP, allN);
  }

  private static float leaf(long p, long n) {
    return p + n == 0 ? 0 : (float) ((double) (p - n) / (p + n));
  }

  private CodeSet withUnseen(boolean[] left) {
    int[] words = new int[CodeSet.WORDS];
    for (int code = 0; code < CODES; code++) {
      if (positive[code] + (long) negative[code] > 0 ? left[code] : unseenIsLeft(code, left)) {
        words[code >> 5] |= 1 << (code & 31);
      }
    }
    return CodeSet.ofWords(words);
  }

  private boolean unseenIsLeft(int code, boolean[] left) {
    long balance = 0;
    for (int bit = 0; bit < 8; bit++) {
      int neighbor = code ^ 1 << bit;
      long weight = (long) positive[neighbor] + negative[neighbor];
      balance += left[neighbor] ? weight : -weight;
    }
    return balance > 0;
  }
}
