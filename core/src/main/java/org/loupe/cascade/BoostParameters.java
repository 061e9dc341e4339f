package org.loupe.cascade;

/**
 * How a cascade was trained, as its file tells; detection does not depend on it.
 *
 * @param boostType the kind of boosting: DAB, RAB, LB or GAB
 * @param minHitRate the part of the positive examples that each stage had to keep, in (0, 1]
 * @param maxFalseAlarm the part of the negative examples that each stage might keep, in (0, 1]
 * @param weightTrimRate in [0, 1]
 * @param maxDepth of a weak classifier; 1 is a stump
 * @param maxWeakCount the most stumps that a stage might have
 */
public record BoostParameters(
    String boostType,
    double minHitRate,
    double maxFalseAlarm,
    double weightTrimRate,
    int maxDepth,
    int maxWeakCount) {

  public BoostParameters {
    if (!boostType.matches("[A-Z]{1,8}")) {
      throw new IllegalArgumentException(
          "boost type must be a short upper-case word, was " + boostType);
    }
    checkRate("minHitRate", minHitRate);
    checkRate("maxFalseAlarm", maxFalseAlarm);
    checkRate("weightTrimRate", weightTrimRate);
    if (maxDepth < 1 || maxWeakCount < 1) {
      throw new IllegalArgumentException(
          "maxDepth and maxWeakCount must be positive, were " + maxDepth + " and " + maxWeakCount);
    }
  }

  /** Returns the defaults of OpenCV's trainer. */
  public static BoostParameters defaults() {
    return new BoostParameters("GAB", 0.995, 0.5, 0.95, 1, 100);
  }

  private static void checkRate(String name, double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1], was " + rate);
    }
  }
}
