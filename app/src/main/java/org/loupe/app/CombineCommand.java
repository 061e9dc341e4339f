package org.loupe.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.loupe.cascade.ScanSettings;
import org.loupe.measure.MeasurementMethod;
import org.loupe.measure.MeasurementSettings;
import org.loupe.measure.RimPolarity;
import org.loupe.model.ModelBundle;
import org.loupe.model.ModelDescription;
import org.loupe.model.ModelFile;
import org.loupe.model.OperatingPoint;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.ScreeningSettings;
import org.loupe.training.screen.HalfWeights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loupe combine}: several models to one file, each for its own kind of micrographs. */
@Command(
    name = "combine",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Puts models into one file. Each micrograph is judged by the one whose training micrographs"
          + " are most like it (by their gray levels, then by domain_distance), and by the last if"
          + " it is unlike those of all (above 1): so give the one for the most usual images first,"
          + " which are judged soonest, and the one that knows most kinds last; what learned from"
          + " all sets of another and more has only what is like none of the others. Nothing is trained,"
          + " and each member works as it does alone.",
      "The options of the scan, --views, --measurement, --box-margin and --rim change how the first MODEL works from then"
          + " on, for example to make it faster; one MODEL is enough then. The figures on its card and the"
          + " expected F1 stay those of its training, so compare both files first (loupe"
          + " evaluate). The card says what was changed.",
      "The column model_member of images.csv says which member found the defects."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  loupe combine steel.loupe titanium.loupe --out loops.loupe",
      "  loupe analyze folder --model loops.loupe --out out",
      "  loupe combine steel.loupe --stride 4 --views 4 --out faster.loupe",
      "  loupe combine models/fecral-loops.loupe mine.loupe --last loops.loupe --out all.loupe"
    })
final class CombineCommand implements Callable<Integer> {

  /** Of the section that this command adds to the card, and replaces when it combines again. */
  private static final String HEADING = "## Members";

