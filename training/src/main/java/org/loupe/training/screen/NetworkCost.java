package org.loupe.training.screen;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import org.loupe.screen.PatchScaling;
import org.loupe.screen.PatchSettings;

/**
 * What a screening network costs, counted on its layers.
 *
 * @param parameters that are learned
 * @param multiplyAdds of convolutions and fully connected layers, for one patch
 */
public record NetworkCost(long parameters, long multiplyAdds) {

  /** Returns the cost of a network of this project. */
  public static NetworkCost of(ScreenerArchitecture architecture) {
    return of(new ScreenerLayers(architecture));
  }

  /** Returns the cost of the publication's network. */
  public static NetworkCost ofLi2018() {
    return of(new LayersLi2018(new InputLi2018(new float[PatchLi2018.SAMPLES], 1)));
  }

  private static NetworkCost of(TrainableNetwork network) {
    PatchSettings patch = network.patch();
    Shape[] inputs = {
      new Shape(1, patch.channels(), patch.sizePx(), patch.sizePx()),
      new Shape(1, PatchScaling.SCALARS)
    };
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Block block = network.block();
      block.initialize(manager, DataType.FLOAT32, inputs);
      long parameters =
          block.getParameters().values().stream()
              .filter(Parameter::requiresGradient)
              .mapToLong(p -> p.getArray().size())
              .sum();
      return new NetworkCost(parameters, multiplyAdds(block, inputs));
    }
  }

  private static long multiplyAdds(Block block, Shape[] inputs) {
    if (block instanceof SequentialBlock) {
      long sum = 0;
      Shape[] at = inputs;
      for (Block child : block.getChildren().values()) {
        sum += multiplyAdds(child, at);
        at = child.getOutputShapes(at);
      }
      return sum;
    }
    if (block instanceof ParallelBlock) {
      return block.getChildren().values().stream().mapToLong(c -> multiplyAdds(c, inputs)).sum();
    }
    if (block instanceof Conv2d) {
      Shape output = block.getOutputShapes(inputs)[0];
      return weights(block) * output.get(2) * output.get(3);
    }
    return block instanceof Linear ? weights(block) : 0;
  }

  private static long weights(Block block) {
    return block.getParameters().get("weight").getArray().size();
  }
}
