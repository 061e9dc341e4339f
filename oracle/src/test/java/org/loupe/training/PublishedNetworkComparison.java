package org.loupe.training;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.LabeledSets;
import org.loupe.model.MatchFigures;
import org.loupe.model.OperatingPoint;
import org.loupe.screen.PatchScaling;
import org.loupe.screen.PatchSettings;
import org.loupe.screen.ScreenedBox;
import org.loupe.screen.Screener;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.ScreenerNetwork;
import org.loupe.screen.ScreeningSettings;
import org.loupe.training.ModelTrainer.Seen;
import org.loupe.training.cascade.CurvePoint;
import org.loupe.training.cascade.StageReport;
import org.loupe.training.screen.NetworkCost;
import org.loupe.training.screen.PatchLi2018;
import org.loupe.training.screen.PytorchEngine;
import org.loupe.training.screen.RecipeLi2018;
import org.loupe.training.screen.ScreenerLi2018;
import org.loupe.training.screen.ScreenerProgress;
import org.loupe.training.screen.ScreenerTrainingSettings;
import org.loupe.training.screen.ScreeningImage;
import org.loupe.training.screen.TrainerLi2018;

/**
 * Trains this project's network and the publication's on the same folds and candidates and prints
 * their figures; run by {@code benchmarks/published-network.sh}.
 *
 * <p>The folds, cascades, candidates and this project's networks are those of {@code loupe train}.
 * The publication's network is trained by its published recipe and by this project's.
 */
public final class PublishedNetworkComparison {

  /** As the publication screens. */
  private static final double PUBLISHED_MIN_PROBABILITY = 0.2;

  private static final ModelTrainingSettings DEFAULTS = ModelTrainingSettings.defaults();

  private final Options options;
  private final LabeledSet set;
  private final ForkJoinPool pool;
  private final ModelTrainer trainer;

  /**
   * What is asked.
   *
   * @param fold from 1; 0 for all
   * @param every of so many micrographs one is looked at, to try it out
   * @param networks which are trained
   */
  private record Options(
      Path dataset,
      Path states,
      int fold,
      int every,
      int epochs,
      int ownEpochs,
      int threads,
      List<Kind> networks) {

    static Options parse(List<String> words) {
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 1; i + 1 < words.size(); i += 2) {
        values.put(words.get(i), words.get(i + 1));
      }
      Options options =
          new Options(
              Path.of(words.get(0)),
              Path.of(taken(values, "--states", "target/published-network")),
              Integer.parseInt(taken(values, "--fold", "0")),
              Integer.parseInt(taken(values, "--every", "1")),
              Integer.parseInt(taken(values, "--epochs", "" + RecipeLi2018.published().epochs())),
              Integer.parseInt(taken(values, "--own-epochs", "" + DEFAULTS.screener().epochs())),
              Integer.parseInt(
                  taken(values, "--threads", "" + Runtime.getRuntime().availableProcessors())),
              networks(taken(values, "--networks", "own,published,published-own-recipe")));
      if (!values.isEmpty() || words.size() % 2 == 0) {
        throw new IllegalArgumentException("not understood: " + words);
      }
      return options;
    }

    private static String taken(Map<String, String> values, String name, String otherwise) {
      String value = values.remove(name);
      return value == null ? otherwise : value;
    }

