package org.loupe.app.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.loupe.cascade.BoostParameters;
import org.loupe.cascade.CodeSet;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.ScanSettings;
import org.loupe.cascade.Stage;
import org.loupe.cascade.Stump;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.model.ModelValidation;
import org.loupe.model.OperatingPoint;
import org.loupe.model.SizeClassRecall;
import org.loupe.screen.ScreenedBox;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.ScreeningSettings;
import org.loupe.training.ProbabilityCalibration;
import org.loupe.training.ScreeningValidation;
import org.loupe.training.TrainedModel;
import org.loupe.training.ValidatedMicrograph;
import org.loupe.training.cascade.StopReason;
import org.loupe.training.cascade.TrainedCascade;
import org.loupe.training.cascade.ValidatedCascade;

/** Trained models whose labels and detections were written by hand, on micrographs of noise. */
final class SmallTraining {

  static final double TEMPERATURE = 2;
  static final double OFFSET = 0.1;
  static final double MIN_PROBABILITY = 0.5;

  /** A name that does harm where it is not escaped; no file has it. */
  static final String NASTY = "<script>alert('x')</script>&\"b\"\u202E\u0001.png";

  private SmallTraining() {}

  /**
   * One disagreement of each kind, a match in each of two folds, and a micrograph without anything.
   *
   * <p>Counted by hand: 5 labels, 4 detections at the operating point. By centers 3 labels are
   * found and 3 detections are right, by the strict rule 2 and 2. Of 5 candidates 4 are right and
   * find 4 labels.
   */
  static TrainedModel oneOfEach(Path folder) throws IOException {
    Path file = noise(folder.resolve("a.png"), 200, 160);
    ValidatedMicrograph first =
        new ValidatedMicrograph(
            micrograph(
                "a.png",
                file,
                "s1",
                new Box(40, 40, 30, 30),
                new Box(120, 40, 30, 30),
                new Box(40, 100, 24, 24),
                new Box(150, 120, 20, 20)),
            0,
            List.of(
                candidate(40, 40, 30),
                candidate(130, 52, 30),
                candidate(5, 5, 20),
                candidate(42, 102, 24)),
            List.of(
                // matches the first label
                screened(new Box(41, 41, 30, 30), 0.91),
                // overlaps the second label by 360 / 1440
                screened(new Box(130, 52, 30, 30), 0.81),
                // far from all
                screened(new Box(5, 5, 20, 20), 0.71),
                // on the third label, improbable; nothing is at the fourth
                screened(new Box(42, 102, 24, 24), 0.31)));
    Path other = noise(folder.resolve("b.png"), 200, 160);
    ValidatedMicrograph second =
        new ValidatedMicrograph(
            micrograph(NASTY, other, "<b>bold & series</b>", new Box(60, 60, 40, 40)),
            1,
            List.of(candidate(60, 60, 40)),
            List.of(screened(new Box(60, 60, 40, 40), 0.95)));
    ValidatedMicrograph empty =
        new ValidatedMicrograph(micrograph("c.png", other, "s1"), 0, List.of(), List.of());
    return model(
        List.of(first, empty, second),
        List.of(
            new SizeClassRecall(16, 24, 1, 0, 0),
            new SizeClassRecall(24, 32, 3, 2 / 3.0, 1 / 3.0),
            new SizeClassRecall(32, 48, 1, 1, 1)));
  }

  /** A micrograph on which there is nothing and nothing was found. */
  static TrainedModel nothing(Path folder) throws IOException {
    Path file = noise(folder.resolve("empty.png"), 100, 80);
    return model(
        List.of(
            new ValidatedMicrograph(micrograph("empty.png", file, "s"), 0, List.of(), List.of())),
        List.of());
  }

  /** Labels that are all found exactly. */
  static TrainedModel perfect(Path folder) throws IOException {
    Path file = noise(folder.resolve("perfect.png"), 100, 80);
    Box box = new Box(20, 20, 30, 25);
    return model(
        List.of(
            new ValidatedMicrograph(
                micrograph("perfect.png", file, "s", box),
                0,
                List.of(candidate(20, 20, 30)),
                List.of(screened(box, 0.99)))),
        List.of(new SizeClassRecall(24, 32, 1, 1, 1)));
  }

  /** A label that is found in the set {@code steel}, and one that is not in {@code titanium}. */
  static TrainedModel twoSets(Path folder) throws IOException {
    Path file = noise(folder.resolve("both.png"), 100, 80);
    Box box = new Box(20, 20, 30, 25);
    return model(
        List.of(
            new ValidatedMicrograph(
                micrograph("steel/images/a.png", file, "steel/a", box),
                0,
                List.of(candidate(20, 20, 30)),
                List.of(screened(box, 0.99))),
            new ValidatedMicrograph(
                micrograph("titanium/a.png", file, "titanium/a", box), 1, List.of(), List.of())),
        List.of(new SizeClassRecall(24, 32, 2, 0.5, 0.5)));
  }