  /** Of the section that tells how the model was changed. */
  private static final String CHANGES = "## Changed after training";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "MODEL",
      arity = "1..*",
      description =
          "Model files (.loupe) in the order in which they are asked; at least two, or one that is"
              + " changed.")
  private List<Path> files = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Model file to write; a file of this name is replaced.")
  private Path out = Path.of("");

  @Option(
      names = "--last",
      paramLabel = "MEMBER",
      description =
          "Member that judges what is unlike the training micrographs of all, by its file's name."
              + " Default: the last member of the last MODEL.")
  private @Nullable String last;

  @Option(
      names = "--half",
      description =
          "Store the networks' weights in 16 bits in place of 32: the file is a third smaller, and"
              + " probabilities change by less than 0.001.")
  private boolean half;

  @Mixin private ScanOptions scan = new ScanOptions();

  @Option(
      names = "--views",
      paramLabel = "N",
      description =
          "In how many symmetries a promising candidate is looked at: 1, 2, 4 or 8. Default: the"
              + " model's.")
  private @Nullable Integer views;

  @Option(
      names = "--measurement",
      paramLabel = "METHOD",
      description =
          "How the model measures: rim-fit, drawn, edge, box or flood, see analyze --help. Default:"
              + " the model's.")
  private @Nullable MeasurementChoice measurement;

  @Option(
      names = "--box-margin",
      paramLabel = "SHARE",
      description = MeasurementChoice.MARGIN_HELP + " Default: the model's.")
  private @Nullable Double boxMargin;

  @Option(
      names = "--rim",
      paramLabel = "POLARITY",
      description = MeasurementChoice.RIM_HELP + " Default: the model's.")
  private @Nullable RimPolarity rim;

  @Override
  public Integer call() throws IOException {
    List<ModelBundle> members = new ArrayList<>();
    for (Path file : files) {
      members.addAll(ModelFile.read(file).members());
    }
    List<String> changes = new ArrayList<>();
    members.set(0, changed(members.get(0), changes));
    if (files.size() < 2 && !half && changes.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "one MODEL and nothing to change; give a second one, or what shall be changed");
    }
    if (last != null) {
      members.add(members.remove(place(last, members)));
    }
    if (half) {
      members.replaceAll(CombineCommand::halved);
    }
    for (ModelBundle member : members.subList(0, members.size() - 1)) {
      if (member.trust().isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            member.name()
                + " does not know what it was trained on, so it cannot be asked first; train it on"
                + " at least 12 micrographs of 3 series, or give it last");
      }
    }
    ModelBundle combined;
    try {
      combined = combined(members);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), e.getMessage() + "; give the files other names", e);
    }
    Path parent = out.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    ModelBundle written = ModelFile.write(out, combined);
    PrintWriter printer = spec.commandLine().getOut();
    for (ModelBundle member : written.members()) {
      printer.println(
          member.name()
              + ": "
              + member
                  .trust()
                  .map(trust -> trust.domain().points().size() + " training micrographs")
                  .orElse("training micrographs unknown"));
    }
    printer.println("Model in " + out);
    printer.flush();
    return ExitCode.DONE;
  }

  /** Returns a model as the options ask for it; says in {@code changes} what is new. */
  private ModelBundle changed(ModelBundle model, List<String> changes) {
    ScanSettings scanned = scan.settings(model.scan());
    addScan(model.scan(), scanned, changes);
    ModelBundle changed = model.withEquivalentScan(scanned);
    if (views != null) {
      ScreenerModel network =
          model
              .screener()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(), model.name() + " has no network: leave --views out"));
      add("views of a promising candidate", network.settings().views(), views, changes);
      changed = changed.withScreener(network.withSettings(views(network.settings(), views)));
    }
    if (measurement != null) {
      MeasurementMethod method = measurement.method();
      add("measurement", model.measurement().method(), method, changes);
      changed = changed.withMeasurement(settings -> settings.withMethod(method));
    }
    if (boxMargin != null) {
      MeasurementSettings before = model.measurement();
      MeasurementSettings now = MeasurementChoice.withMargin(before, boxMargin, spec);
      add("margin of the box that is measured", before.boxMargin(), now.boxMargin(), changes);
      changed = changed.withMeasurement(settings -> settings.withBoxMargin(now.boxMargin()));
    }
    if (rim != null) {
      RimPolarity polarity = rim;
      add("rim that is measured", model.measurement().polarity(), polarity, changes);
      changed = changed.withMeasurement(settings -> settings.withPolarity(polarity));
    }
    if (changes.isEmpty()) {
      return model;
    }
    ModelDescription description = changed.description().orElseThrow();
    return changed.withDescription(description.withCard(changed(description.card(), changes)));
  }

  private static void addScan(ScanSettings before, ScanSettings now, List<String> changes) {
    add("ratio of window sizes", before.scaleFactor(), now.scaleFactor(), changes);
    add("smallest window, px", before.minSizePx(), now.minSizePx(), changes);
    add("largest window, px", before.maxSizePx(), now.maxSizePx(), changes);
    add("least neighbors", before.minNeighbors(), now.minNeighbors(), changes);
    add(
        "smallest window on enlarged images, px",
        before.minDefectSizePx(),
        now.minDefectSizePx(),
        changes);
    add("grouping", before.grouping(), now.grouping(), changes);
    add("stride of the scan, px", before.stride(), now.stride(), changes);
  }

  private static void add(String what, Object before, Object now, List<String> changes) {
    if (!before.equals(now)) {
      changes.add(what + ": " + before + ", now " + now);
    }
  }

  private ScreeningSettings views(ScreeningSettings settings, int count) {
    try {
      return settings.withViews(count);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--views: " + e.getMessage(), e);
    }
  }

  private static String changed(String card, List<String> changes) {
    int members = card.indexOf("\n" + HEADING);
    String own = members < 0 ? card : card.substring(0, members);
    StringBuilder text = new StringBuilder(own.stripTrailing()).append('\n');
    if (!own.contains("\n" + CHANGES)) {
      line(text, "");
      line(text, CHANGES);
      line(text, "");
      line(text, "The figures above are those of the training. Since then:");
      line(text, "");
    }
    changes.forEach(change -> line(text, "- %s", change));
    if (members >= 0) {
      text.append(card.substring(members));
    }
    return text.toString();
  }

  private int place(String member, List<ModelBundle> members) {
    List<String> names = members.stream().map(ModelBundle::name).toList();
    if (!names.contains(member)) {
      throw new ParameterException(
          spec.commandLine(), "--last: there is no " + member + "; members are " + names);
    }
    return names.lastIndexOf(member);
  }

  private static ModelBundle halved(ModelBundle model) {
    return model
        .screener()
        .map(
            network ->
                model.withScreener(
                    new ScreenerModel(
                        HalfWeights.of(network.onnx()),
                        network.settings(),
                        network.minProbabilityUnlike())))
        .orElse(model);
  }

  /** The first keeps its place: its card leads, and its name is that of the file. */
  private ModelBundle combined(List<ModelBundle> members) {
    ModelBundle first = members.get(0);
    List<ModelBundle> others = members.subList(1, members.size());
    String name = Objects.toString(out.getFileName());
    if (others.stream().anyMatch(other -> other.name().equals(name))) {
      throw new IllegalArgumentException("a member is called " + name + " like the new file");
    }
    if (others.isEmpty()) {
      return first;
    }
    ModelDescription description = first.description().orElseThrow();
    return first
        .withOthers(others)
        .withDescription(description.withCard(card(description.card(), name, members)));
  }

  private static String card(String first, String name, List<ModelBundle> members) {
    int earlier = first.indexOf("\n" + HEADING);
    StringBuilder card = new StringBuilder(earlier < 0 ? first : first.substring(0, earlier));
    line(card, "");
    line(card, HEADING);
    line(card, "");
    line(
        card,
        "What stands above is of the first member. A micrograph is judged by the member whose"
            + " training micrographs are most like it, and by the last if it is unlike those of"
            + " all. Each of the others is a whole model file among the entries of this one, with"
            + " its own card.");
    line(card, "");
    line(card, "| member | training sets | F1, 20 px | F1, IoU 0.5 |");
    line(card, "|---|---|---|---|");
    for (int i = 0; i < members.size(); i++) {
      ModelBundle member = members.get(i);
      Optional<OperatingPoint> figures =
          member
              .description()
              .flatMap(ModelDescription::validation)
              .map(validation -> validation.operatingPoint());
      line(
          card,
          "| %s | %s | %s | %s |",
          i == 0 ? name : member.name(),
          member.description().stream()
              .flatMap(description -> description.trainingData().stream())
              .map(data -> data.name())
              .reduce((a, b) -> a + "; " + b)
              .orElse("unknown"),
          figures.map(point -> three(point.center20Px().f1())).orElse("-"),
          figures.map(point -> three(point.iou50().f1())).orElse("-"));
    }
    line(card, "");
    line(card, "By cross-validation of each member on its own sets.");
    return card.toString();
  }

  private static String three(double figure) {
    return String.format(Locale.ROOT, "%.3f", figure);
  }

  private static void line(StringBuilder card, String format, Object... values) {
    card.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