    private static List<Kind> networks(String words) {
      List<Kind> kinds = new ArrayList<>();
      for (String word : words.split(",", -1)) {
        kinds.add(Kind.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT)));
      }
      return kinds;
    }
  }

  /** A network and how it is trained. */
  private enum Kind {
    OWN("this project's"),
    PUBLISHED("2018, published recipe"),
    PUBLISHED_OWN_RECIPE("2018, this project's recipe");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private PublishedNetworkComparison(Options options, LabeledSet set) {
    this.options = options;
    this.set = set;
    pool = new ForkJoinPool(options.threads());
    ScreenerTrainingSettings screener = DEFAULTS.screener();
    trainer =
        new ModelTrainer(
            DEFAULTS
                .withCascade(DEFAULTS.cascade().withSmallestOf(set.micrographs()))
                .withScreener(
                    screener.withLength(options.ownEpochs(), screener.examplesPerEpoch())),
            options.states(),
            pool,
            new Lines());
  }

  public static void main(String[] arguments) throws Exception {
    Options options = Options.parse(List.of(arguments));
    Files.createDirectories(options.states());
    say(PytorchEngine.start(options.states().resolve("pytorch")));
    PublishedNetworkComparison comparison =
        new PublishedNetworkComparison(options, LabeledSets.open(options.dataset()));
    try {
      comparison.printCost();
      comparison.run();
    } finally {
      comparison.pool.shutdown();
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static void say(String format, Object... values) {
    say(String.format(Locale.ROOT, format, values));
  }

  private void printCost() throws IOException {
    NetworkCost own = NetworkCost.of(DEFAULTS.screener().architecture());
    NetworkCost published = NetworkCost.ofLi2018();
    say("| network | parameters | multiply-adds a patch |");
    say("|---|---|---|");
    say("| this project's | %,d | %,d |", own.parameters(), own.multiplyAdds());
    say("| 2018 | %,d | %,d |", published.parameters(), published.multiplyAdds());
  }

  private void run() throws Exception {
    Set<LabeledMicrograph> some = new HashSet<>();
    for (int i = 0; i < set.micrographs().size(); i += options.every()) {
      some.add(set.micrographs().get(i));
    }
    List<List<Seen>> folds = trainer.candidates(set, List.of(), some::contains).folds();
    List<Integer> judged = new ArrayList<>();
    for (int fold = 0; fold < folds.size(); fold++) {
      say(
          "fold %d: %d micrographs, %d labels, %d candidates",
          fold + 1,
          folds.get(fold).size(),
          folds.get(fold).stream().mapToInt(s -> s.micrograph().annotations().size()).sum(),
          folds.get(fold).stream().mapToInt(s -> s.image().candidates().size()).sum());
      if (options.fold() == 0 || options.fold() == fold + 1) {
        judged.add(fold);
      }
    }
    Map<Kind, List<byte[]>> networks = train(folds, judged);
    for (Map.Entry<Kind, List<byte[]>> kind : networks.entrySet()) {
      printSpeed(kind.getKey(), kind.getValue().get(0));
    }
    say("");
    say(
        "| network | threshold | 20 px: recall | precision | F1 | IoU 0.5: recall | precision | F1 |");
    say("|---|---|---|---|---|---|---|---|");
    for (Map.Entry<Kind, List<byte[]>> kind : networks.entrySet()) {
      score(kind.getKey(), kind.getValue(), folds, judged);
    }
  }

  /** Trains a network of each kind for each judged fold, several side by side. */
  private Map<Kind, List<byte[]>> train(List<List<Seen>> folds, List<Integer> judged)
      throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(options.threads());
    try {
      Map<Kind, List<Future<byte[]>>> training = new LinkedHashMap<>();
      for (Kind kind : options.networks()) {
        training.put(kind, new ArrayList<>());
        for (int fold : judged) {
          training
              .get(kind)
              .add(workers.submit(() -> network(kind, fold + 1, ModelTrainer.others(folds, fold))));
        }
      }
      Map<Kind, List<byte[]>> networks = new LinkedHashMap<>();
      for (Map.Entry<Kind, List<Future<byte[]>>> kind : training.entrySet()) {
        List<byte[]> trained = new ArrayList<>();
        for (Future<byte[]> network : kind.getValue()) {
          trained.add(network.get());
        }
        networks.put(kind.getKey(), trained);
      }
      return networks;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      workers.shutdownNow();
    }
  }

  /** Trains a network, or reads it if it has been trained already. */
  private byte[] network(Kind kind, int number, List<Seen> seen) throws IOException {
    if (kind == Kind.OWN) {
      return trainer.network(number, seen);
    }
    RecipeLi2018 recipe = RecipeLi2018.published().withSeed(number);
    ScreenerTrainingSettings own = trainer.training(number, seen);
    boolean published = kind == Kind.PUBLISHED;
    // as many epochs as were asked before may be gone on from
    String word =
        ModelTrainer.fingerprint(published ? recipe : own, seen)
            + (published ? "-" + options.epochs() : "");
    Path file = options.states().resolve("li2018-" + number + "-" + word + ".onnx");
    if (Files.exists(file)) {
      return Files.readAllBytes(file);
    }
    TrainerLi2018 training = new TrainerLi2018(new EpochLines(kind.words + ", fold " + number));
    List<ScreeningImage> images = seen.stream().map(Seen::image).toList();
    byte[] network =
        published
            ? training.train(
                images,
                recipe.withEpochs(options.epochs()),
                options
                    .states()
                    .resolve(
                        "li2018-"
                            + number
                            + "-"
                            + ModelTrainer.fingerprint(recipe, seen)
                            + ".part"))
            : training.trainAsOwn(images, own);
    Files.write(file, network);
    return network;
  }

  /** Tells of each epoch and what processor time it took. */
  private static final class EpochLines implements ScreenerProgress {

    private final String what;
    private long last = cpuNanos();

    EpochLines(String what) {
      this.what = what;
    }

    @Override
    public void epoch(int number, int of, double loss) {
      long now = cpuNanos();
      say(
          "%s: epoch %2d of at most %d: loss %.4f; %.0f s of a processor",
          what, number, of, loss, (now - last) / 1e9);
      last = now;
    }

    @Override
    public void diverged(double learningRate) {
      say("%s: the loss has risen; again with a rate of %g", what, learningRate);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Prints how many patches a second of processor time go through a network, cutting left out. */
  private static void printSpeed(Kind kind, byte[] onnx) throws IOException {
    PatchSettings shape = kind == Kind.OWN ? DEFAULTS.screening().patch() : PatchLi2018.shape();
    int count = 32;
    SplittableRandom random = new SplittableRandom(1);
    float[] patches = new float[count * shape.samples()];
    for (int i = 0; i < patches.length; i++) {
      patches[i] = (float) (kind == Kind.OWN ? random.nextGaussian() : 255 * random.nextDouble());
    }
    float[] scalars = new float[count * PatchScaling.SCALARS];
    try (ScreenerNetwork network = new ScreenerNetwork(onnx, shape)) {
      for (int i = 0; i < 10; i++) {
        network.judge(patches, scalars);
      }
      int batches = 0;
      long start = cpuNanos();
      while (cpuNanos() - start < 3e9) {
        network.judge(patches, scalars);
        batches++;
      }
      say(
          "%s: %.0f patches a second of one processor",
          kind.words, batches * count / ((cpuNanos() - start) / 1e9));
    }
  }

  private void score(Kind kind, List<byte[]> networks, List<List<Seen>> folds, List<Integer> judged)
      throws IOException {
    List<ModelTrainer.Judged> all = new ArrayList<>();
    List<ModelTrainer.Judged> unmoved = new ArrayList<>();
    for (int i = 0; i < judged.size(); i++) {
      int fold = judged.get(i);
      if (kind == Kind.OWN) {
        all.addAll(trainer.judge(folds.get(fold), fold, networks.get(i)));
        unmoved.addAll(unmoved(folds.get(fold), fold, networks.get(i)));
      } else {
        all.addAll(li2018(folds.get(fold), fold, networks.get(i)));
      }
    }
    if (kind == Kind.PUBLISHED) {
      List<ValidatedMicrograph> raw = validated(all, DEFAULTS.screening());
      print(
          kind.words + ", its own threshold",
          ScreeningValidation.at(raw, PUBLISHED_MIN_PROBABILITY));
    }
    printBest(kind.words, all);
    if (kind == Kind.OWN) {
      printBest(kind.words + ", one look, the candidate's box", unmoved);
    }
  }

  /** Returns what a first look of this project's network says, of the candidates' own boxes. */
  private List<ModelTrainer.Judged> unmoved(List<Seen> fold, int number, byte[] network)
      throws IOException {
    List<ModelTrainer.Judged> judged = new ArrayList<>();
    try (Screener screener =
        new Screener(new ScreenerModel(network, DEFAULTS.screening().withPasses(1)))) {
      for (Seen seen : fold) {
        List<ScreenedBox> boxes =
            screener.judge(seen.image().image(), seen.image().candidates(), pool).stream()
                .map(
                    b ->
                        new ScreenedBox(
                            b.candidate(), b.candidate().box(), b.logit(), b.probability()))
                .toList();
        judged.add(new ModelTrainer.Judged(seen, number, boxes));
      }
    }
    return judged;
  }

  private List<ModelTrainer.Judged> li2018(List<Seen> fold, int number, byte[] network)
      throws IOException {
    List<ModelTrainer.Judged> judged = new ArrayList<>();
    try (ScreenerLi2018 screener = new ScreenerLi2018(network)) {
      for (Seen seen : fold) {
        judged.add(
            new ModelTrainer.Judged(
                seen,
                number,
                screener.judge(seen.image().image(), seen.image().candidates(), pool)));
      }
    }
    return judged;
  }

  private static List<ValidatedMicrograph> validated(
      List<ModelTrainer.Judged> judged, ScreeningSettings how) {
    return judged.stream().map(j -> j.validated(how)).toList();
  }

  /** Prints the figures at the thresholds of the best F1 by each of the two rules. */
  private static void printBest(String what, List<ModelTrainer.Judged> judged) {
    ScreeningSettings raw = DEFAULTS.screening().withCalibration(1, 0);
    ProbabilityCalibration calibration =
        ProbabilityCalibration.fit(ScreeningValidation.answers(validated(judged, raw)));
    List<OperatingPoint> curve =
        ScreeningValidation.curve(
            validated(
                judged, raw.withCalibration(calibration.temperature(), calibration.offset())));
    print(what + ", best by 20 px", best(curve, p -> p.center20Px().f1()));
    print(what + ", best by IoU 0.5", best(curve, p -> p.iou50().f1()));
  }

  private static OperatingPoint best(
      List<OperatingPoint> curve, ToDoubleFunction<OperatingPoint> figure) {
    return curve.stream().max(Comparator.comparingDouble(figure)).orElseThrow();
  }

  private static void print(String what, OperatingPoint point) {
    MatchFigures center = point.center20Px();
    MatchFigures strict = point.iou50();
    say(
        "| %s | %.2f | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f |",
        what,
        point.minProbability(),
        center.recall(),
        center.precision(),
        center.f1(),
        strict.recall(),
        strict.precision(),
        strict.f1());
  }

  /** Tells how the candidates come about. */
  private static final class Lines implements ModelProgress {

    @Override
    public void training(
        int number, int of, List<LabeledMicrograph> training, List<LabeledMicrograph> judged) {
      say("cascade %d of %d", number, of);
    }

    @Override
    public void phase(String what) {
      say("%s ...", what);
    }

    @Override
    public void stage(StageReport report) {}

    @Override
    public void validated(List<CurvePoint> points) {}

    @Override
    public ScreenerProgress network(int number, int of, int micrographs) {
      return new EpochLines(Kind.OWN.words + ", fold " + number);
    }
  }
}
