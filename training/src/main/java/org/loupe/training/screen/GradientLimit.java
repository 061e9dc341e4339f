package org.loupe.training.screen;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Shortens gradients that are much longer than usual, so that one odd batch does not undo an epoch.
 *
 * <p>The limit follows the lengths seen so far, as in P. Seetharaman, G. Wichern, B. Pardo, J. Le
 * Roux, AutoClip: adaptive gradient clipping for source separation networks, MLSP 2020, doi
 * 10.1109/MLSP49062.2020.9231926, but by their moving average.
 */
final class GradientLimit {

  /** Times the usual length. */
  private static final double LIMIT = 2;

  /** Of the moving average: it looks back over some fifty batches. */
  private static final double MEMORY = 0.98;

  private final List<Parameter> parameters;
  private double usual;

  GradientLimit(Block block) {
    parameters =
        block.getParameters().values().stream().filter(Parameter::requiresGradient).toList();
  }

  /** Shortens the gradients of all parameters alike if together they are too long. */
  void apply() {
    double length = length();
    if (!Double.isFinite(length)) {
      return; // the loss is none either, and ends the training
    }
    usual = usual == 0 ? length : usual;
    double limit = LIMIT * usual;
    usual = MEMORY * usual + (1 - MEMORY) * Math.min(length, limit);
    if (length > limit) {
      for (Parameter parameter : parameters) {
        try (NDArray gradient = parameter.getArray().getGradient()) {
          gradient.muli(limit / length);
        }
      }
    }
  }

  /** Forgets the gradients of a batch that is not learned from. */
  void clear() {
    for (Parameter parameter : parameters) {
      JniUtils.zeroGrad((PtNDArray) parameter.getArray());
    }
  }

  private double length() {
    double squares = 0;
    for (Parameter parameter : parameters) {
      try (NDArray gradient = parameter.getArray().getGradient();
          NDArray squared = gradient.square();
          NDArray sum = squared.sum()) {
        squares += sum.getFloat();
      }
    }
    return Math.sqrt(squares);
  }
}
