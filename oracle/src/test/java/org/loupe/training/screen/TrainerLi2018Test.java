package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.screen.PatchSymmetry;
import org.loupe.screen.ScreenedBox;

class TrainerLi2018Test {

  /** Small batches, so that a few examples make many steps. */
  private static final RecipeLi2018 BRISK =
      new RecipeLi2018(60, 16, 1e-3, 0.5, 40, 0.9, 0.08, 0.95, 8, 3);

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void pytorch() throws Exception {
    PytorchEngine.start(Path.of("target", "pytorch"));
  }

  /** Hears nothing but counts. */
  private static final class Counter implements ScreenerProgress {
    private final List<Double> losses = new ArrayList<>();

    @Override
    public void epoch(int number, int of, double loss) {
      losses.add(loss);
    }

    @Override
    public void diverged(double learningRate) {}
  }

  /** Dark rings, which are labeled, and bare ground; each is a candidate. */
  private static ScreeningImage scene(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int side = 256;
    byte[] samples = new byte[side * side];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (150 + 8 * random.nextGaussian());
    }
    List<Box> rings = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    for (int cell = 0; cell < 16; cell++) {
      double radius = 12 + 4 * random.nextDouble();
      double centerX = 32 + 64 * (cell % 4);
      double centerY = 32 + 64 * (cell / 4);
      Box box = new Box(centerX - radius, centerY - radius, 2 * radius, 2 * radius);
      candidates.add(new Candidate(box, 1, 5));
      if (random.nextBoolean()) {
        rings.add(box);
        for (int y = 0; y < side; y++) {
          for (int x = 0; x < side; x++) {
            double distance = Math.hypot(x + 0.5 - centerX, y + 0.5 - centerY);
            if (Math.abs(distance - radius + 3) < 3) {
              samples[y * side + x] = (byte) ((samples[y * side + x] & 0xFF) - 100);
            }
          }
        }
      }
    }
    return new ScreeningImage(new ByteImage(side, side, samples), rings, candidates);
  }

  private static List<ScreeningImage> scenes(int from, int to) {
    List<ScreeningImage> scenes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      scenes.add(scene(i));
    }
    return scenes;
  }

  private static double right(byte[] network) throws Exception {
    ForkJoinPool pool = new ForkJoinPool(2);
    int right = 0;
    int all = 0;
    try (ScreenerLi2018 screener = new ScreenerLi2018(network)) {
      for (ScreeningImage unseen : scenes(50, 54)) {
        List<ScreenedBox> judged = screener.judge(unseen.image(), unseen.candidates(), pool);
        assertThat(judged).extracting(ScreenedBox::candidate).isEqualTo(unseen.candidates());
        for (ScreenedBox box : judged) {
          assertThat(box.box()).isEqualTo(box.candidate().box());
          all++;
          right += box.probability() > 0.5 == unseen.annotations().contains(box.box()) ? 1 : 0;
        }
      }
    } finally {
      pool.shutdown();
    }
    return (double) right / all;
  }

  @Test
  void learnsToTellRingsFromBareGroundAndEndsThere() throws Exception {
    Counter counter = new Counter();
    byte[] network = new TrainerLi2018(counter).train(scenes(0, 4), BRISK, folder.resolve("state"));
    assertThat(counter.losses.get(0)).isCloseTo(Math.log(2), within(0.05));
    assertThat(counter.losses.size()).isLessThan(BRISK.epochs());
    assertThat(right(network)).isGreaterThan(0.95);
  }

  @Test
  void learnsItByOurRecipeToo() throws Exception {
    ScreenerTrainingSettings settings =
        new ScreenerTrainingSettings(
            ScreenerArchitecture.defaults(), 2, 320, 32, 0.5, 0, 1e-3, 0.01, 0.4, 0.25, 0, 4, 5);
    assertThat(right(new TrainerLi2018(new Counter()).trainAsOwn(scenes(0, 6), settings)))
        .isGreaterThan(0.95);
  }

  @Test
  void aTrainingThatWasInterruptedGivesTheSameNetwork() throws Exception {
    RecipeLi2018 brief = new RecipeLi2018(2, 16, 1e-2, 0.5, 1, 0.9, 0.08, 1, 50, 3);
    List<ScreeningImage> scenes = scenes(0, 2);
    byte[] whole = new TrainerLi2018(new Counter()).train(scenes, brief, folder.resolve("whole"));
    Path state = folder.resolve("parts");
    Counter counter = new Counter();
    byte[] first = new TrainerLi2018(counter).train(scenes, brief.withEpochs(1), state);
    byte[] both = new TrainerLi2018(counter).train(scenes, brief, state);
    assertThat(counter.losses).hasSize(2);
    assertThat(both).isEqualTo(whole).isNotEqualTo(first);
  }

  @Test
  void refusesCandidatesOfOneKind() {
    ScreeningImage scene = scene(0);
    ScreeningImage unlabeled = new ScreeningImage(scene.image(), List.of(), scene.candidates());
    assertThatThrownBy(
            () ->
                new TrainerLi2018(new Counter())
                    .train(List.of(unlabeled), BRISK, folder.resolve("state")))
        .hasMessageContaining("0 defects of 16");
  }

  @Test
  void ofOneEpochShowsEachCandidateOnceInAnyOrder() {
    ExamplesLi2018 examples = new ExamplesLi2018(scenes(0, 3), 5);
    int[] order = examples.order(0);
    assertThat(order).hasSize(48).doesNotHaveDuplicates().isNotEqualTo(examples.order(1));
    assertThat(order).isEqualTo(examples.order(0));
  }

  @Test
  void theMeanIsThatOfThePatchesInAllRotations() {
    ExamplesLi2018 examples = new ExamplesLi2018(scenes(0, 2), 5);
    float[] mean = examples.mean();
    float[] turned = new PatchSymmetry(5).turned(mean, PatchLi2018.SIZE_PX);
    for (int i = 0; i < mean.length; i++) {
      assertThat(turned[i]).isCloseTo(mean[i], within(1e-4f)); // sums in another order
    }
  }

  /** Two steps of one weight and one bias, beside the formula. */
  @Test
  void stepsHaveMomentumAndOnlyWeightsDecay() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Linear line = Linear.builder().setUnits(1).build();
      line.setInitializer(ScreenerTrainer.gaussian(1, s -> 1), p -> true);
      line.initialize(manager, DataType.FLOAT32, new Shape(1, 1));
      double w = line.getParameters().get("weight").getArray().toFloatArray()[0];
      double b = line.getParameters().get("bias").getArray().toFloatArray()[0];
      MomentumDescent descent = new MomentumDescent(line, 0.9, 0.5);
      double velocityW = 0;
      double velocityB = 0;
      ParameterStore store = new ParameterStore(manager, false);
      for (double rate : new double[] {0.1, 0.02}) {
        try (ThreadGradients gradients = new ThreadGradients()) {
          // the square of w x + b at x = 3
          NDArray x = manager.create(new float[] {3}, new Shape(1, 1));
          NDArray y = line.forward(store, new NDList(x), true).head();
          gradients.backward(y.square().sum());
          descent.step(rate);
        }
        double slope = 2 * (3 * w + b);
        velocityW = 0.9 * velocityW - rate * (3 * slope + 0.5 * w);
        velocityB = 0.9 * velocityB - rate * slope;
        w += velocityW;
        b += velocityB;
        // 32-bit numbers of order one
        assertThat((double) line.getParameters().get("weight").getArray().toFloatArray()[0])
            .isCloseTo(w, within(1e-4));
        assertThat((double) line.getParameters().get("bias").getArray().toFloatArray()[0])
            .isCloseTo(b, within(1e-4));
      }
    }
  }

  @Test
  void theRateFallsEveryEightEpochs() {
    RecipeLi2018 recipe = RecipeLi2018.published();
    assertThat(recipe.rate(7)).isEqualTo(1e-3);
    assertThat(recipe.rate(8)).isCloseTo(5e-5, within(1e-12));
    assertThat(recipe.rate(16)).isCloseTo(2.5e-6, within(1e-12));
  }
}