  /** As many labels without a box, and boxes without a label, as asked, on one micrograph. */
  static TrainedModel wrong(Path folder, int count) throws IOException {
    Path file = noise(folder.resolve("wrong.png"), 2000, 400);
    List<Box> labels = new ArrayList<>();
    List<ScreenedBox> detections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels.add(new Box(20 + 60 * i, 60, 30, 30));
      detections.add(screened(new Box(20 + 60 * i, 260, 30, 30), 0.55 + 0.01 * i));
    }
    detections.sort(Comparator.comparingDouble(ScreenedBox::probability).reversed());
    return model(
        List.of(
            new ValidatedMicrograph(
                micrograph("wrong.png", file, "s", labels.toArray(Box[]::new)),
                0,
                List.of(),
                detections)),
        List.of(new SizeClassRecall(24, 32, count, 0, 0)));
  }

  /**
   * Ellipses of 30, 40 and 20 px, the detections' boxes a tenth longer than theirs and the last one
   * improbable, and a label that is only a box.
   */
  static TrainedModel outlined(Path folder) throws IOException {
    Path file = noise(folder.resolve("outlined.png"), 200, 160);
    List<Annotation> labels = new ArrayList<>();
    List<ScreenedBox> detections = new ArrayList<>();
    for (double major : new double[] {30, 40, 20}) {
      double x = 4 * major;
      Ellipse ellipse = new Ellipse(x, 60, major, 0.8 * major, 0);
      labels.add(
          new Annotation(ellipse.boundingBox(), Optional.of(ellipse), List.of(), Optional.empty()));
      Box box = new Box(x - 0.55 * major, 60 - 0.44 * major, 1.1 * major, 0.88 * major);
      detections.add(screened(box, major > 20 ? 0.9 : 0.3));
    }
    Box last = new Box(20, 120, 30, 25);
    labels.add(new Annotation(last));
    detections.add(screened(last, 0.8));
    detections.sort(Comparator.comparingDouble(ScreenedBox::probability).reversed());
    return model(
        List.of(
            new ValidatedMicrograph(
                micrograph("outlined.png", file, "s", labels), 0, List.of(), detections)),
        List.of(new SizeClassRecall(16, 48, 4, 0.75, 0.75)));
  }

  private static TrainedModel model(
      List<ValidatedMicrograph> micrographs, List<SizeClassRecall> sizes) {
    LbpCascade cascade =
        new LbpCascade(
            24,
            24,
            BoostParameters.defaults(),
            List.of(new LbpFeature(0, 0, 8, 8)),
            List.of(new Stage(0, List.of(new Stump(0, new CodeSet(1, 0, 0, 0), 1, -1)))));
    int labels = micrographs.stream().mapToInt(m -> m.annotations().size()).sum();
    OperatingPoint point = ScreeningValidation.at(micrographs, MIN_PROBABILITY);
    ModelValidation validation =
        new ModelValidation(
            "cross-validation by series, 2 folds",
            micrographs.size(),
            labels,
            point,
            ScreeningValidation.curve(micrographs),
            new ProbabilityCalibration(TEMPERATURE, OFFSET)
                .expectedError(ScreeningValidation.answers(micrographs)),
            sizes);
    return new TrainedModel(
        cascade,
        ScanSettings.defaults(),
        new ScreenerModel(
            new byte[1234],
            ScreeningSettings.defaults()
                .withCalibration(TEMPERATURE, OFFSET)
                .withMinProbability(MIN_PROBABILITY)),
        new ValidatedCascade(
            cascade,
            new TrainedCascade(cascade, List.of(), StopReason.STAGES_DONE, List.of(), labels, 0),
            List.of(),
            List.of(),
            Optional.empty()),
        validation,
        Optional.empty(),
        micrographs);
  }

  private static LabeledMicrograph micrograph(
      String name, Path file, String series, Box... labels) {
    return micrograph(name, file, series, Stream.of(labels).map(Annotation::new).toList());
  }

  private static LabeledMicrograph micrograph(
      String name, Path file, String series, List<Annotation> labels) {
    return new LabeledMicrograph(
        name, file, 200, 160, series, LabeledMicrograph.Part.TRAINING, labels);
  }

  private static Candidate candidate(double x, double y, double side) {
    return new Candidate(new Box(x, y, side, side), 1, 5);
  }

  private static ScreenedBox screened(Box box, double probability) {
    double logit = TEMPERATURE * (Math.log(probability / (1 - probability)) - OFFSET);
    return new ScreenedBox(new Candidate(box, 1, 5), box, logit, probability);
  }

  private static Path noise(Path file, int width, int height) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, random.nextInt(256));
      }
    }
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException("no writer for " + file);
    }
    return file;
  }
}
