package org.loupe.training.screen;

/**
 * Tells the batches whose loss is far above that of the last ones, or no number: a network that
 * learned from one might not recover.
 */
final class OddBatches {

  /** Times the usual loss. */
  private static final double LIMIT = 4;

  /** Of the moving average: it looks back over some hundred batches. */
  private static final double MEMORY = 0.99;

  private double usual = Double.NaN;

  /** Returns whether a batch is odd, by its loss. */
  boolean holds(double loss) {
    if (!Double.isFinite(loss)) {
      return true;
    }
    if (Double.isNaN(usual)) {
      usual = loss;
    }
    boolean odd = loss > LIMIT * usual;
    if (!odd) {
      usual = MEMORY * usual + (1 - MEMORY) * loss;
    }
    return odd;
  }
}
