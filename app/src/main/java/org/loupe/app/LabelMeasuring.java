package org.loupe.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.loupe.app.report.MeasurementReport;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.evaluate.LabelBoxes;
import org.loupe.evaluate.Mark;
import org.loupe.evaluate.MatchingRule;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.evaluate.MeasuredLabels;
import org.loupe.image.GrayImage;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.measure.DefectMeasurer;
import org.loupe.measure.MeasurementSettings;
import org.loupe.measure.RimPolarity;
import org.loupe.results.FoundSet;
import org.loupe.results.ResultFiles;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code evaluate --measure-labels}, and what they do. */
final class LabelMeasuring {

  /** A label's tight box and a padded one of the same defect overlap by less than half. */
  private static final double BOXES_IOU = 0.3;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--measure-labels",
      description =
          "Judge the measurement (Module III) alone: each label is measured in its box, and"
              + " compared with the ellipse, mask or polygon that people drew. Writes"
              + " measurement.json, measurement.csv and measurement.html.")
  private boolean asked;

  @Option(
      names = "--box-margin",
      paramLabel = "SHARE",
      description =
          "With --measure-labels: how far each side of the label's tight box is pushed out, as a"
              + " share of its width or height. Default: 0.15.")
  private @Nullable Double margin;

  @Option(
      names = "--box-jitter",
      paramLabel = "SHARE",
      description =
          "With --measure-labels: how far each side is moved at random, at most. Default: 0.")
  private @Nullable Double jitter;

  @Option(
      names = "--boxes",
      paramLabel = "LABELS",
      description =
          "With --measure-labels: measure in these boxes, matched one to one with the labels at an"
              + " intersection over union of 0.3; a labeled set, or any format of --results.")
  private @Nullable Path boxes;

  @Option(
      names = "--tight-boxes",
      description =
          "With --measure-labels: the labels are boxes tight round their defects; the longer side is"
              + " compared with that of the box round the measured ellipse.")
  private boolean tight;

  @Option(
      names = "--measurement",
      paramLabel = "METHOD",
      description = "With --measure-labels: " + MeasurementChoice.HELP + " Default: rim-fit.")
  private @Nullable MeasurementChoice measurement;

  @Option(
      names = "--rim",
      paramLabel = "POLARITY",
      description = "With --measure-labels: " + MeasurementChoice.RIM_HELP + " Default: dark.")
  private @Nullable RimPolarity rim;

  boolean isAsked() {
    if (!asked) {
      for (String option :
          List.of(
              "--box-margin",
              "--box-jitter",
              "--boxes",
              "--tight-boxes",
              "--measurement",
              "--rim")) {
        if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
          throw wrong(option + " needs --measure-labels");
        }
      }
    }
    return asked;
  }

  /**
   * Measures and reports.
   *
   * @param onlyClass labels of other classes are left out; those without a class count
   */
  int run(
      LabeledSet set,
      List<LabeledMicrograph> micrographs,
      Optional<String> onlyClass,
      String command,
      Path out)
      throws IOException {
    DefectMeasurer measurer = new DefectMeasurer(settings());
    LabelBoxes made = labelBoxes();
    Optional<FoundSet> drawn =
        boxes == null ? Optional.empty() : Optional.of(ResultFiles.readPerson(boxes, set));
    List<MeasuredLabels.Image> images = new ArrayList<>();
    for (LabeledMicrograph micrograph : micrographs) {
      List<Mark> labels =
          micrograph.annotations().stream()
              .map(Mark::of)
              .filter(
                  mark ->
                      onlyClass.isEmpty()
                          || mark.defectClass().map(onlyClass.get()::equals).orElse(true))
              .toList();
      GrayImage image;
      try (MicrographFile open = MicrographReaders.open(micrograph.file())) {
        image = open.frame(0).image();
      }
      if (drawn.isEmpty()) {
        images.add(
            MeasuredLabels.measure(micrograph.name(), image, labels, extent(), measurer, made));
      } else {
        List<Mark> marks = drawn.get().marks().getOrDefault(micrograph.name(), List.of());
        images.add(
            MeasuredLabels.measureIn(
                micrograph.name(),
                image,
                labels,
                extent(),
                measurer,
                marks,
                new MatchingRule.Strict(BOXES_IOU, Outline.BOX)));
      }
    }
    MeasuredLabels measured = new MeasuredLabels(images);
    if (measured.pooled().labels().count() == 0) {
      spec.commandLine()
          .getErr()
          .println(
              "loupe: no label with a shape was measured; --measure-labels needs ellipses, masks or"
                  + " polygons, or tight boxes and --tight-boxes");
      return ExitCode.NOTHING_DONE;
    }
    MeasurementReport.write(
        new MeasurementReport.Origin(
            set.name(), command, Version.text(), settings(), boxWords(made), extent()),
        measured,
        out);
    print(measured, out);
    return ExitCode.DONE;
  }

  private MeasuredLabels.Extent extent() {
    return tight ? MeasuredLabels.Extent.TIGHT_BOX : MeasuredLabels.Extent.SHAPE;
  }

  private MeasurementSettings settings() {
    MeasurementChoice method = measurement == null ? MeasurementChoice.RIM_FIT : measurement;
    return MeasurementSettings.defaults()
        .withMethod(method.method())
        .withPolarity(rim == null ? RimPolarity.DARK : rim);
  }

  private LabelBoxes labelBoxes() {
    if (boxes != null && (margin != null || jitter != null)) {
      throw wrong("--boxes gives the boxes as they are; leave --box-margin and --box-jitter out");
    }
    LabelBoxes standard = LabelBoxes.defaults();
    try {
      return new LabelBoxes(
          margin == null ? standard.margin() : margin,
          jitter == null ? standard.jitter() : jitter,
          standard.seed());
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private String boxWords(LabelBoxes made) {
    return boxes == null
        ? String.format(
            Locale.ROOT,
            "the label's tight box, each side pushed out by %.0f %% of it%s",
            100 * made.margin(),
            made.jitter() == 0
                ? ""
                : String.format(
                    Locale.ROOT, " and moved at random by up to %.0f %%", 100 * made.jitter()))
        : String.format(
            Locale.ROOT,
            "the boxes of %s, matched one to one with the labels at an intersection over union of"
                + " %.1f",
            boxes.getFileName(),
            BOXES_IOU);
  }

  private void print(MeasuredLabels measured, Path out) {
    PrintWriter printer = spec.commandLine().getOut();
    for (MeasuredLabels.Image image : measured.images()) {
      printer.println(image.name() + ": " + MeasurementReport.line(MeasuredLabels.figures(image)));
    }
    printer.println("All: " + MeasurementReport.line(measured.pooled()));
    printer.println("Report: " + out.resolve("measurement.html"));
    printer.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
