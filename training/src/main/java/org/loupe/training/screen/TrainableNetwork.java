package org.loupe.training.screen;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import org.loupe.screen.PatchSettings;

/**
 * A network as {@link ScreenerTrainer} trains it: from patches and scalars to five numbers a patch,
 * the logit, then the box's dx, dy, logWidth, logHeight.
 */
interface TrainableNetwork {

  /** Returns the shape of what it sees. */
  PatchSettings patch();

  Block block();

  /** Returns whether a parameter is the weights of the last layer, which begin near zero. */
  boolean isHeadWeight(Parameter parameter);

  /** Returns the network as it is now, as ONNX. */
  byte[] onnx();
}
