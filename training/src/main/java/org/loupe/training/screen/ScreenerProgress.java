package org.loupe.training.screen;

/** Hears how the training of a network goes on. */
public interface ScreenerProgress {

  /**
   * Tells that an epoch is done.
   *
   * @param number from 1
   * @param of how many epochs there are
   * @param loss mean over the epoch
   */
  void epoch(int number, int of, double loss);

  /**
   * Tells that the loss has risen and the network is trained anew.
   *
   * @param learningRate of the new attempt
   */
  void diverged(double learningRate);
}
