package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.loupe.screen.PatchScaling;
import org.loupe.screen.PatchSettings;
import org.loupe.screen.ScreenerNetwork;
import org.loupe.screen.Verdict;

/** The network that ONNX Runtime runs is the one that PyTorch trained. */
class ScreenerOnnxTest {

  private static final int PATCHES = 40;

  @BeforeAll
  static void pytorch() throws Exception {
    PytorchEngine.start(Path.of("target", "pytorch"));
  }

  @Test
  void pytorchAndOnnxRuntimeGiveTheSameProbabilities() throws Exception {
    compare(ScreenerArchitecture.defaults());
  }

  @Test
  void soDoOtherLayersAndPatches() throws Exception {
    compare(
        new ScreenerArchitecture(
            new PatchSettings(33, List.of(1.5)),
            8,
            List.of(new ScreenerArchitecture.Block(8, 1), new ScreenerArchitecture.Block(12, 2)),
            5));
  }

  private static void compare(ScreenerArchitecture architecture) throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    PatchSettings patch = architecture.patch();
    float[] patches = gaussian(random, PATCHES * patch.samples());
    float[] scalars = gaussian(random, PATCHES * PatchScaling.SCALARS);
    ScreenerLayers layers = new ScreenerLayers(architecture);
    try (Model model = Model.newInstance("screener", Device.cpu(), "PyTorch")) {
      model.setBlock(layers.block);
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.l2Loss()).optDevices(new Device[] {Device.cpu()});
      try (Trainer trainer = model.newTrainer(config);
          NDManager manager = trainer.getManager().newSubManager()) {
        long size = patch.sizePx();
        Shape shape = new Shape(PATCHES, patch.channels(), size, size);
        Shape beside = new Shape(PATCHES, PatchScaling.SCALARS);
        Engine.getEngine("PyTorch").setRandomSeed(1); // or the weights depend on the tests before
        trainer.initialize(shape, beside);
        NDList input = new NDList(manager.create(patches, shape), manager.create(scalars, beside));
        try (var collector = trainer.newGradientCollector()) {
          // gives batch normalization a mean and a variance of its own
          collector.backward(trainer.forward(input).head().sum());
        }
        NDArray expected = trainer.evaluate(input).head();
        try (ScreenerNetwork network = new ScreenerNetwork(ScreenerOnnx.write(layers), patch)) {
          List<Verdict> found = network.judge(patches, scalars);
          for (int i = 0; i < PATCHES; i++) {
            float[] row = expected.get(i).toFloatArray();
            // 32-bit sums of a few hundred terms in another order
            assertThat(sigmoid(found.get(i).logit())).isCloseTo(sigmoid(row[0]), within(1e-5));
            assertThat(found.get(i).delta().dx()).isCloseTo(row[1], within(1e-4));
            assertThat(found.get(i).delta().logHeight()).isCloseTo(row[4], within(1e-4));
          }
          assertThat(found.stream().map(Verdict::logit).distinct().count()).isEqualTo(PATCHES);
        }
      }
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static float[] gaussian(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
