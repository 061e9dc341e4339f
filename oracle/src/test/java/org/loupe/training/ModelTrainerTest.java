package org.loupe.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.analysis.DefectAnalyzer;
import org.loupe.dataset.FoldUnit;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.LabeledSets;
import org.loupe.defect.MicrographResult;
import org.loupe.evaluate.IouRule;
import org.loupe.geometry.Box;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.model.MatchFigures;
import org.loupe.model.ModelBundle;
import org.loupe.model.ModelDescription;
import org.loupe.model.ModelFile;
import org.loupe.screen.PatchSettings;
import org.loupe.screen.ScreeningSettings;
import org.loupe.training.cascade.CascadeTrainingSettings;
import org.loupe.training.cascade.CurvePoint;
import org.loupe.training.cascade.StageReport;
import org.loupe.training.screen.PytorchEngine;
import org.loupe.training.screen.ScreenerArchitecture;
import org.loupe.training.screen.ScreenerProgress;
import org.loupe.training.screen.ScreenerTrainingSettings;

/** The whole way from labels to a model file, on drawn rings (labeled) and disks (not). */
class ModelTrainerTest {

  private static final PatchSettings PATCH = new PatchSettings(24, List.of(1.5));

  @TempDir private Path folder = Path.of("");

  private final ForkJoinPool pool = new ForkJoinPool(2);

  @BeforeAll
  static void pytorch() throws IOException {
    PytorchEngine.start(Path.of("target", "pytorch"));
  }

  @AfterEach
  void shutDown() {
    pool.shutdown();
  }

  /** Hears nothing but counts epochs. */
  private static final class Counter implements ModelProgress {
    private int epochs;

    @Override
    public void training(
        int number, int of, List<LabeledMicrograph> training, List<LabeledMicrograph> judged) {}

    @Override
    public void phase(String what) {}

    @Override
    public void stage(StageReport report) {}

    @Override
    public void validated(List<CurvePoint> points) {}

    @Override
    public ScreenerProgress network(int number, int of, int micrographs) {
      return new ScreenerProgress() {
        @Override
        public void epoch(int epoch, int epochs, double loss) {
          Counter.this.epochs++;
        }

        @Override
        public void diverged(double learningRate) {}
      };
    }
  }

  /** Draws six things on a grid, half of them rings, and returns the rings' boxes. */
  private static List<Box> draw(Path file, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    BufferedImage image = new BufferedImage(180, 120, BufferedImage.TYPE_BYTE_GRAY);
    double[][] centers = new double[6][];
    for (int k = 0; k < 6; k++) {
      centers[k] =
          new double[] {
            30 + 60 * (k % 3) + 8 * random.nextDouble() - 4,
            30 + 60 * (k / 3) + 8 * random.nextDouble() - 4,
            8 + 3 * random.nextDouble()
          };
    }
    List<Box> rings = new ArrayList<>();
    for (int y = 0; y < 120; y++) {
      for (int x = 0; x < 180; x++) {
        double gray = 150 + 8 * random.nextGaussian();
        for (int k = 0; k < 6; k++) {
          double distance = Math.hypot(x + 0.5 - centers[k][0], y + 0.5 - centers[k][1]);
          boolean dark =
              k % 2 == 0 ? Math.abs(distance - centers[k][2]) < 2 : distance < centers[k][2] + 2;
          gray -= dark ? 70 : 0;
        }
        image.getRaster().setSample(x, y, 0, (int) Math.max(0, Math.min(255, gray)));
      }
    }
    for (int k = 0; k < 6; k += 2) {
      double half = centers[k][2] + 2;
      rings.add(new Box(centers[k][0] - half, centers[k][1] - half, 2 * half, 2 * half));
    }
    ImageIO.write(image, "png", file.toFile());
    return rings;
  }

  private LabeledSet set(int micrographs) throws IOException {
    Path set = folder.resolve("set");
    Files.createDirectories(set.resolve("images"));
    Files.createDirectories(set.resolve("boxes"));
    for (int i = 0; i < micrographs; i++) {
      StringBuilder lines = new StringBuilder();
      for (Box box : draw(set.resolve("images/m" + i + ".png"), i)) {
        lines.append(
            Math.round(box.y())
                + " "
                + Math.round(box.x())
                + " "
                + Math.round(box.bottom())
                + " "
                + Math.round(box.right())
                + "\n");
      }
      Files.writeString(set.resolve("boxes/m" + i + ".txt"), lines.toString());
    }
    return LabeledSets.open(set);
  }

  private static ModelTrainingSettings settings(LabeledSet set) {
    return new ModelTrainingSettings(
        FoldUnit.SERIES,
        2,
        CascadeTrainingSettings.defaults().toBuilder()
            .windowSize(16)
            .maxStages(12)
            .maxCandidates(10)
            .patience(1)
            .build()
            .withSmallestOf(set.micrographs()),
        new ScreenerTrainingSettings(
            new ScreenerArchitecture(PATCH, 8, List.of(new ScreenerArchitecture.Block(16, 2)), 16),
            4,
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
            5),
        new ScreeningSettings(PATCH, 2, 2, 1, 0, 0.5, 0.35),
        OperatingGoal.f1(),
        Optional.empty());
  }

  @Test
  void labelsBecomeAModelFileThatFindsTheDefectsOfUnseenMicrographs() throws Exception {
    LabeledSet set = set(10);
    Path states = Files.createDirectories(folder.resolve("states"));
    Counter counter = new Counter();
    TrainedModel trained =
        new ModelTrainer(settings(set), states, pool, counter).train(set, List.of());
    assertThat(counter.epochs).isEqualTo(3 * 4);
    MatchFigures figures = trained.validation().operatingPoint().iou50();
    assertThat(figures.recall()).isGreaterThan(0.8);
    assertThat(figures.precision()).isGreaterThan(0.8);
    assertThat(trained.micrographs()).hasSize(10);
    assertThat(trained.validation().annotations()).isEqualTo(30);

    Path file = folder.resolve("rings.loupe");
    ModelDescription description =
        new ModelDescription(
            "test", "loupe train", 1, List.of(), Optional.of(trained.validation()), "# Rings");
    ModelFile.write(
        file,
        ModelBundle.trained(
            "ring",
            trained.cascade(),
            trained.scan(),
            Optional.of(trained.screener()),
            description));
    Path unseen = folder.resolve("unseen.png");
    List<Box> rings = draw(unseen, 99);
    try (DefectAnalyzer analyzer = new DefectAnalyzer(ModelFile.read(file));
        MicrographFile open = MicrographReaders.open(unseen)) {
      MicrographResult result = analyzer.analyze("unseen", open.frame(0), pool);
      List<Box> found = result.defects().stream().map(d -> d.detection().box()).toList();
      assertThat(IouRule.match(rings, found, 0.4).recall()).isEqualTo(1);
      assertThat(found).hasSizeLessThanOrEqualTo(4);
    }

    // an interrupted training has left cascades and networks: nothing is learned again
    Counter again = new Counter();
    TrainedModel same =
        new ModelTrainer(settings(set), states, new ForkJoinPool(1), again).train(set, List.of());
    assertThat(again.epochs).isZero();
    assertThat(same.cascade()).isEqualTo(trained.cascade());
    assertThat(same.screener().onnx()).isEqualTo(trained.screener().onnx());
    assertThat(same.validation()).isEqualTo(trained.validation());
    assertThat(same.screener().settings().temperature())
        .isCloseTo(trained.screener().settings().temperature(), within(1e-12));
  }
}
