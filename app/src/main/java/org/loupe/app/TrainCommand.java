package org.loupe.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.loupe.app.report.MeasuredSizes;
import org.loupe.app.report.MeasurementReport;
import org.loupe.app.report.ShellWord;
import org.loupe.app.report.TrainingReport;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.FoldUnit;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.LabeledSets;
import org.loupe.evaluate.MatchCounts;
import org.loupe.evaluate.MeasuredLabels;
import org.loupe.measure.DefectMeasurer;
import org.loupe.measure.MeasurementSettings;
import org.loupe.measure.RimPolarity;
import org.loupe.model.MatchFigures;
import org.loupe.model.ModelBundle;
import org.loupe.model.ModelDescription;
import org.loupe.model.ModelFile;
import org.loupe.model.OperatingPoint;
import org.loupe.model.TrainingData;
import org.loupe.training.MeasurementValidation;
import org.loupe.training.ModelTrainer;
import org.loupe.training.ModelTrainingSettings;
import org.loupe.training.OperatingGoal;
import org.loupe.training.ScreeningValidation;
import org.loupe.training.TrainedModel;
import org.loupe.training.cascade.CascadeTrainingSettings;
import org.loupe.training.screen.PytorchEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loupe train}: labels to a model file. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Trains a whole model from labeled micrographs: the cascade that finds candidates, the"
          + " network that screens them, and the probability from which a candidate counts as a"
          + " defect. All figures come from cross-validation: from micrographs of series (with"
          + " --hold-out set, of whole labeled sets) that the judged cascade and network had not"
          + " learned from.",
      "",
      "An interrupted training goes on when the same command is given again. The model does not"
          + " depend on the number of threads; on another kind of processor the networks differ in"
          + " their last digits."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  loupe train labeled --out loops.loupe",
      "  loupe train labeled --out loops.loupe --class loop --background empty",
      "  loupe train labeled --out loops.loupe --goal precision=0.9",
      "  loupe train labeled --out loops.loupe --start-from models/fecral-loops.loupe",
      "  loupe train steel titanium --out loops.loupe --class loop",
      "  loupe train steel titanium --out unknown.loupe --class loop --hold-out set",
      "  loupe analyze images --model loops.loupe --out out",
      "",
      "A labeled set is a folder with images/ and boxes/ (a line 'y1 x1 y2 x2' a defect), or with"
          + " YOLO texts beside the images; see docs/datasets.md."
    })
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DATASET",
      arity = "1..*",
      description =
          "Folder of a labeled set. Several are learned from together; the report says how the"
              + " model does on each.")
  private List<Path> datasets = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.loupe",
      description = "The model; its folder is made if it is not there.")
  private Path out = Path.of("");

  @Option(names = "--overwrite", description = "Replace what an earlier training left.")
  private boolean overwrite;

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "What the tables call such a defect. Default: defect.")
  private String defectClass = ModelBundle.DEFAULT_CLASS;

  @Mixin private BackgroundOption background = new BackgroundOption();

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Folds of the cross-validation. Default: 3; with --hold-out set, one for each labeled set"
              + " that has labels.")
  private @Nullable Integer folds;

  @Option(
      names = "--hold-out",
      paramLabel = "UNIT",
      converter = FoldUnitConverter.class,
      description =
          "What a fold leaves out as a whole: series, neighboring fields of one specimen, or set, a"
              + " whole DATASET: then all figures and the threshold are those for a material that"
              + " the model has not seen. Default: series.")
  private FoldUnit unit = FoldUnit.SERIES;

  @Option(
      names = "--start-from",
      paramLabel = "MODEL.loupe",
      description =
          "Start from the network of this model, of several members that of the last, in place of"
              + " random numbers. It must not have learned from the DATASET, or all figures"
              + " flatter. Compare with a training without it: on 186 labels it made no"
              + " difference.")
  private @Nullable Path start;

  @Option(
      names = "--goal",
      paramLabel = "GOAL",
      converter = GoalConverter.class,
      description =
          "What the probability threshold is chosen for: f1, precision=P (the most recall at that"
              + " precision) or recall=R. Default: f1.")
  private OperatingGoal goal = OperatingGoal.f1();

  @Option(
      names = "--max-candidates",
      paramLabel = "N",
      description =
          "Candidates for each labeled defect that the cascade may leave to the network. Default:"
              + " 12.")
  private @Nullable Double maxCandidates;

  @Option(
      names = "--min-defect-size",
      paramLabel = "PX",
      description =
          "Smallest defects to learn and to scan for. Default: what 99 of 100 labels reach, at"
              + " least 10.")
  private @Nullable Double minDefectSize;

  @Option(
      names = "--measurement",
      paramLabel = "METHOD",
      description =
          "How the model measures: " + MeasurementChoice.HELP + " Default: ${DEFAULT-VALUE}.")
  private MeasurementChoice measurement = MeasurementChoice.RIM_FIT;

  @Option(
      names = "--box-margin",
      paramLabel = "SHARE",
      description =
          MeasurementChoice.MARGIN_HELP
              + " Default: 0.1 where most labels are such outlines, else 0.")
  private @Nullable Double boxMargin;

  @Option(
      names = "--rim",
      paramLabel = "POLARITY",
      description = MeasurementChoice.RIM_HELP + " Default: ${DEFAULT-VALUE}.")
  private RimPolarity rim = RimPolarity.DARK;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How long each network is trained. Default: 10.")
  private @Nullable Integer epochs;

  @Option(names = "--seed", paramLabel = "N", description = "Of all that is drawn. Default: 1.")
  private @Nullable Long seed;

  @Option(
      names = "--data-name",
      paramLabel = "NAME",
      description =
          "What the model card calls the labeled set; of several sets, once for each in their"
              + " order. Default: its folder.")
  private List<String> dataNames = List.of();

  @Option(
      names = "--data-doi",
      paramLabel = "DOI",
      description = "Where the labeled set is published, for the model card; likewise.")
  private List<String> dataDois = List.of();

  @Option(
      names = "--data-licence",
      paramLabel = "NAME",
      description = "Licence of the labeled set, for the model card; likewise.")
  private List<String> dataLicences = List.of();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    TrainingOutput output = new TrainingOutput(out);
    output.check(overwrite, "model" + ModelFile.ENDING);
    PrintWriter err = spec.commandLine().getErr();
    checkDataOptions();
    List<LabeledSet> sets = new ArrayList<>();
    for (Path dataset : datasets) {
      sets.add(LabeledSets.open(dataset));
    }
    LabeledSet set = joined(sets);
    MeasurementSettings measured = measured(sets);
    List<LabeledMicrograph> empty = background.micrographs();
    ModelTrainingSettings settings = settings(set);
    Path states = output.beside(".training");
    ForkJoinPool pool = threads.newPool();
    try {
      err.println("loupe: " + PytorchEngine.start(engineFolder()));
      if (Files.exists(states)) {
        err.println(
            "loupe: going on with the interrupted training of " + out + " (" + states + ")");
      }
      Files.createDirectories(states);
      CascadeTrainingLines lines = new CascadeTrainingLines(err, settings.cascade());
      lines.begin(set, empty);
      TrainedModel trained =
          new ModelTrainer(settings, states, pool, new ModelTrainingLines(err, lines))
              .train(set, empty);
      MeasuredSizes sizes = sizes(trained, measured);
      ModelFile.write(out, bundle(trained, sets, sizes).withMeasurement(measured));
      new TrainingReport(
              new TrainingReport.Provenance(
                  String.valueOf(out.getFileName()),
                  command(),
                  Version.text(),
                  set.layout() + ", " + set.micrographs().size() + " micrographs",
                  sets.stream().map(LabeledSet::name).toList(),
                  Duration.ofNanos(System.nanoTime() - start)))
          .write(trained, sizes, output.beside("-report.html"), output.beside("-report.json"));
      deleteFolder(states);
      printSummary(trained, sizes);
      spec.commandLine()
          .getOut()
          .println("Look at " + output.beside("-report.html") + " before you rely on it.");
      spec.commandLine().getOut().flush();
      return ExitCode.DONE;
    } finally {
      pool.shutdownNow();
    }
  }

  private byte[] network(Path file) throws IOException {
    ModelBundle model = ModelFile.read(file);
    ModelBundle last =
        model.others().isEmpty() ? model : model.others().get(model.others().size() - 1);
    return last.screener()
        .orElseThrow(
            () -> new IllegalArgumentException("--start-from: " + file + " has no network"))
        .onnx();
  }

  private ModelTrainingSettings settings(LabeledSet set) throws IOException {
    ModelTrainingSettings settings = ModelTrainingSettings.defaults().withGoal(goal);
    try {
      settings = settings.withFolds(unit, folds(set));
      CascadeTrainingSettings.Builder cascade = settings.cascade().toBuilder();
      Optional.ofNullable(maxCandidates).ifPresent(cascade::maxCandidates);
      Optional.ofNullable(seed).ifPresent(cascade::seed);
      if (minDefectSize != null) {
        cascade.scan(settings.cascade().scan().withMinDefectSizePx(minDefectSize));
      }
      CascadeTrainingSettings built = cascade.build();
      settings =
          settings.withCascade(
              minDefectSize == null ? built.withSmallestOf(set.micrographs()) : built);
      if (seed != null) {
        settings = settings.withScreener(settings.screener().withSeed(seed));
      }
      if (start != null) {
        settings = settings.withStart(network(start));
      }
      if (epochs != null) {
        settings =
            settings.withScreener(
                settings.screener().withLength(epochs, settings.screener().examplesPerEpoch()));
      }
      return settings;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int folds(LabeledSet set) {
    if (folds != null) {
      return folds;
    }
    if (unit == FoldUnit.SERIES) {
      return ModelTrainingSettings.defaults().folds();
    }
    long labeled =
        set.micrographs().stream()
            .filter(m -> !m.annotations().isEmpty())
            .map(LabeledMicrograph::set)
            .distinct()
            .count();
    if (labeled < 2) {
      throw new IllegalArgumentException(
          "--hold-out set: needs two labeled sets or more, one to be judged by what the others"
              + " teach; give more DATASETs, or leave --hold-out away");
    }
    return (int) labeled;
  }

  /** Returns where the launcher wants PyTorch's libraries, or else a folder of the user's. */
  private static Path engineFolder() {
    String given = System.getProperty("loupe.engine");
    return given == null
        ? Path.of(System.getProperty("user.home"), ".cache", "loupe", "engine")
        : Path.of(given);
  }

  private LabeledSet joined(List<LabeledSet> sets) {
    try {
      return LabeledSet.joined(sets);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void checkDataOptions() {
    Map<String, List<String>> given =
        Map.of("--data-name", dataNames, "--data-doi", dataDois, "--data-licence", dataLicences);
    given.forEach(
        (option, values) -> {
          if (!values.isEmpty() && values.size() != datasets.size()) {
            throw new ParameterException(
                spec.commandLine(),
                option
                    + ": "
                    + values.size()
                    + " given for "
                    + datasets.size()
                    + " labeled sets; give one for each, in their order (\"\" if unknown)");
          }
        });
  }

  private ModelBundle bundle(TrainedModel trained, List<LabeledSet> sets, MeasuredSizes sizes) {
    List<TrainingData> data = data(sets);
    ModelDescription description =
        new ModelDescription(
            Version.text(),
            command(),
            seed == null ? 1 : seed,
            data,
            Optional.of(trained.validation()),
            ModelCard.of(
                trained,
                sizes,
                data,
                sets.stream().map(LabeledSet::name).toList(),
                unit,
                defectClass,
                command()));
    return ModelBundle.trained(
            defectClass,
            trained.cascade(),
            trained.scan(),
            Optional.of(trained.screener()),
            description)
        .withTrust(trained.trust());
  }

  /** Returns how well the methods measure what the networks of the folds have found. */
  private MeasuredSizes sizes(TrainedModel trained, MeasurementSettings measured)
      throws IOException {
    List<MeasurementChoice> methods = List.of(MeasurementChoice.values());
    List<MeasuredLabels> sizes =
        MeasurementValidation.of(
            trained.micrographs(),
            trained.validation().operatingPoint().minProbability(),
            methods.stream()
                .map(method -> new DefectMeasurer(measured.withMethod(method.method())))
                .toList());
    Map<String, MeasuredLabels.Figures> byMethod = new LinkedHashMap<>();
    for (int i = 0; i < methods.size(); i++) {
      byMethod.put(methods.get(i).toString(), sizes.get(i).pooled());
    }
    return new MeasuredSizes(measurement.toString(), byMethod);
  }

  private MeasurementSettings measured(List<LabeledSet> sets) {
    return MeasurementChoice.withMargin(
        MeasurementSettings.defaults()
            .withMethod(measurement.method())
            .withPolarity(rim)
            .withBoxMargin(areTight(sets) ? MeasurementSettings.TIGHT_BOX_MARGIN : 0),
        boxMargin,
        spec);
  }

  /** Returns whether most labels are outlines that span their boxes, which so have no margin. */
  static boolean areTight(List<LabeledSet> sets) {
    long labels = 0;
    long tight = 0;
    for (LabeledSet set : sets) {
      for (LabeledMicrograph micrograph : set.micrographs()) {
        labels += micrograph.annotations().size();
        tight += micrograph.annotations().stream().filter(Annotation::isTight).count();
      }
    }
    return 2 * tight > labels;
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("loupe"));
    words.addAll(spec.commandLine().getParent().getParseResult().originalArgs());
    return words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
  }

  private List<TrainingData> data(List<LabeledSet> sets) {
    List<TrainingData> data = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      LabeledSet set = sets.get(i);
      data.add(
          new TrainingData(
              dataNames.isEmpty() ? set.name() : dataNames.get(i),
              dataDois.isEmpty() ? "" : dataDois.get(i),
              dataLicences.isEmpty() ? "" : dataLicences.get(i),
              set.micrographs().size(),
              set.micrographs().stream().mapToInt(m -> m.annotations().size()).sum()));
    }
    return data;
  }

  private static void deleteFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private void printSummary(TrainedModel trained, MeasuredSizes sizes) {
    PrintWriter printer = spec.commandLine().getOut();
    OperatingPoint point = trained.validation().operatingPoint();
    MatchCounts candidates = ScreeningValidation.candidates(trained.micrographs());
    printer.printf(
        Locale.ROOT,
        "%s: on %d micrographs with %d labels, %s:%n",
        out,
        trained.validation().micrographs(),
        trained.validation().annotations(),
        trained.validation().method());
    printer.printf(
        Locale.ROOT,
        "  cascade alone: recall %.3f at %.2f candidates a label (centers within 20 px)%n",
        candidates.recall(),
        (double) candidates.detections() / candidates.annotations());
    print(printer, "cascade and network, centers within 20 px", point.center20Px());
    print(printer, "cascade and network, one to one at IoU 0.5", point.iou50());
    printer.printf(
        Locale.ROOT,
        "  probability from %.2f on; calibration error %.3f%n",
        point.minProbability(),
        trained.validation().calibrationError());
    if (!sizes.isEmpty()) {
      sizes
          .byMethod()
          .forEach(
              (name, of) ->
                  printer.println(
                      "  sizes of those matched at IoU 0.5, "
                          + name
                          + (name.equals(sizes.method()) ? " (the model's): " : ": ")
                          + MeasurementReport.line(of)));
    }
    printer.flush();
  }

  private static void print(PrintWriter printer, String rule, MatchFigures figures) {
    printer.printf(
        Locale.ROOT,
        "  %s: recall %.3f, precision %.3f, F1 %.3f%n",
        rule,
        figures.recall(),
        figures.precision(),
        figures.f1());
  }
}
