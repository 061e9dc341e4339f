package org.loupe.training.screen;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Collects gradients in the thread that made it.
 *
 * <p>PyTorch records what each thread does apart from the others; the Deep Java Library's own
 * collector allows one in the whole process, so that networks could not be trained side by side.
 */
final class ThreadGradients implements AutoCloseable {

  private final boolean before = JniUtils.isGradMode();

  ThreadGradients() {
    JniUtils.setGradMode(true);
  }

  /** Adds the gradients of a number to those of what it was computed from. */
  void backward(NDArray number) {
    NDArray one =
        number.getManager().ones(number.getShape(), number.getDataType(), number.getDevice());
    JniUtils.backward((PtNDArray) number, (PtNDArray) one, false, false);
  }

  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
