package org.loupe.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.training.cascade.CascadeTrainer;
import org.loupe.training.cascade.CascadeTrainingSettings;
import org.loupe.training.cascade.TrainingProgress;

/** A cascade that we train runs in OpenCV, and finds there what it finds here. */
class TrainedCascadeParityTest {

  private static final int SIDE = 200;

  private final ForkJoinPool pool = new ForkJoinPool(2);

  @TempDir private Path folder = Path.of("");

  private ByteImage discs(SplittableRandom random, List<Annotation> annotations) {
    byte[] samples = new byte[SIDE * SIDE];
    double[] xs = new double[6];
    double[] ys = new double[6];
    double[] radii = new double[6];
    for (int i = 0; i < 6; i++) {
      radii[i] = 9 + 8 * random.nextDouble();
      xs[i] = 35 + 65 * (i % 3) + 8 * random.nextDouble();
      ys[i] = 45 + 95 * (i / 3) + 20 * random.nextDouble();
      annotations.add(
          new Annotation(new Box(xs[i] - radii[i], ys[i] - radii[i], 2 * radii[i], 2 * radii[i])));
    }
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double value = 150 + 25 * random.nextDouble();
        for (int i = 0; i < 6; i++) {
          value -= 60 / (1 + Math.exp(Math.hypot(x - xs[i], y - ys[i]) - radii[i]));
        }
        samples[y * SIDE + x] = (byte) value;
      }
    }
    return new ByteImage(SIDE, SIDE, samples);
  }

  private LabeledMicrograph written(int number, SplittableRandom random) throws IOException {
    List<Annotation> annotations = new ArrayList<>();
    ByteImage image = discs(random, annotations);
    java.awt.image.BufferedImage gray =
        new java.awt.image.BufferedImage(SIDE, SIDE, java.awt.image.BufferedImage.TYPE_BYTE_GRAY);
    gray.getRaster().setDataElements(0, 0, SIDE, SIDE, image.samples());
    Path file = folder.resolve("m" + number + ".png");
    ImageIO.write(gray, "png", file.toFile());
    return new LabeledMicrograph(
        "m" + number, file, SIDE, SIDE, "m" + number, LabeledMicrograph.Part.TRAINING, annotations);
  }

  @Test
  void openCvFindsTheSameWindows() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    List<LabeledMicrograph> micrographs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      micrographs.add(written(i, random));
    }
    CascadeTrainingSettings settings =
        CascadeTrainingSettings.defaults().toBuilder()
            .windowSize(20)
            .maxStages(4)
            .maxWeakCount(40)
            .maxPositives(300)
            .minNegatives(20)
            .build();
    LbpCascade cascade =
        new CascadeTrainer(settings, pool, TrainingProgress.none())
            .train(micrographs, List.of())
            .cascade();
    Path file = folder.resolve("trained.xml");
    try (OutputStream out = Files.newOutputStream(file)) {
      CascadeXml.write(cascade, out);
    }
    OpenCvDetector rival = new OpenCvDetector(file);
    int windows = 0;
    for (int i = 0; i < 4; i++) {
      ByteImage image = discs(random, new ArrayList<>());
      for (int neighbors : new int[] {0, 1, 4}) {
        ScanSettings scan = ScanSettings.defaults().withMinNeighbors(neighbors);
        List<Candidate> ours = new CascadeDetector(cascade, scan).detect(image, pool);
        assertThat(CascadeComparison.sorted(CascadeComparison.boxes(ours)))
            .isEqualTo(CascadeComparison.sorted(rival.detect(image, scan)));
        windows += ours.size();
      }
    }
    assertThat(windows).isGreaterThan(50);
    pool.shutdownNow();
  }
}
