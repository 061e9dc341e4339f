package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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

  /**
   * A network that starts from another answers as it does, whether batch normalization divides by
   * what it remembers or, in training, by what it sees.
   */
  @Test
  void aTrainingStartsFromWhatAnotherHasLearned() throws Exception {
    ScreenerArchitecture architecture =
        new ScreenerArchitecture(
            new PatchSettings(24, List.of(1.5, 4.0)),
            8,
            List.of(new ScreenerArchitecture.Block(8, 1), new ScreenerArchitecture.Block(12, 2)),
            16);
    ScreeningBatch batch = batch(architecture.patch(), 4);
    byte[] learned = trained(architecture, batch);
    List<Verdict> expected = verdicts(learned, batch, architecture.patch());
    assertThat(expected.stream().map(Verdict::logit).distinct().count()).isEqualTo(batch.size());
    compareStarted(architecture, learned, batch, expected, 1e-4);
    byte[] half = HalfWeights.of(learned);
    compareStarted(architecture, half, batch, verdicts(half, batch, architecture.patch()), 1e-4);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                compareStarted(
                    new ScreenerArchitecture(architecture.patch(), 8, architecture.blocks(), 12),
                    learned,
                    batch,
                    expected,
                    1))
        .withMessageContaining("other layers");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                compareStarted(
                    new ScreenerArchitecture(
                        architecture.patch(), 8, architecture.blocks().subList(0, 1), 16),
                    learned,
                    batch,
                    expected,
                    1))
        .withMessageContaining("other layers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StartWeights.of(new byte[] {1, 2, 3}))
        .withMessageContaining("not a network in ONNX");
  }

  private static void compareStarted(
      ScreenerArchitecture architecture,
      byte[] start,
      ScreeningBatch batch,
      List<Verdict> expected,
      double tolerance)
      throws Exception {
    PatchSettings patch = architecture.patch();
    ScreenerLayers layers = new ScreenerLayers(architecture);
    try (Model model = Model.newInstance("screener", Device.cpu(), "PyTorch")) {
      model.setBlock(layers.block);
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.l2Loss()).optDevices(new Device[] {Device.cpu()});
      StartWeights.of(start).into(config, layers, List.of(batch));
      try (Trainer trainer = model.newTrainer(config);
          NDManager manager = trainer.getManager().newSubManager()) {
        Shape shape = new Shape(batch.size(), patch.channels(), patch.sizePx(), patch.sizePx());
        Shape beside = new Shape(batch.size(), PatchScaling.SCALARS);
        trainer.initialize(shape, beside);
        List<Verdict> before = verdicts(ScreenerOnnx.write(layers), batch, patch);
        NDList input =
            new NDList(
                manager.create(batch.patches(), shape), manager.create(batch.scalars(), beside));
        NDArray training;
        try (var collector = trainer.newGradientCollector()) {
          training = trainer.forward(input).head();
          collector.backward(training.sum());
        }
        for (int i = 0; i < batch.size(); i++) {
          double logit = expected.get(i).logit();
          assertThat(before.get(i).logit()).isCloseTo(logit, within(tolerance));
          assertThat(before.get(i).delta().logWidth())
              .isCloseTo(expected.get(i).delta().logWidth(), within(tolerance));
          float[] row = training.get(i).toFloatArray();
          assertThat((double) row[0]).isCloseTo(logit, within(10 * tolerance));
          assertThat((double) row[2])
              .isCloseTo(expected.get(i).delta().dy(), within(10 * tolerance));
        }
      }
    }
  }

  private static List<Verdict> verdicts(byte[] onnx, ScreeningBatch batch, PatchSettings patch)
      throws Exception {
    try (ScreenerNetwork network = new ScreenerNetwork(onnx, patch)) {
      return network.judge(batch.patches(), batch.scalars());
    }
  }

  private static ScreeningBatch batch(PatchSettings patch, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ScreeningBatch batch = ScreeningBatch.ofSize(PATCHES, patch.samples());
    float[] patches = gaussian(random, batch.patches().length);
    System.arraycopy(patches, 0, batch.patches(), 0, patches.length);
    float[] scalars = gaussian(random, batch.scalars().length);
    System.arraycopy(scalars, 0, batch.scalars(), 0, scalars.length);
    return batch;
  }

  /** Returns a network of random weights that has seen a batch. */
  private static byte[] trained(ScreenerArchitecture architecture, ScreeningBatch batch) {
    PatchSettings patch = architecture.patch();
    ScreenerLayers layers = new ScreenerLayers(architecture);
    try (Model model = Model.newInstance("screener", Device.cpu(), "PyTorch")) {
      model.setBlock(layers.block);
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.l2Loss()).optDevices(new Device[] {Device.cpu()});
      try (Trainer trainer = model.newTrainer(config);
          NDManager manager = trainer.getManager().newSubManager()) {
        Shape shape = new Shape(batch.size(), patch.channels(), patch.sizePx(), patch.sizePx());
        Shape beside = new Shape(batch.size(), PatchScaling.SCALARS);
        Engine.getEngine("PyTorch").setRandomSeed(2);
        trainer.initialize(shape, beside);
        NDList input =
            new NDList(
                manager.create(batch.patches(), shape), manager.create(batch.scalars(), beside));
        try (var collector = trainer.newGradientCollector()) {
          collector.backward(trainer.forward(input).head().sum());
        }
        return ScreenerOnnx.write(layers);
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
