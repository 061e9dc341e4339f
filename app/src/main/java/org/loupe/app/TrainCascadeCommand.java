package org.loupe.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.dataset.FoldUnit;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.LabeledSets;
import org.loupe.evaluate.MatchCounts;
import org.loupe.training.cascade.CandidateCurve;
import org.loupe.training.cascade.CascadeCourse;
import org.loupe.training.cascade.CascadeTrainingSettings;
import org.loupe.training.cascade.CurvePoint;
import org.loupe.training.cascade.ValidatedCascade;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loupe train-cascade}: labels to a cascade for Module I. */
@Command(
    name = "train-cascade",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Trains a cascade of LBP stumps from labeled micrographs. It loads in Loupe and OpenCV 4;"
          + " MATLAB's detector has the same format. How many stages it has is chosen on micrographs that it has not learned from:"
          + " the set's own validation part, or folds by series.",
      "",
      "Beside FILE.xml come FILE-training.json, which tells how the training went, and"
          + " FILE-curve.png, recall against candidates by stage. An interrupted training goes on"
          + " when the same command is given again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  loupe train-cascade labeled --out cascade.xml",
      "  loupe train-cascade labeled --out cascade.xml --background empty --folds 0",
      "  loupe train-cascade labeled --out cascade.xml --min-hit-rate 0.997 --max-false-alarm 0.3"
          + " --max-weak-count 100 --stages 40",
      "",
      "A labeled set is a folder with images/ and boxes/ (a line 'y1 x1 y2 x2' a defect), or with"
          + " YOLO texts beside the images; see docs/datasets.md."
    })
