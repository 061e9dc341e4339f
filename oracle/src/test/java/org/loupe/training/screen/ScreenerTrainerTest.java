package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.screen.PatchSettings;
import org.loupe.screen.ScreenedBox;
import org.loupe.screen.Screener;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.ScreeningSettings;

class ScreenerTrainerTest {

  private static final ScreenerTrainingSettings SETTINGS =
      new ScreenerTrainingSettings(
          new ScreenerArchitecture(
              new PatchSettings(24, List.of(1.5)),
              8,
              List.of(new ScreenerArchitecture.Block(16, 2)),
              16),
          5,
          1600,
          32,
          0.5,
          0.2,
          5e-3,
          0.01,
          0.4,
          0.25,
          0,
          4,
          5);

  private static final ScreenerProgress QUIET =
      new ScreenerProgress() {
        @Override
        public void epoch(int number, int of, double loss) {}

        @Override
        public void diverged(double learningRate) {}
      };

  @BeforeAll
  static void pytorch() throws Exception {
    PytorchEngine.start(Path.of("target", "pytorch"));
  }

  /** Dark rings, which are labeled, and dark squares, which are not; each has two candidates. */
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
      double radius = 9 + 4 * random.nextDouble();
      double centerX = 32 + 64 * (cell % 4) + 6 * random.nextDouble();
      double centerY = 32 + 64 * (cell / 4) + 6 * random.nextDouble();
      boolean ring = random.nextBoolean();
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          double dx = x + 0.5 - centerX;
          double dy = y + 0.5 - centerY;
          double distance = ring ? Math.hypot(dx, dy) : Math.max(Math.abs(dx), Math.abs(dy));
          if (Math.abs(distance - radius) < 2) {
            samples[y * side + x] = (byte) ((samples[y * side + x] & 0xFF) - 60);
          }
        }
      }
      Box box = square(centerX, centerY, radius + 2);
      if (ring) {
        rings.add(box);
      }
      for (int k = 0; k < 2; k++) {
        double shift = 3 * random.nextGaussian();
        candidates.add(new Candidate(square(centerX + shift, centerY - shift, radius * 1.3), 1, 5));
      }
    }
    return new ScreeningImage(new ByteImage(side, side, samples), rings, candidates);
  }

  private static Box square(double x, double y, double half) {
    return new Box(x - half, y - half, 2 * half, 2 * half);
  }

  private static List<ScreeningImage> scenes(int from, int to) {
    List<ScreeningImage> scenes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      scenes.add(scene(i));
    }
    return scenes;
  }

  @Test
  void tellsRingsFromSquaresAndFindsTheirBoxes() throws Exception {
    byte[] network = new ScreenerTrainer(SETTINGS, QUIET).train(scenes(0, 20));
    ScreeningSettings screening =
        new ScreeningSettings(SETTINGS.architecture().patch(), 2, 2, 1, 0, 0.5, 0.4);
    ForkJoinPool pool = new ForkJoinPool(2);
    int right = 0;
    int all = 0;
    double overlap = 0;
    double overlapBefore = 0;
    int defects = 0;
    try (Screener screener = new Screener(new ScreenerModel(network, screening))) {
      for (ScreeningImage unseen : scenes(20, 30)) {
        for (ScreenedBox box : screener.judge(unseen.image(), unseen.candidates(), pool)) {
          double before = overlap(unseen, box.candidate().box());
          all++;
          right += box.probability() > 0.5 == before > 0 ? 1 : 0;
          if (before > 0) {
            defects++;
            overlapBefore += before;
            overlap += overlap(unseen, box.box());
          }
        }
      }
    } finally {
      pool.shutdown();
    }
    assertThat((double) right / all).as("right").isGreaterThan(0.95);
    assertThat(overlap / defects).as("overlap").isGreaterThan(overlapBefore / defects + 0.07);
  }

  private static double overlap(ScreeningImage image, Box box) {
    return image.annotations().stream().mapToDouble(box::iou).max().orElse(0);
  }

  @Test
  void theSameSeedGivesTheSameNetworkAndAnotherDoesNot() {
    ScreenerTrainingSettings brief = SETTINGS.withLength(1, 128);
    List<ScreeningImage> scenes = scenes(0, 4);
    byte[] first = new ScreenerTrainer(brief, QUIET).train(scenes);
    byte[] again = new ScreenerTrainer(brief, QUIET).train(scenes);
    byte[] other = new ScreenerTrainer(brief.withSeed(6), QUIET).train(scenes);
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void networksTrainedSideBySideAreThoseTrainedAlone() {
    ScreenerTrainingSettings brief = SETTINGS.withLength(1, 640);
    List<ScreeningImage> scenes = scenes(0, 4);
    List<byte[]> together =
        IntStream.range(0, 3)
            .mapToObj(
                seed ->
                    CompletableFuture.supplyAsync(
                        () -> new ScreenerTrainer(brief.withSeed(seed), QUIET).train(scenes)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    for (int seed = 0; seed < 3; seed++) {
      assertThat(new ScreenerTrainer(brief.withSeed(seed), QUIET).train(scenes))
          .isEqualTo(together.get(seed));
    }
  }

  @Test
  void refusesToLearnFromNothing() {
    ScreeningImage scene = scene(0);
    ScreenerTrainer trainer = new ScreenerTrainer(SETTINGS, QUIET);
    assertThatThrownBy(
            () ->
                trainer.train(
                    List.of(new ScreeningImage(scene.image(), List.of(), scene.candidates()))))
        .hasMessageContaining("no annotation");
  }

  @Test
  void beginsAnewWithALowerRateWhereTheLossRises() {
    double[] rates = new double[1];
    int[] epochs = new int[1];
    ScreenerProgress hearing =
        new ScreenerProgress() {
          @Override
          public void epoch(int number, int of, double loss) {
            epochs[0]++;
          }

          @Override
          public void diverged(double learningRate) {
            rates[0] = learningRate;
          }
        };
    ScreenerTrainingSettings wild =
        new ScreenerTrainingSettings(
            SETTINGS.architecture(), 3, 640, 32, 0.5, 0.2, 8e30, 0, 0.4, 0.25, 0, 4, 5);
    assertThatThrownBy(() -> new ScreenerTrainer(wild, hearing).train(scenes(0, 4)))
        .hasMessageContaining("diverged even with a learning rate of 1.0E30");
    assertThat(rates[0]).isEqualTo(1e30);
    assertThat(epochs[0]).isLessThan(4 * 3 + 1);
  }
}
