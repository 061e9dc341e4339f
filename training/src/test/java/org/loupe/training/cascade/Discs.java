package org.loupe.training.cascade;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.loupe.cascade.ScanSettings;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.geometry.Box;

/** Small labeled micrographs of dark discs among dark bars and noise. */
final class Discs {

  static final int SIDE = 160;

  private Discs() {}

  /** Settings that train on such micrographs in seconds. */
  static CascadeTrainingSettings settings() {
    return CascadeTrainingSettings.defaults().toBuilder()
        .windowSize(16)
        .maxStages(5)
        .maxWeakCount(30)
        .maxPositives(400)
        .minNegatives(50)
        .scan(CascadeTrainingSettings.defaults().scan().withMinDefectSizePx(16))
        .build();
  }

  /** Returns micrographs with the discs in pairs of one series. */
  static List<LabeledMicrograph> write(Path folder, int count, long seed) throws IOException {
    List<LabeledMicrograph> micrographs = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      micrographs.add(one(folder, "m" + seed + "-" + i, "s" + i / 2, random.split()));
    }
    return micrographs;
  }

  private static LabeledMicrograph one(
      Path folder, String name, String series, SplittableRandom random) throws IOException {
    double[][] depth = new double[SIDE][SIDE];
    List<Annotation> annotations = new ArrayList<>();
    for (int disc = 0; disc < 5; disc++) {
      double radius = 9 + 7 * random.nextDouble();
      double x = 20 + (disc % 3) * 55 + 10 * random.nextDouble();
      double y = 30 + (disc / 3) * 75 + 15 * random.nextDouble();
      draw(depth, x, y, radius, radius);
      annotations.add(new Annotation(new Box(x - radius, y - radius, 2 * radius, 2 * radius)));
    }
    draw(depth, 135, 110, 5, 30);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double value = 170 + 0.1 * x - depth[y][x] + 8 * (random.nextDouble() - 0.5);
        image.getRaster().setSample(x, y, 0, (int) Math.max(0, Math.min(255, value)));
      }
    }
    Path file = folder.resolve(name + ".png");
    ImageIO.write(image, "png", file.toFile());
    return new LabeledMicrograph(
        name, file, SIDE, SIDE, series, LabeledMicrograph.Part.TRAINING, annotations);
  }

  private static void draw(double[][] depth, double cx, double cy, double rx, double ry) {
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double r = Math.hypot((x + 0.5 - cx) / rx, (y + 0.5 - cy) / ry);
        depth[y][x] += 60 / (1 + Math.exp(12 * (r - 1)));
      }
    }
  }

  /** Writes a blank micrograph with one label. */
  static LabeledMicrograph blank(Path folder, int gray) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.getRaster().setSample(i % SIDE, i / SIDE, 0, gray);
    }
    Path file = folder.resolve("blank" + gray + ".png");
    ImageIO.write(image, "png", file.toFile());
    return new LabeledMicrograph(
        "blank",
        file,
        SIDE,
        SIDE,
        "blank",
        LabeledMicrograph.Part.TRAINING,
        List.of(new Annotation(new Box(40, 40, 30, 30))));
  }

  static ScanSettings scan() {
    return settings().scan();
  }
}
