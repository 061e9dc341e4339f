package org.loupe.training.screen;

/**
 * How the publication's network is trained.
 *
 * @param epochs at most so many; at least 1
 * @param batchSize examples of one step; at least 1
 * @param learningRate of the first epochs
 * @param rateDrop the rate is multiplied by this after every {@code dropEpochs}; in (0, 1]
 * @param dropEpochs at least 1
 * @param momentum of the steps, in [0, 1)
 * @param weightDecay factor of half the weights' squares in the loss; biases are left out
 * @param enoughAccuracy the training ends when the share of right answers over the last {@code
 *     accuracySteps} is above this
 * @param accuracySteps at least 1
 * @param seed of the weights and of the examples' order
 */
public record RecipeLi2018(
    int epochs,
    int batchSize,
    double learningRate,
    double rateDrop,
    int dropEpochs,
    double momentum,
    double weightDecay,
    double enoughAccuracy,
    int accuracySteps,
    long seed) {

  public RecipeLi2018 {
    if (epochs < 1 || batchSize < 1 || dropEpochs < 1 || accuracySteps < 1) {
      throw new IllegalArgumentException(
          "epochs, batchSize, dropEpochs and accuracySteps must be at least 1, were "
              + epochs
              + ", "
              + batchSize
              + ", "
              + dropEpochs
              + " and "
              + accuracySteps);
    }
    if (!(learningRate > 0) || !(rateDrop > 0 && rateDrop <= 1) || !(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "learningRate must be positive, rateDrop above 0 to 1, weightDecay not negative, were "
              + learningRate
              + ", "
              + rateDrop
              + " and "
              + weightDecay);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must be 0 to below 1, was " + momentum);
    }
  }

  /**
   * Returns the published recipe: at most 40 epochs of batches of 128, rate 0.001 times 0.05 every
   * 8 epochs, momentum 0.9, weight decay 0.08, until 95 % of 50 batches are right.
   */
  public static RecipeLi2018 published() {
    return new RecipeLi2018(40, 128, 1e-3, 0.05, 8, 0.9, 0.08, 0.95, 50, 1);
  }

  public RecipeLi2018 withEpochs(int value) {
    return new RecipeLi2018(
        value,
        batchSize,
        learningRate,
        rateDrop,
        dropEpochs,
        momentum,
        weightDecay,
        enoughAccuracy,
        accuracySteps,
        seed);
  }

  public RecipeLi2018 withSeed(long value) {
    return new RecipeLi2018(
        epochs,
        batchSize,
        learningRate,
        rateDrop,
        dropEpochs,
        momentum,
        weightDecay,
        enoughAccuracy,
        accuracySteps,
        value);
  }

  /** Returns the learning rate of an epoch, numbered from 0. */
  double rate(int epoch) {
    return learningRate * Math.pow(rateDrop, Math.floorDiv(epoch, dropEpochs));
  }
}
