package org.loupe.training.screen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.loupe.screen.PatchSettings;

/**
 * The layers of one network as the Deep Java Library has them, and by name as ONNX will.
 *
 * <p>The network takes patches and scalars and gives five numbers a patch: the logit, then the
 * box's dx, dy, logWidth, logHeight.
 */
final class ScreenerLayers implements TrainableNetwork {

  /**
   * Added to the variance by batch normalization: large enough that a channel which hardly varies
   * is not blown up, nor its gradient.
   */
  static final float EPSILON = 1e-3f;

  /** A convolution without bias and the batch normalization that follows it. */
  record Convolution(Conv2d conv, BatchNorm norm, int kernel, int stride) {

    static Convolution of(int width, int kernel, int stride) {
      return new Convolution(
          Conv2d.builder()
              .setFilters(width)
              .setKernelShape(new Shape(kernel, kernel))
              .optStride(new Shape(stride, stride))
              .optPadding(new Shape(kernel / 2, kernel / 2))
              .optBias(false)
              .build(),
          normalization(),
          kernel,
          stride);
    }
  }

  /** Two convolutions and what goes around them: the input itself, or a 1 × 1 convolution of it. */
  record Residual(Convolution first, Convolution second, Optional<Convolution> around) {}

  final ScreenerArchitecture architecture;
  final Convolution stem;
  final List<Residual> residuals = new ArrayList<>();
  final Linear hidden;
  final BatchNorm hiddenNorm;
  final Linear heads;
  final Block block;

  ScreenerLayers(ScreenerArchitecture architecture) {
    this.architecture = architecture;
    stem = Convolution.of(architecture.stemWidth(), 5, 2);
    SequentialBlock trunk = new SequentialBlock();
    trunk.add(new LambdaBlock(inputs -> new NDList(inputs.get(0))));
    trunk.add(stem.conv()).add(stem.norm()).add(Activation.reluBlock());
    int width = architecture.stemWidth();
    for (ScreenerArchitecture.Block shape : architecture.blocks()) {
      Residual residual =
          new Residual(
              Convolution.of(shape.width(), 3, shape.stride()),
              Convolution.of(shape.width(), 3, 1),
              shape.width() == width && shape.stride() == 1
                  ? Optional.empty()
                  : Optional.of(Convolution.of(shape.width(), 1, shape.stride())));
      residuals.add(residual);
      trunk.add(block(residual));
      width = shape.width();
    }
    trunk.add(Blocks.batchFlattenBlock());
    hidden = Linear.builder().setUnits(architecture.hiddenWidth()).optBias(false).build();
    hiddenNorm = normalization();
    heads = Linear.builder().setUnits(5).build();
    Block beside = new LambdaBlock(inputs -> new NDList(inputs.get(1)));
    block =
        new SequentialBlock()
            .add(
                new ParallelBlock(
                    parts ->
                        new NDList(
                            NDArrays.concat(
                                new NDList(parts.get(0).head(), parts.get(1).head()), 1)),
                    List.of(trunk, beside)))
            .add(hidden)
            .add(hiddenNorm)
            .add(Activation.reluBlock())
            .add(heads);
  }

  @Override
  public PatchSettings patch() {
    return architecture.patch();
  }

  @Override
  public Block block() {
    return block;
  }

  @Override
  public byte[] onnx() {
    return ScreenerOnnx.write(this);
  }

  /** Returns whether a parameter is the weights of the two heads. */
  @Override
  public boolean isHeadWeight(Parameter parameter) {
    return parameter.getType() == Parameter.Type.WEIGHT
        && heads.getParameters().values().contains(parameter);
  }

  private static BatchNorm normalization() {
    return BatchNorm.builder().optEpsilon(EPSILON).optMomentum(0.9f).build();
  }

  private static Block block(Residual residual) {
    SequentialBlock through =
        new SequentialBlock()
            .add(residual.first().conv())
            .add(residual.first().norm())
            .add(Activation.reluBlock())
            .add(residual.second().conv())
            .add(residual.second().norm());
    Block around =
        residual
            .around()
            .<Block>map(c -> new SequentialBlock().add(c.conv()).add(c.norm()))
            .orElseGet(Blocks::identityBlock);
    return new ParallelBlock(
        parts -> {
          NDArray sum = parts.get(0).head().add(parts.get(1).head());
          return new NDList(Activation.relu(sum));
        },
        List.of(through, around));
  }
}
