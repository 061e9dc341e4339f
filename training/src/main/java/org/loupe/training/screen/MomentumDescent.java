package org.loupe.training.screen;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Gradient descent with momentum and weight decay: v ← m v − r (g + d w), w ← w + v, where biases
 * have no decay. The rate is in the velocity, as in MATLAB, so that a drop of the rate does not
 * shorten what is still moving.
 */
final class MomentumDescent {

  private final double momentum;
  private final double weightDecay;
  private final List<Parameter> parameters;
  private final List<NDArray> velocities;

  /** Begins at rest; the block must be initialized. */
  MomentumDescent(Block block, double momentum, double weightDecay) {
    this.momentum = momentum;
    this.weightDecay = weightDecay;
    parameters = List.copyOf(block.getParameters().values());
    velocities = parameters.stream().map(p -> p.getArray().zerosLike()).toList();
  }

  /** Moves the weights by their gradients, which are then forgotten. */
  void step(double rate) {
    boolean recording = JniUtils.isGradMode();
    JniUtils.setGradMode(false); // what happens to the weights here is not to be differentiated
    try {
      for (int i = 0; i < parameters.size(); i++) {
        step(parameters.get(i), velocities.get(i), rate);
      }
    } finally {
      JniUtils.setGradMode(recording);
    }
  }

  private void step(Parameter parameter, NDArray velocity, double rate) {
    NDArray weights = parameter.getArray();
    velocity.muli(momentum);
    try (NDArray gradient = weights.getGradient();
        NDArray change = gradient.mul(rate)) {
      velocity.subi(change);
    }
    if (parameter.getType() == Parameter.Type.WEIGHT) {
      try (NDArray decay = weights.mul(rate * weightDecay)) {
        velocity.subi(decay);
      }
    }
    weights.addi(velocity);
    JniUtils.zeroGrad((PtNDArray) weights);
  }

  /** Writes weights and velocities. */
  void save(DataOutputStream out) throws IOException {
    for (int i = 0; i < parameters.size(); i++) {
      for (float value : parameters.get(i).getArray().toFloatArray()) {
        out.writeFloat(value);
      }
      for (float value : velocities.get(i).toFloatArray()) {
        out.writeFloat(value);
      }
    }
  }

  /** Reads what {@link #save} wrote. */
  void load(DataInputStream in) throws IOException {
    for (int i = 0; i < parameters.size(); i++) {
      read(in, parameters.get(i).getArray());
      read(in, velocities.get(i));
    }
  }

  private static void read(DataInputStream in, NDArray to) throws IOException {
    float[] values = new float[(int) to.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = in.readFloat();
    }
    try (NDArray read = to.getManager().create(values, to.getShape())) {
      read.copyTo(to);
    }
  }
}