final class TrainCascadeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DATASET", description = "Folder of a labeled set.")
  private Path dataset = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.xml",
      description = "The cascade; its folder is made if it is not there.")
  private Path out = Path.of("");

  @Option(names = "--overwrite", description = "Replace what an earlier training left.")
  private boolean overwrite;

  @Mixin private BackgroundOption background = new BackgroundOption();

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Folds of cross-validation by series, if the set has no validation part; 0 trains without"
              + " any. Default: 3.")
  private int folds = 3;

  @Option(
      names = "--max-candidates",
      paramLabel = "N",
      description =
          "Candidates for each labeled defect that are bearable; recall is judged at no more of"
              + " them. Default: 2.")
  private @Nullable Double maxCandidates;

  @Option(
      names = "--min-recall",
      paramLabel = "RECALL",
      description =
          "Where the recall at that number of candidates is less than this, the fewest candidates"
              + " that reach it are taken, up to twice as many; 0 for never. Default: 0.95.")
  private @Nullable Double minRecall;

  @Option(names = "--stages", paramLabel = "N", description = "The most stages. Default: 40.")
  private @Nullable Integer stages;

  @Option(
      names = "--min-hit-rate",
      paramLabel = "RATE",
      description = "Part of the positive examples that each stage must keep. Default: 0.998.")
  private @Nullable Double minHitRate;

  @Option(
      names = "--max-false-alarm",
      paramLabel = "RATE",
      description =
          "Part of the negative examples that a stage may keep before it is done. Default: 0.5.")
  private @Nullable Double maxFalseAlarm;

  @Option(
      names = "--max-weak-count",
      paramLabel = "N",
      description = "The most stumps of a stage. Default: 400.")
  private @Nullable Integer maxWeakCount;

  @Option(
      names = "--target-false-alarm",
      paramLabel = "RATE",
      description =
          "Stop when at most this part of all windows without a defect passes. Default: never.")
  private @Nullable Double targetFalseAlarm;

  @Option(
      names = "--window-size",
      paramLabel = "PX",
      description = "Side of the window, 16 to 64. Default: 32.")
  private @Nullable Integer windowSize;

  @Option(
      names = "--min-defect-size",
      paramLabel = "PX",
      description =
          "Smallest defects to learn and to scan for; below the window's size micrographs are"
              + " enlarged. Default: what 99 of 100 labels reach, at least 10.")
  private @Nullable Double minDefectSize;

  @Option(
      names = "--margin",
      paramLabel = "FACTOR",
      description = "Side of the window over the longer side of a labeled box. Default: 1.")
  private @Nullable Double margin;

  @Option(
      names = "--feature-fraction",
      paramLabel = "PART",
      description =
          "Part of a stage's features that each stump is chosen from, drawn anew each time. Default:"
              + " 0.2.")
  private @Nullable Double featureFraction;

  @Option(names = "--seed", paramLabel = "N", description = "Of all that is drawn. Default: 1.")
  private @Nullable Long seed;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    CascadeTrainingSettings settings = settings();
    if (folds < 0 || folds == 1) {
      throw new ParameterException(
          spec.commandLine(), "--folds must be 0 or at least 2, was " + folds);
    }
    TrainingOutput output = new TrainingOutput(out);
    output.check(overwrite, "cascade.xml");
    PrintWriter err = spec.commandLine().getErr();
    LabeledSet set = LabeledSets.open(dataset);
    if (minDefectSize == null) {
      settings = settings.withSmallestOf(set.micrographs());
    }
    List<LabeledMicrograph> empty = background.micrographs();
    ForkJoinPool pool = threads.newPool();
    try {
      CascadeTrainingLines progress = new CascadeTrainingLines(err, settings);
      CascadeCourse course =
          new CascadeCourse(
              settings, FoldUnit.SERIES, folds, output.beside(".state"), pool, progress);
      if (course.hasState()) {
        err.println(
            "loupe: going on with the interrupted training of "
                + out
                + " ("
                + output.beside(".state-1")
                + " ...)");
      }
      progress.begin(set, empty);
      ValidatedCascade trained = course.run(set, empty);
      write(trained.cascade());
      CascadeTrainingLog log = new CascadeTrainingLog(spec.commandLine(), set, empty, settings);
      log.write(trained, System.nanoTime() - start, output.beside("-training.json"));
      if (!trained.curve().isEmpty()) {
        CandidateCurvePlot.write(trained.curve(), trained.chosen(), output.beside("-curve.png"));
      }
      course.deleteStates();
      printSummary(trained, settings);
      return ExitCode.DONE;
    } finally {
      pool.shutdownNow();
    }
  }

  private CascadeTrainingSettings settings() {
    CascadeTrainingSettings.Builder builder = CascadeTrainingSettings.defaults().toBuilder();
    try {
      Optional.ofNullable(maxCandidates).ifPresent(builder::maxCandidates);
      Optional.ofNullable(minRecall).ifPresent(builder::minRecall);
      Optional.ofNullable(stages).ifPresent(builder::maxStages);
      Optional.ofNullable(minHitRate).ifPresent(builder::minHitRate);
      Optional.ofNullable(maxFalseAlarm).ifPresent(builder::maxFalseAlarm);
      Optional.ofNullable(maxWeakCount).ifPresent(builder::maxWeakCount);
      Optional.ofNullable(targetFalseAlarm).ifPresent(builder::targetFalseAlarm);
      Optional.ofNullable(windowSize).ifPresent(builder::windowSize);
      Optional.ofNullable(margin).ifPresent(builder::margin);
      Optional.ofNullable(featureFraction).ifPresent(builder::featureFraction);
      Optional.ofNullable(seed).ifPresent(builder::seed);
      if (minDefectSize != null) {
        builder.scan(builder.build().scan().withMinDefectSizePx(minDefectSize));
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void write(LbpCascade cascade) throws IOException {
    new TrainingOutput(out).write(stream -> CascadeXml.write(cascade, stream));
  }

  private void printSummary(ValidatedCascade trained, CascadeTrainingSettings settings) {
    PrintWriter printer = spec.commandLine().getOut();
    printer.printf(Locale.ROOT, "%s: %d stages%n", out, trained.cascade().stages().size());
    int neighbors = ScanSettings.defaults().minNeighbors();
    if (trained.chosen().isPresent()) {
      CurvePoint point = trained.chosen().get();
      neighbors = point.minNeighbors();
      printer.printf(
          Locale.ROOT,
          "On %d validation micrographs: recall %.3f at %.2f candidates for each labeled defect"
              + " (%d labels%s).%n",
          point.micrographs(),
          point.counts().recall(),
          point.candidatesPerAnnotation(),
          point.counts().annotations(),
          small(point.small()));
      Optional<CurvePoint> fewer = CandidateCurve.best(trained.curve(), settings.maxCandidates());
      if (point.candidatesPerAnnotation() > settings.maxCandidates() && fewer.isPresent()) {
        printer.printf(
            Locale.ROOT,
            "At no more than %s (--max-candidates) the recall would be %.3f, less than %s"
                + " (--min-recall).%n",
            number(settings.maxCandidates()),
            fewer.get().counts().recall(),
            number(settings.minRecall()));
      }
    }
    printer.printf(
        Locale.ROOT,
        "Use it with: loupe analyze IMAGES --cascade %s --min-defect-size %s --grouping %s"
            + " --min-neighbors %d --out OUT%n",
        quoted(out),
        number(settings.scan().minDefectSizePx()),
        settings.scan().grouping().name().toLowerCase(Locale.ROOT),
        neighbors);
    printer.flush();
  }

  private static String small(MatchCounts small) {
    return small.annotations() == 0
        ? ""
        : String.format(
            Locale.ROOT, "; of %d smaller than 32 px %.3f", small.annotations(), small.recall());
  }

  /** Returns a path as a shell takes it. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.contains(" ") ? '"' + text + '"' : text;
  }

  /** Returns a number without digits that say nothing. */
  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
