package org.loupe.training.screen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import org.loupe.screen.PatchSettings;
import org.loupe.screen.ScreenerNetwork;

/**
 * The publication's screening network: 517,250 parameters, 135 million multiplications a patch.
 *
 * <p>Three convolutions of 5 × 5 (64, 64 and 128 channels; padding 2, 1 and 1), each followed by a
 * rectifier and the maximum over 3 × 3 with stride 2, then 64 hidden units and one for each class.
 * On 64 × 64 samples the sizes are 64, 31, 29, 14, 12, 5. This is the network of February 2018, the
 * last of the published code that can be built: the one of May 2018 asks for a 10 × 10 convolution
 * of what is left of 4 × 4 samples.
 *
 * <p>It has no way to move the box, so the way that it gives is none. The logit is the difference
 * of the two classes' units, so that its probability is the published softmax's.
 *
 * <p>W. Li, K. G. Field, D. Morgan, Automated defect analysis in electron microscopic images, npj
 * Computational Materials 4, 36 (2018), doi 10.1038/s41524-018-0093-8; by the code that its authors
 * published.
 */
final class LayersLi2018 implements TrainableNetwork {

  private record Convolution(Conv2d conv, int pad) {

    static Convolution of(int width, int pad) {
      Shape kernel = new Shape(5, 5);
      return new Convolution(
          Conv2d.builder()
              .setFilters(width)
              .setKernelShape(kernel)
              .optPadding(new Shape(pad, pad))
              .build(),
          pad);
    }
  }

  private static final int POOL = 3;
  private static final int POOL_STRIDE = 2;

  private final InputLi2018 input;
  private final List<Convolution> convolutions =
      List.of(Convolution.of(64, 2), Convolution.of(64, 1), Convolution.of(128, 1));
  private final Linear hidden = Linear.builder().setUnits(64).build();
  private final Linear classes = Linear.builder().setUnits(2).build();
  private final SequentialBlock block = new SequentialBlock();

  LayersLi2018(InputLi2018 input) {
    this.input = input;
    block.add(new LambdaBlock(inputs -> new NDList(inputs.get(0))));
    for (Convolution convolution : convolutions) {
      block
          .add(convolution.conv())
          .add(Activation.reluBlock())
          .add(Pool.maxPool2dBlock(new Shape(POOL, POOL), new Shape(POOL_STRIDE, POOL_STRIDE)));
    }
    block
        .add(Blocks.batchFlattenBlock())
        .add(hidden)
        .add(Activation.reluBlock())
        .add(classes)
        .add(new LambdaBlock(LayersLi2018::logitAndNoWay));
  }

  /** The units are those of other things and of defects, in this order. */
  private static NDList logitAndNoWay(NDList units) {
    NDArray both = units.head();
    NDArray logit = both.get(new NDIndex(":, 1:2")).sub(both.get(new NDIndex(":, 0:1")));
    NDArray noWay = both.getManager().zeros(new Shape(both.getShape().get(0), 4));
    return new NDList(NDArrays.concat(new NDList(logit, noWay), 1));
  }

  InputLi2018 input() {
    return input;
  }

  /** Returns whether a parameter is the weights of the first convolution. */
  boolean isFirstWeight(Parameter parameter) {
    return parameter.getType() == Parameter.Type.WEIGHT
        && convolutions.get(0).conv().getParameters().values().contains(parameter);
  }

  @Override
  public PatchSettings patch() {
    return PatchLi2018.shape();
  }

  @Override
  public Block block() {
    return block;
  }

  @Override
  public boolean isHeadWeight(Parameter parameter) {
    return parameter.getType() == Parameter.Type.WEIGHT
        && classes.getParameters().values().contains(parameter);
  }

  /** Returns a network that takes patches as {@link PatchLi2018} cuts them. */
  @Override
  public byte[] onnx() {
    OnnxGraph graph = new OnnxGraph(patch());
    String mean =
        graph.tensor(input.mean(), PatchLi2018.CHANNELS, PatchLi2018.SIZE_PX, PatchLi2018.SIZE_PX);
    String centered = graph.node("Sub", List.of(ScreenerNetwork.PATCHES, mean));
    String at = graph.node("Mul", List.of(centered, graph.tensor(new float[] {input.scale()}, 1)));
    for (Convolution layer : convolutions) {
      Conv2d conv = layer.conv();
      long[] shape = conv.getParameters().get("weight").getShape().getShape();
      float[] weights = OnnxGraph.values(conv, "weight");
      float[] bias = OnnxGraph.values(conv, "bias");
      at =
          graph.node(
              "MaxPool",
              List.of(graph.relu(graph.convolution(at, weights, shape, bias, 1, layer.pad()))),
              OnnxGraph.integers("kernel_shape", POOL, POOL),
              OnnxGraph.integers("strides", POOL_STRIDE, POOL_STRIDE));
    }
    String flat = graph.node("Flatten", List.of(at), OnnxGraph.integer("axis", 1));
    String last =
        graph.relu(
            graph.linear(
                flat,
                graph.next(),
                OnnxGraph.values(hidden, "weight"),
                OnnxGraph.values(hidden, "bias")));
    float[] both = OnnxGraph.values(classes, "weight");
    float[] bias = OnnxGraph.values(classes, "bias");
    float[] difference = new float[both.length / 2];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = both[difference.length + i] - both[i];
    }
    graph.linear(last, ScreenerNetwork.LOGIT, difference, new float[] {bias[1] - bias[0]});
    graph.linear(last, ScreenerNetwork.DELTA, new float[4 * difference.length], new float[4]);
    return graph.model();
  }
}
