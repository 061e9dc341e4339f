package org.loupe.training.screen;

/**
 * How a screening network is trained.
 *
 * @param architecture of the network
 * @param epochs at least 1
 * @param examplesPerEpoch drawn anew for each epoch; at least 1
 * @param batchSize examples of one step; at least 2
 * @param positiveShare of the examples that are drawn around annotations, in (0, 1)
 * @param rotatedShare of the examples that are turned by any angle, in [0, 1]; they teach the
 *     probability alone
 * @param learningRate the highest one; it rises over the first steps and falls as half a cosine
 * @param weightDecay of AdamW
 * @param positiveIou a candidate is a defect if it overlaps an annotation by at least this
 *     intersection over union, in (0, 1)
 * @param negativeIou a candidate is none if it overlaps no annotation by more than this; what lies
 *     between teaches the box alone
 * @param labelSmoothing a defect's target is 1 less half of this, that of others half of it; in [0,
 *     1)
 * @param boxWeight of the box's error against the classification's
 * @param seed of all that is drawn
 */
public record ScreenerTrainingSettings(
    ScreenerArchitecture architecture,
    int epochs,
    int examplesPerEpoch,
    int batchSize,
    double positiveShare,
    double rotatedShare,
    double learningRate,
    double weightDecay,
    double positiveIou,
    double negativeIou,
    double labelSmoothing,
    double boxWeight,
    long seed) {

  private static final int EXAMPLES_PER_ANNOTATION = 5;
  private static final int MIN_EXAMPLES = 8000;

  public ScreenerTrainingSettings {
    if (epochs < 1 || examplesPerEpoch < 1 || batchSize < 2) {
      throw new IllegalArgumentException(
          "epochs and examplesPerEpoch must be at least 1, batchSize 2, were "
              + epochs
              + ", "
              + examplesPerEpoch
              + " and "
              + batchSize);
    }
    if (!(positiveShare > 0 && positiveShare < 1)) {
      throw new IllegalArgumentException("positiveShare must be 0 to 1, was " + positiveShare);
    }
    if (!(rotatedShare >= 0 && rotatedShare <= 1)) {
      throw new IllegalArgumentException("rotatedShare must be 0 to 1, was " + rotatedShare);
    }
    if (!(learningRate > 0) || !(weightDecay >= 0) || !(boxWeight >= 0)) {
      throw new IllegalArgumentException(
          "learningRate must be positive, weightDecay and boxWeight not negative, were "
              + learningRate
              + ", "
              + weightDecay
              + " and "
              + boxWeight);
    }
    if (!(negativeIou >= 0 && negativeIou <= positiveIou && positiveIou < 1)) {
      throw new IllegalArgumentException(
          "must satisfy 0 <= negativeIou <= positiveIou < 1, were "
              + negativeIou
              + " and "
              + positiveIou);
    }
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException("labelSmoothing must be 0 to 1, was " + labelSmoothing);
    }
  }

  /** Returns settings for some thousand labels: a quarter of a million examples. */
  public static ScreenerTrainingSettings defaults() {
    return new ScreenerTrainingSettings(
        ScreenerArchitecture.defaults(),
        10,
        24_000,
        64,
        0.4,
        0.3,
        3e-3,
        0.02,
        0.4,
        0.25,
        0.05,
        4,
        1);
  }

  public ScreenerTrainingSettings withSeed(long value) {
    return new ScreenerTrainingSettings(
        architecture,
        epochs,
        examplesPerEpoch,
        batchSize,
        positiveShare,
        rotatedShare,
        learningRate,
        weightDecay,
        positiveIou,
        negativeIou,
        labelSmoothing,
        boxWeight,
        value);
  }

  /**
   * Returns these settings with shorter epochs where there are few annotations: {@value
   * #EXAMPLES_PER_ANNOTATION} examples for each, at least {@value #MIN_EXAMPLES}.
   */
  public ScreenerTrainingSettings forAnnotations(int annotations) {
    int enough = Math.max(MIN_EXAMPLES, EXAMPLES_PER_ANNOTATION * annotations);
    return withLength(epochs, Math.min(examplesPerEpoch, enough));
  }

  /** Returns these settings with more or less training. */
  public ScreenerTrainingSettings withLength(int newEpochs, int newExamplesPerEpoch) {
    return new ScreenerTrainingSettings(
        architecture,
        newEpochs,
        newExamplesPerEpoch,
        batchSize,
        positiveShare,
        rotatedShare,
        learningRate,
        weightDecay,
        positiveIou,
        negativeIou,
        labelSmoothing,
        boxWeight,
        seed);
  }
}
