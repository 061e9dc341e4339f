package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.loupe.screen.BoxDelta;
import org.loupe.screen.PatchScaling;
import org.loupe.screen.PatchSettings;
import org.loupe.screen.ScreenerNetwork;
import org.loupe.screen.Verdict;

/** The publication's network has the layers that were published, in PyTorch and in ONNX Runtime. */
class LayersLi2018Test {

  @BeforeAll
  static void pytorch() throws Exception {
    PytorchEngine.start(Path.of("target", "pytorch"));
  }

  private static LayersLi2018 layers(float level, float scale) {
    float[] mean = new float[PatchLi2018.SAMPLES];
    Arrays.fill(mean, level);
    return new LayersLi2018(new InputLi2018(mean, scale));
  }

  private static NDManager manager() {
    return NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @Test
  void theSizesAreThePublishedOnes() {
    try (NDManager manager = manager()) {
      LayersLi2018 layers = layers(0, 1);
      TrainerLi2018.initialize(layers, 1, manager);
      List<Shape> shapes = new ArrayList<>();
      Shape[] at = {new Shape(7, 3, 64, 64)};
      for (Block child : layers.block().getChildren().values()) {
        at = child.getOutputShapes(at);
        if (shapes.isEmpty() || !shapes.get(shapes.size() - 1).equals(at[0])) {
          shapes.add(at[0]);
        }
      }
      assertThat(shapes)
          .containsExactly(
              new Shape(7, 3, 64, 64),
              new Shape(7, 64, 64, 64),
              new Shape(7, 64, 31, 31),
              new Shape(7, 64, 29, 29),
              new Shape(7, 64, 14, 14),
              new Shape(7, 128, 12, 12),
              new Shape(7, 128, 5, 5),
              new Shape(7, 128 * 5 * 5),
              new Shape(7, 64),
              new Shape(7, 2),
              new Shape(7, 5));
    }
  }

  @Test
  void theParametersAreAsManyAsThePublishedOnes() {
    try (NDManager manager = manager()) {
      LayersLi2018 layers = layers(0, 1);
      TrainerLi2018.initialize(layers, 1, manager);
      List<Long> sizes =
          layers.block().getChildren().values().stream()
              .filter(b -> b instanceof Conv2d || b instanceof Linear)
              .map(b -> b.getParameters().values().stream().mapToLong(p -> p.getArray().size()))
              .map(LongStream::sum)
              .toList();
      assertThat(sizes).containsExactly(4_864L, 102_464L, 204_928L, 204_864L, 130L);
    }
  }

  @Test
  void theCostIsThatOfTheLayers() {
    long multiplyAdds =
        64L * 64 * 64 * 75 + 29L * 29 * 64 * 1600 + 12L * 12 * 128 * 1600 + 3200 * 64 + 128;
    assertThat(NetworkCost.ofLi2018()).isEqualTo(new NetworkCost(517_250, multiplyAdds));
  }

  /** Stem, the two convolutions and the way around of a block, hidden layer and heads by hand. */
  @Test
  void theCostOfAnOwnNetworkIsThatOfItsLayers() {
    ScreenerArchitecture architecture =
        new ScreenerArchitecture(
            new PatchSettings(32, List.of(1.5)),
            4,
            List.of(new ScreenerArchitecture.Block(6, 2)),
            5);
    long convolutions =
        16L * 16 * 4 * 25 + 8L * 8 * 6 * 4 * 9 + 8L * 8 * 6 * 6 * 9 + 8L * 8 * 6 * 4;
    long parameters = 4 * 25 + 6 * 4 * 9 + 6 * 6 * 9 + 6 * 4 + (8 * 8 * 6 + 3) * 5 + 5 * 5 + 5;
    long normalization = 2 * (4 + 6 + 6 + 6 + 5);
    assertThat(NetworkCost.of(architecture))
        .isEqualTo(
            new NetworkCost(
                parameters + normalization, convolutions + (8 * 8 * 6 + 3) * 5 + 5 * 5));
  }

  @Test
  void weightsBeginAsPublished() {
    try (NDManager manager = manager()) {
      LayersLi2018 layers = layers(0, 1);
      TrainerLi2018.initialize(layers, 1, manager);
      List<Double> deviations = new ArrayList<>();
      for (Parameter parameter : layers.block().getParameters().values()) {
        float[] values = parameter.getArray().toFloatArray();
        double squares = 0;
        for (float value : values) {
          squares += (double) value * value;
        }
        if (parameter.getType() == Parameter.Type.BIAS) {
          assertThat(squares).isZero();
        } else {
          deviations.add(Math.sqrt(squares / values.length));
        }
      }
      double[] expected = {1e-4, 0.01, 0.01, 0.01, 0.01};
      for (int i = 0; i < expected.length; i++) {
        // 128 numbers in the last layer: 6 % is one standard error
        assertThat(deviations.get(i)).isCloseTo(expected[i], within(0.25 * expected[i]));
      }
    }
  }

  @Test
  void onnxRuntimeGivesTheSameProbabilitiesAndLeavesTheBox() throws Exception {
    int count = 12;
    LayersLi2018 layers = layers(120, 1 / 32f);
    SplittableRandom random = new SplittableRandom(5);
    float[] patches = new float[count * PatchLi2018.SAMPLES];
    for (int i = 0; i < patches.length; i++) {
      patches[i] = random.nextInt(256);
    }
    float[] inputs = new float[patches.length];
    for (int i = 0; i < count; i++) {
      float[] patch =
          Arrays.copyOfRange(patches, i * PatchLi2018.SAMPLES, (i + 1) * PatchLi2018.SAMPLES);
      layers.input().write(patch, inputs, i * patch.length);
    }
    try (NDManager manager = manager()) {
      Shape shape = new Shape(count, PatchLi2018.CHANNELS, 64, 64);
      layers
          .block()
          .setInitializer(
              ScreenerTrainer.gaussian(2, s -> Math.sqrt(2.0 * s.get(0) / s.size())),
              Parameter.Type.WEIGHT);
      layers.block().setInitializer(ScreenerTrainer.gaussian(3, s -> 0.3), Parameter.Type.BIAS);
      layers.block().initialize(manager, DataType.FLOAT32, shape);
      NDArray expected =
          layers
              .block()
              .forward(
                  new ParameterStore(manager, false),
                  new NDList(manager.create(inputs, shape)),
                  false)
              .head();
      try (ScreenerNetwork network = new ScreenerNetwork(layers.onnx(), PatchLi2018.shape())) {
        List<Verdict> found = network.judge(patches, new float[count * PatchScaling.SCALARS]);
        for (int i = 0; i < count; i++) {
          float logit = expected.get(i).toFloatArray()[0];
          // 32-bit sums of thousands of terms in another order
          assertThat(found.get(i).logit()).isCloseTo(logit, within(1e-4));
          assertThat(found.get(i).delta()).isEqualTo(new BoxDelta(0, 0, 0, 0));
        }
        assertThat(found.stream().map(Verdict::logit).distinct().count()).isEqualTo(count);
      }
    }
  }
}
