package org.loupe.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.ValidationFolds;
import org.loupe.defect.Candidate;
import org.loupe.export.AtomicFile;
import org.loupe.image.ByteImage;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.model.FileHash;
import org.loupe.model.ModelValidation;
import org.loupe.screen.DuplicateSuppression;
import org.loupe.screen.ScreenedBox;
import org.loupe.screen.Screener;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.ScreeningSettings;
import org.loupe.training.cascade.CascadeCourse;
import org.loupe.training.cascade.TrainedCascade;
import org.loupe.training.cascade.ValidatedCascade;
import org.loupe.training.screen.ScreenerProgress;
import org.loupe.training.screen.ScreenerTrainer;
import org.loupe.training.screen.ScreenerTrainingSettings;
import org.loupe.training.screen.ScreeningImage;
import org.loupe.trust.DetectionTrait;
import org.loupe.trust.MicrographTraits;
import org.loupe.trust.TrustBasis;

/**
 * From a labeled set to a whole model.
 *
 * <ol>
 *   <li>The set is divided into folds by series, or by labeled set. A cascade is trained without
 *       each fold; how many stages and neighbors give enough recall at a bearable number of
 *       candidates is chosen on the folds, and a last cascade is trained on everything ({@link
 *       CascadeCourse}).
 *   <li>Each micrograph's candidates come from the cascade that has not learned from it: these are
 *       what networks learn from, for what a cascade does on micrographs it knows is not what it
 *       does on a user's.
 *   <li>A network is trained without each fold and judges that fold's candidates; from all their
 *       answers come the probabilities' calibration, the precision-recall curve and the threshold.
 *   <li>The same answers tell which micrographs are unlike those of the training, and how F1 can be
 *       predicted without labels ({@link TrustTrainer}).
 *   <li>A last network learns from everything. It and the last cascade are the model; the figures
 *       are those of the folds.
 * </ol>
 *
 * <p>The candidates of a training micrograph come from a cascade that has seen the labels of the
 * fold that is judged: only in the choice of hard examples do the judged labels have a part.
 */
public final class ModelTrainer {

  private final ModelTrainingSettings settings;
  private final Path states;
  private final ForkJoinPool pool;
  private final ModelProgress progress;

  /**
   * Makes a trainer.
   *
   * @param states folder for what an interrupted training goes on from; must exist
   * @param pool whose threads do the work
   */
  public ModelTrainer(
      ModelTrainingSettings settings, Path states, ForkJoinPool pool, ModelProgress progress) {
    this.settings = settings;
    this.states = states;
    this.pool = pool;
    this.progress = progress;
  }

  /**
   * Trains.
   *
   * @param background further micrographs without defects
   * @throws IOException if a micrograph or a state cannot be read or written
   * @throws IllegalArgumentException if there is nothing to learn from or too few series
   */
  public TrainedModel train(LabeledSet set, List<LabeledMicrograph> background) throws IOException {
    FoldCandidates found = candidates(set, background, micrograph -> true);
    List<List<Seen>> seen = found.folds();
    List<byte[]> networks = networks(seen);
    List<Judged> judged = new ArrayList<>();
    for (int fold = 0; fold < seen.size(); fold++) {
      progress.phase("screening fold " + (fold + 1) + " of " + seen.size());
      judged.addAll(judge(seen.get(fold), fold, networks.get(fold)));
    }
    return model(found.cascades(), found.scan(), networks.get(seen.size()), judged);
  }

  /** The cascades and, fold by fold, what that one finds which has not learned from the fold. */
  record FoldCandidates(ValidatedCascade cascades, ScanSettings scan, List<List<Seen>> folds) {}

