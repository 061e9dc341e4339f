package org.loupe.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.loupe.app.report.EvaluationReport;
import org.loupe.app.report.JudgedResults;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.LabeledSets;
import org.loupe.dataset.PixelSizeIndex;
import org.loupe.evaluate.CenterRule;
import org.loupe.evaluate.Evaluation;
import org.loupe.evaluate.EvaluationSettings;
import org.loupe.evaluate.IouRule;
import org.loupe.evaluate.MarkSet;
import org.loupe.evaluate.MatchingRule;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.evaluate.PeopleAgreement;
import org.loupe.evaluate.RuleFigures;
import org.loupe.micrograph.Calibration;
import org.loupe.model.ModelBundle;
import org.loupe.results.FoundSet;
import org.loupe.results.ResultFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loupe evaluate}: detections against people's labels, and people against each other. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Judges a model, a cascade, or results of any program by a labeled set, and writes"
          + " evaluation.json, images.csv, matches.csv, columns.json and evaluation.html. Two"
          + " rules, always named: the paper rule (centers near each other, many to many) and the"
          + " strict rule (one to one, by overlap). docs/evaluation.md has the definitions, and"
          + " what may not be compared with what.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  loupe evaluate labeled --model mine.loupe --out judged",
      "  loupe evaluate labeled --cascade cascade.xml --min-neighbors 1 --out judged",
      "  loupe evaluate labeled --results out --iou 0.3 --out judged",
      "  loupe evaluate labeled --results detections.json --shape ellipse --out judged",
      "  loupe evaluate ellipses --measure-labels --box-jitter 0.1 --out measured",
      "  loupe evaluate labeled --people Ann=ann --people Bob=bob.csv --people-minutes Ann=12 --out"
          + " judged",
      "",
      "A model must not have learned from the labels that judge it; train prints figures that are"
          + " cross-validated."
    })
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DATASET", description = "Folder of the labeled set (docs/datasets.md).")
  private Path dataset = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the report; made if it is not there.")
  private Path out = Path.of("");

  @Option(
      names = "--results",
      paramLabel = "PATH",
      description =
          "Judge results instead of a model: a folder of loupe analyze, a .csv of boxes or"
              + " ellipses, COCO's detections (.json), or any format of loupe import, such as"
              + " masks.")
  private @Nullable Path results;

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--tolerance",
      paramLabel = "PX",
      description =
          "Paper rule: how far centers may be apart in x and in y, in pixels. Default: 20, as"
              + " published.")
  private double tolerance = CenterRule.TOLERANCE_PX;

  @Option(
      names = "--iou",
      paramLabel = "SHARE",
      description = "Strict rule: least intersection over union of a match. Default: 0.5.")
  private double iou = IouRule.LIMIT;

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      description =
          "Strict rule: box compares boxes; ellipse compares ellipses where both sides have them."
              + " Default: box.")
  private Outline shape = Outline.BOX;

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      description =
          "Judge only the micrographs whose file name fits, such as 'grid1*'; may be given more"
              + " than once.")
  private List<String> only = List.of();

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description =
          "Judge only annotations, results and people's marks of this class; those without a class,"
              + " and what a model finds, count as well.")
  private @Nullable String onlyClass;

  @Option(
      names = "--pixel-size",
      paramLabel = "SIZE",
      converter = PixelSizeConverter.class,
      description =
          "Side of a pixel with its unit. Default: the files' own, else the column nm_per_px of the"
              + " set's index.tsv.")
  private @Nullable Calibration pixelSize;

  @Option(
      names = "--people",
      paramLabel = "NAME=LABELS",
      description =
          "Another person's labels of the same micrographs, to be judged beside the machine: a"
              + " labeled set, or any format of --results. May be given more than once.")
  private Map<String, Path> people = new LinkedHashMap<>();

  @Option(
      names = "--people-minutes",
      paramLabel = "NAME=MINUTES",
      description = "How long this person took for an image, for the table.")
  private Map<String, Double> peopleMinutes = new LinkedHashMap<>();

  @Option(
      names = "--reference-name",
      paramLabel = "NAME",
      description = "What the labeled set is called beside people. Default: labels.")
  private String reference = "labels";

  @Option(
      names = "--write-consensus",
      paramLabel = "DIR",
      description =
          "Write what enough people marked, the labeled set's own labels among them, as a labeled"
              + " set into this empty folder.")
  private @Nullable Path consensus;

  @Option(
      names = "--consensus-votes",
      paramLabel = "N",
      description = "People who must have marked a defect. Default: more than half.")
  private @Nullable Integer consensusVotes;

  @Mixin private LabelMeasuring measuring = new LabelMeasuring();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Override
  public Integer call() throws IOException {
    if (measuring.isAsked()) {
      checkMeasuring();
      LabeledSet set = LabeledSets.open(dataset);
      return measuring.run(set, asked(set), Optional.ofNullable(onlyClass), command(), out);
    }
    EvaluationSettings settings = settings();
    checkOptions();
    Optional<ModelBundle> judged = results == null ? Optional.of(model.model()) : Optional.empty();
    LabeledSet set = LabeledSets.open(dataset);
    List<LabeledMicrograph> micrographs = asked(set);
    JudgedSet judgement =
        new JudgedSet(
            micrographs,
            new JudgedSet.Lengths(pixelSize, PixelSizeIndex.of(dataset)),
            Optional.ofNullable(onlyClass),
            spec.commandLine().getErr());
    if (judged.isPresent()) {
      judgement.analyze(judged.get(), model::seen, settings.strict().outline(), threads.count());
    } else if (results != null) {
      judgement.take(ResultFiles.read(results, set));
    }
    if (judgement.judged().isEmpty()) {
      spec.commandLine().getErr().println("loupe: no micrograph of " + dataset + " has a result");
      return ExitCode.NOTHING_DONE;
    }
    List<MarkSet> labelers = labelers(set, judgement);
    judgement.checkClass();
    Evaluation evaluation =
        judgement.candidates().isPresent()
            ? Evaluation.of(judgement.judged(), judgement.candidates().get(), settings)
            : Evaluation.of(judgement.judged(), settings);
    String machine = machineName(judged);
    Optional<PeopleAgreement> agreement =
        labelers.isEmpty()
            ? Optional.empty()
            : Optional.of(
                PeopleAgreement.of(judgement.judged(), machine, reference, labelers, settings));
    judged.ifPresent(m -> warnOfItsOwnData(m, judgement.notes()));
    EvaluationReport.write(
        new JudgedResults(
            new JudgedResults.Origin(
                String.valueOf(dataset.toAbsolutePath().normalize().getFileName()),
                command(),
                Version.text(),
                set.layout()
                    + ", "
                    + micrographs.size()
                    + " of "
                    + set.micrographs().size()
                    + " micrographs",
                description(judged),
                machine,
                reference,
                judgement.notes()),
            evaluation,
            agreement,
            files(micrographs),
            judgement.elapsedMs(),
            peopleMinutes),
        out);
    if (consensus != null) {
      new ConsensusSet(settings, Optional.ofNullable(consensusVotes))
          .write(consensus, judgement.judged(), labelers, micrographs, PixelSizeIndex.of(dataset));
    }
    print(evaluation, agreement);
    return ExitCode.of(micrographs.size(), judgement.failed());
  }

  private List<LabeledMicrograph> asked(LabeledSet set) {
    List<LabeledMicrograph> micrographs = set.micrographs().stream().filter(this::isAsked).toList();
    if (micrographs.isEmpty()) {
      throw wrong("--only " + only + " fits none of the micrographs in " + dataset);
    }
    return micrographs;
  }

  /** The measurement alone has no detections to be matched. */
  private void checkMeasuring() {
    for (String option :
        List.of(
            "--results",
            "--model",
            "--cascade",
            "--min-probability",
            "--bright",
            "--people",
            "--shape")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw wrong(option + " has no meaning with --measure-labels; leave one of them out");
      }
    }
  }

  private EvaluationSettings settings() {
    try {
      return EvaluationSettings.defaults()
          .withRules(new MatchingRule.Paper(tolerance), new MatchingRule.Strict(iou, shape));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private void checkOptions() {
    if (results != null) {
      for (String option :
          List.of("--model", "--cascade", "--min-probability", "--bright", "--min-neighbors")) {
        if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
          throw wrong(option + " has no meaning with --results; leave one of them out");
        }
      }
    }
    if (consensus != null && people.isEmpty()) {
      throw wrong("--write-consensus needs --people");
    }
    if (consensusVotes != null && (consensusVotes < 1 || consensusVotes > people.size() + 1)) {
      throw wrong("--consensus-votes must be 1 to " + (people.size() + 1));
    }
    for (String name : people.keySet()) {
      if (name.isBlank() || name.equals(reference)) {
        throw wrong("--people needs a name of its own, was \"" + name + "\"");
      }
    }
    for (Map.Entry<String, Double> minutes : peopleMinutes.entrySet()) {
      if (!people.containsKey(minutes.getKey())) {
        throw wrong("--people-minutes " + minutes.getKey() + ": nobody of --people has this name");
      }
      if (!(minutes.getValue() > 0 && minutes.getValue() < 1e6)) {
        throw wrong("--people-minutes must be positive, were " + minutes.getValue());
      }
    }
  }

  private boolean isAsked(LabeledMicrograph micrograph) {
    Path name = micrograph.file().getFileName();
    if (only.isEmpty() || name == null) {
      return only.isEmpty();
    }
    for (String pattern : only) {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      if (matcher.matches(name)) {
        return true;
      }
    }
    return false;
  }

  private List<MarkSet> labelers(LabeledSet set, JudgedSet judgement) throws IOException {
    List<MarkSet> labelers = new ArrayList<>();
    for (Map.Entry<String, Path> person : people.entrySet()) {
      FoundSet found = ResultFiles.readPerson(person.getValue(), set);
      labelers.add(judgement.person(person.getKey(), found));
    }
    return labelers;
  }

  private static Map<String, Path> files(List<LabeledMicrograph> micrographs) {
    Map<String, Path> files = new HashMap<>();
    micrographs.forEach(m -> files.put(m.name(), m.file()));
    return files;
  }

  private String machineName(Optional<ModelBundle> judged) {
    String name =
        judged
            .map(ModelBundle::name)
            .orElseGet(() -> String.valueOf(Path.of(String.valueOf(results)).getFileName()));
    return people.containsKey(name) || name.equals(reference) ? "machine " + name : name;
  }

  private String description(Optional<ModelBundle> judged) {
    if (judged.isEmpty()) {
      return "results in " + results;
    }
    ModelBundle bundle = judged.get();
    return bundle
        .screener()
        .map(
            screener ->
                String.format(
                    Locale.ROOT,
                    "model %s%s, probability %.2f and above",
                    bundle.name(),
                    bundle.others().isEmpty()
                        ? ""
                        : " with " + bundle.others().size() + " other members",
                    screener.settings().minProbability()))
        .orElse(
            "cascade "
                + bundle.name()
                + ", nothing screened, minimum of neighbors "
                + bundle.scan().minNeighbors());
  }

  /** Figures on what a model has learned from are worth nothing, and easily mistaken for others. */
  private void warnOfItsOwnData(ModelBundle bundle, List<String> notes) {
    String name = String.valueOf(dataset.toAbsolutePath().normalize().getFileName());
    bundle.members().stream()
        .flatMap(member -> member.description().stream())
        .flatMap(description -> description.trainingData().stream())
        .filter(data -> data.name().equals(name))
        .findFirst()
        .ifPresent(
            data ->
                notes.add(
                    "The model has learned from a set of this name ("
                        + data.micrographs()
                        + " micrographs): if it is this one, these figures flatter and must not be"
                        + " quoted. Cross-validated ones are in the model's card."));
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("loupe"));
    words.addAll(spec.commandLine().getParent().getParseResult().originalArgs());
    return String.join(" ", words);
  }

  private void print(Evaluation evaluation, Optional<PeopleAgreement> agreement) {
    PrintWriter printer = spec.commandLine().getOut();
    printer.printf(
        Locale.ROOT,
        "%d micrographs, %d annotations%n",
        evaluation.micrographs().size(),
        evaluation.reported().paper().pooled().annotations());
    evaluation
        .moduleOne()
        .ifPresent(
            stage -> {
              printer.println("Module I alone:");
              stage.rules().forEach(figures -> print(printer, figures));
              printer.println("Modules I and II:");
            });
    evaluation.reported().rules().forEach(figures -> print(printer, figures));
    agreement.ifPresent(
        found -> {
          printer.printf(
              Locale.ROOT,
              "Against \"%s\" on the %d micrographs that everybody looked at:%n",
              reference,
              found.micrographs().size());
          for (PeopleAgreement.Member member : found.members()) {
            printer.println(member.name() + ":");
            print(printer, member.paper());
            print(printer, member.strict());
          }
        });
    printer.println("Report in " + out.resolve("evaluation.html"));
    printer.flush();
  }

  private static void print(PrintWriter printer, RuleFigures figures) {
    printer.printf(
        Locale.ROOT,
        "  %s: %d detections, recall %s, precision %s, F1 %s%n",
        figures.rule().words(),
        figures.pooled().detections(),
        rate(figures.pooled().recall()),
        rate(figures.pooled().precision()),
        rate(figures.pooled().f1()));
  }

  private static String rate(double rate) {
    return Double.isFinite(rate) ? String.format(Locale.ROOT, "%.3f", rate) : "undefined";
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