  /**
   * Trains the cascades, or takes what an interrupted training has left, and scans each fold.
   *
   * @param scanned which micrographs of the folds are scanned; the others are left out
   */
  FoldCandidates candidates(
      LabeledSet set, List<LabeledMicrograph> background, Predicate<LabeledMicrograph> scanned)
      throws IOException {
    List<List<LabeledMicrograph>> folds =
        ValidationFolds.of(set.micrographs(), settings.unit(), settings.folds());
    ValidatedCascade cascades =
        new CascadeCourse(
                settings.cascade(),
                settings.unit(),
                settings.folds(),
                states.resolve("cascade"),
                pool,
                progress)
            .run(set.withoutParts(), background);
    ScanSettings scan =
        settings
            .cascade()
            .scan()
            .withMinNeighbors(
                cascades
                    .chosen()
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "the cascades end before few enough windows pass to judge them; allow more stages"))
                    .minNeighbors());
    List<List<Seen>> seen = new ArrayList<>();
    for (int fold = 0; fold < folds.size(); fold++) {
      progress.phase("finding candidates in fold " + (fold + 1) + " of " + folds.size());
      TrainedCascade trained = cascades.folds().get(fold);
      LbpCascade cascade = trained.cascade().beginning(cascades.cascade().stages().size());
      List<LabeledMicrograph> some = folds.get(fold).stream().filter(scanned).toList();
      seen.add(scan(some, new CascadeDetector(cascade, scan)));
    }
    return new FoldCandidates(cascades, scan, seen);
  }

  /** A micrograph, its pixels and what a cascade that does not know it finds there. */
  record Seen(LabeledMicrograph micrograph, ScreeningImage image) {}

  private List<Seen> scan(List<LabeledMicrograph> micrographs, CascadeDetector detector)
      throws IOException {
    List<Seen> seen = new ArrayList<>();
    for (LabeledMicrograph micrograph : micrographs) {
      ByteImage image;
      try (MicrographFile open = MicrographReaders.open(micrograph.file())) {
        image = open.frame(0).detectorImage();
      }
      List<Candidate> candidates = detector.detect(image, pool);
      seen.add(
          new Seen(
              micrograph,
              new ScreeningImage(
                  image,
                  micrograph.annotations().stream().map(Annotation::box).toList(),
                  candidates)));
    }
    return seen;
  }

  static List<Seen> others(List<List<Seen>> folds, int without) {
    List<Seen> others = new ArrayList<>();
    for (int fold = 0; fold < folds.size(); fold++) {
      if (fold != without) {
        others.addAll(folds.get(fold));
      }
    }
    return others;
  }

  /** Trains a network without each fold and one on everything, side by side, each in one thread. */
  private List<byte[]> networks(List<List<Seen>> folds) throws IOException {
    ExecutorService workers =
        Executors.newFixedThreadPool(Math.min(pool.getParallelism(), folds.size() + 1));
    try {
      List<Future<byte[]>> training = new ArrayList<>();
      for (int fold = 0; fold < folds.size(); fold++) {
        int number = fold + 1;
        List<Seen> seen = others(folds, fold);
        training.add(workers.submit(() -> network(number, seen)));
      }
      List<Seen> everything = folds.stream().flatMap(List::stream).toList();
      training.add(workers.submit(() -> network(folds.size() + 1, everything)));
      List<byte[]> networks = new ArrayList<>();
      for (Future<byte[]> one : training) {
        networks.add(one.get());
      }
      return networks;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the training of the networks was interrupted", e);
    } catch (ExecutionException e) {
      throw cause(e);
    } finally {
      workers.shutdownNow();
    }
  }

  /** Throws why a network could not be trained, as if it had been trained in this thread. */
  private static IOException cause(ExecutionException failure) {
    if (failure.getCause() instanceof RuntimeException e) {
      throw e;
    }
    return failure.getCause() instanceof IOException e ? e : new IOException(failure);
  }

  /** Returns who hears of one network, one thread at a time. */
  private ScreenerProgress guarded(int number, int micrographs) {
    ScreenerProgress heard;
    synchronized (progress) {
      heard = progress.network(number, settings.folds() + 1, micrographs);
    }
    return new ScreenerProgress() {
      @Override
      public void epoch(int epoch, int of, double loss) {
        synchronized (progress) {
          heard.epoch(epoch, of, loss);
        }
      }

      @Override
      public void diverged(double learningRate) {
        synchronized (progress) {
          heard.diverged(learningRate);
        }
      }
    };
  }

  /** Trains a network, or reads it if an interrupted training has left it. */
  byte[] network(int number, List<Seen> seen) throws IOException {
    ScreenerProgress heard = guarded(number, seen.size());
    ScreenerTrainingSettings training = training(number, seen);
    String from =
        settings.start().map(onnx -> "-from-" + FileHash.sha256(onnx).substring(0, 16)).orElse("");
    Path file =
        states.resolve("network-" + number + "-" + fingerprint(training, seen) + from + ".onnx");
    if (Files.exists(file)) {
      return Files.readAllBytes(file);
    }
    byte[] network =
        new ScreenerTrainer(training, settings.start(), heard)
            .train(seen.stream().map(Seen::image).toList());
    AtomicFile.write(file, out -> out.write(network));
    return network;
  }

  /** Returns how the network of a number is trained. */
  ScreenerTrainingSettings training(int number, List<Seen> seen) {
    return settings
        .screener()
        .withSeed(settings.screener().seed() + number)
        .forAnnotations(seen.stream().mapToInt(s -> s.micrograph().annotations().size()).sum());
  }

  /** Returns a word that differs where a network would, by its settings and examples. */
  static String fingerprint(Record training, List<Seen> seen) throws IOException {
    StringBuilder text = new StringBuilder(training.toString());
    for (Seen one : seen) {
      text.append('\n').append(FileHash.sha256(one.image().image().samples()));
      text.append(one.image().annotations()).append(one.image().candidates());
    }
    return FileHash.sha256(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  /** A micrograph of a fold and what a network that does not know it says of each candidate. */
  record Judged(Seen seen, int fold, List<ScreenedBox> boxes) {

    ValidatedMicrograph validated(ScreeningSettings how) {
      return new ValidatedMicrograph(
          seen.micrograph(),
          fold,
          seen.image().candidates(),
          DuplicateSuppression.suppress(
              boxes.stream().map(b -> b.withProbability(how.probability(b.logit()))).toList(),
              how.maxOverlap()));
    }
  }

  List<Judged> judge(List<Seen> fold, int number, byte[] network) throws IOException {
    List<Judged> judged = new ArrayList<>();
    try (Screener screener = new Screener(new ScreenerModel(network, settings.screening()))) {
      for (Seen one : fold) {
        judged.add(
            new Judged(
                one, number, screener.judge(one.image().image(), one.image().candidates(), pool)));
      }
    }
    return judged;
  }

  private TrainedModel model(
      ValidatedCascade cascades, ScanSettings scan, byte[] network, List<Judged> judged) {
    ScreeningSettings raw = settings.screening().withCalibration(1, 0);
    List<ProbabilityCalibration.Answer> answers =
        ScreeningValidation.answers(judged.stream().map(j -> j.validated(raw)).toList());
    ProbabilityCalibration calibration = ProbabilityCalibration.fit(answers);
    ScreeningSettings calibrated =
        raw.withCalibration(calibration.temperature(), calibration.offset());
    List<ValidatedMicrograph> micrographs =
        judged.stream().map(j -> j.validated(calibrated)).toList();
    ModelValidation validation =
        ScreeningValidation.of(
            micrographs,
            String.format(
                Locale.ROOT,
                "cross-validation by %s, %d folds",
                settings.unit().word(),
                settings.folds()),
            settings.goal(),
            calibration.expectedError(answers));
    double minProbability = validation.operatingPoint().minProbability();
    return new TrainedModel(
        cascades.cascade(),
        scan,
        new ScreenerModel(network, calibrated.withMinProbability(minProbability)),
        cascades,
        validation,
        trust(judged, micrographs, minProbability),
        micrographs);
  }

  private static Optional<TrustBasis> trust(
      List<Judged> judged, List<ValidatedMicrograph> micrographs, double minProbability) {
    List<TrustExample> examples = new ArrayList<>();
    for (int i = 0; i < judged.size(); i++) {
      ByteImage image = judged.get(i).seen().image().image();
      ValidatedMicrograph micrograph = micrographs.get(i);
      examples.add(
          new TrustExample(
              micrograph.micrograph().series(),
              MicrographTraits.of(image, micrograph.detections(), minProbability),
              DetectionTrait.of(image, micrograph.detections(), minProbability),
              ScreeningValidation.strict(List.of(micrograph), minProbability)));
    }
    return TrustTrainer.train(examples, minProbability);
  }
}
