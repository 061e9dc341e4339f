package org.loupe.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.Trust;
import org.loupe.micrograph.Calibration;

/** What a reader must know before trusting the numbers of an analysis, the gravest first. */
final class AnalysisWarnings {

  /** Names that are listed before "and so many more". */
  private static final int MOST_NAMES = 8;

  /** Reasons that are given for images being unlike the training images. */
  private static final int MOST_REASONS = 3;

  /** Share of the defects from which a flag or a doubt is worth a warning. */
  private static final double WORTH_SAYING = 0.1;

  /** Pixel sizes that differ by less are the same magnification. */
  private static final double SAME_PIXEL_SIZE = 1.01;

  private final AnalysisReport report;
  private final List<String> warnings = new ArrayList<>();

  private AnalysisWarnings(AnalysisReport report) {
    this.report = report;
  }

  static List<String> of(AnalysisReport report) {
    AnalysisWarnings found = new AnalysisWarnings(report);
    found.addFailures();
    found.addDomain();
    found.addMembers();
    found.addCalibration();
    found.addRegion();
    found.addDoubts();
    found.addFlags();
    found.addNotes();
    return found.warnings;
  }

  private void addFailures() {
    List<ReportedMicrograph> failed =
        report.micrographs().stream().filter(m -> m.error().isPresent()).toList();
    if (!failed.isEmpty()) {
      warnings.add(
          Numbers.count(failed.size(), "image", "images")
              + " could not be analyzed and "
              + (failed.size() == 1 ? "is" : "are")
              + " not in the numbers: "
              + names(failed)
              + ". The table of images says why.");
    }
  }

  private void addDomain() {
    List<ReportedMicrograph> outside =
        report.micrographs().stream()
            .filter(m -> m.trust().flatMap(Trust::isOutOfDomain).orElse(false))
            .toList();
    if (outside.isEmpty()) {
      return;
    }
    String reasons =
        outside.stream()
            .flatMap(m -> m.trust().flatMap(Trust::strangestTrait).stream())
            .distinct()
            .limit(MOST_REASONS)
            .collect(Collectors.joining("; "));
    warnings.add(
        Numbers.count(outside.size(), "image is", "images are")
            + " unlike those that the model was trained on ("
            + reasons
            + "): what it found there is a guess. Check it by eye, or train a model on such images: "
            + names(outside)
            + ".");
  }

  /** Says that not all numbers come from the same member of the model. */
  private void addMembers() {
    Map<String, List<ReportedMicrograph>> byMember = new TreeMap<>();
    for (ReportedMicrograph micrograph : analyzed()) {
      micrograph
          .member()
          .ifPresent(
              name -> byMember.computeIfAbsent(name, n -> new ArrayList<>()).add(micrograph));
    }
    if (byMember.size() > 1) {
      warnings.add(
          "Different members of the model found the defects, each on the images that it knows best,"
              + " and each with its own recall and precision: "
              + byMember.entrySet().stream()
                  .map(e -> e.getKey() + " on " + names(e.getValue()))
                  .collect(Collectors.joining("; "))
              + ".");
    }
  }

  private void addCalibration() {
    List<ReportedMicrograph> analyzed = analyzed();
    List<ReportedMicrograph> unknown =
        analyzed.stream().filter(m -> m.calibration().isEmpty()).toList();
    if (unknown.isEmpty()) {
      return;
    }
    if (unknown.size() == analyzed.size()) {
      warnings.add(
          "The pixel size is unknown: lengths and densities are in pixels. Give it with"
              + " --pixel-size."
              + (analyzed.size() > 1
                  ? " Pixels of different magnifications are different lengths: the figures of all"
                      + " images together mean something only if all have the same."
                  : ""));
    } else {
      warnings.add(
          "The pixel size of "
              + Numbers.count(unknown.size(), "image", "images")
              + " is unknown, so the figures in nanometres leave "
              + (unknown.size() == 1 ? "it" : "them")
              + " out: "
              + names(unknown)
              + ".");
    }
  }

  private void addRegion() {
    List<ReportedMicrograph> masked = analyzed().stream().filter(m -> m.masked() > 0).toList();
    if (!masked.isEmpty()) {
      int dropped = masked.stream().mapToInt(ReportedMicrograph::droppedDetections).sum();
      warnings.add(
          String.format(
              Locale.ROOT,
              "Of %s a part was left out, %s %% at most (%s): info bars, scale bars, vacuum or what a"
                  + " mask excludes, hatched in the overlays. Densities are over the rest;"
                  + " %s there %s dropped. --no-auto-mask leaves out nothing by itself.",
              Numbers.count(masked.size(), "image", "images"),
              Numbers.significant(
                  100 * masked.stream().mapToDouble(ReportedMicrograph::masked).max().orElse(0)),
              names(masked),
              Numbers.count(dropped, "detection", "detections"),
              dropped == 1 ? "was" : "were"));
    }
  }

  private void addDoubts() {
    if (report.unscreened() > 0) {
      warnings.add(
          "Nothing screened what the cascade found: "
              + Numbers.count(report.unscreened(), "defect has", "defects have")
              + " no probability, and many may be false. Look at the images.");
    }
    if (report.doubtful() > WORTH_SAYING * report.defects()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s of %s have a probability below 0.6: the model is in doubt. Look at the images; a"
                  + " higher --min-probability leaves such defects out.",
              Numbers.whole(report.doubtful()),
              Numbers.count(report.defects(), "defect", "defects")));
    }
  }

  private void addFlags() {
    for (Map.Entry<MeasurementFlag, Integer> flag : report.flags().entrySet()) {
      if (flag.getValue() > WORTH_SAYING * report.defects()) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "%s of %s: %s",
                Numbers.whole(flag.getValue()),
                Numbers.count(report.defects(), "defect", "defects"),
                words(flag.getKey())));
      }
    }
  }

  /** Returns what a flag means for the sizes. */
  static String words(MeasurementFlag flag) {
    return switch (flag) {
      case TOUCHES_EDGE -> "the defect touches the frame or an info bar, so part of it is missing.";
      case TOUCHES_MASK ->
          "the defect reaches pixels that were left out, so its size is uncertain.";
      case SEED_LIMITED -> "the flood could not leave its seed, so the width is the seed's.";
      case LEAKED -> "no closed rim stopped the flood, so the size is that of its window.";
      case FELL_BACK -> "no rim was found, so the size is that of the detection's box.";
      case LOW_CONTRAST -> "the rim stands out by less than the noise, so the size is uncertain.";
      case SOLID -> "there is no rim, so the size is that of the outer edge.";
      case BROKEN_RIM -> "over a third of the rim does not show; the ellipse bridges the gap.";
    };
  }

  private void addNotes() {
    Map<String, List<ReportedMicrograph>> byNote = new LinkedHashMap<>();
    for (ReportedMicrograph micrograph : report.micrographs()) {
      for (String note : micrograph.notes()) {
        if (byNote.size() < MOST_NAMES || byNote.containsKey(note)) {
          byNote.computeIfAbsent(note, n -> new ArrayList<>()).add(micrograph);
        }
      }
    }
    byNote.forEach((note, where) -> warnings.add("Read so: " + note + " (" + names(where) + ")"));
    List<ReportedMicrograph> calibrated =
        analyzed().stream().filter(m -> m.calibration().isPresent()).toList();
    double least = calibrated.stream().mapToDouble(ReportedMicrograph::pixelSizeNm).min().orElse(1);
    double most = calibrated.stream().mapToDouble(ReportedMicrograph::pixelSizeNm).max().orElse(1);
    if (most > SAME_PIXEL_SIZE * least) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "Pixel sizes differ, %s to %s nm (%s): at lower magnification the smallest defects"
                  + " cannot be seen, which shifts the size distribution.",
              Numbers.significant(least),
              Numbers.significant(most),
              calibrated.stream()
                  .flatMap(m -> m.calibration().stream())
                  .map(Calibration::source)
                  .distinct()
                  .limit(MOST_NAMES)
                  .collect(Collectors.joining(", "))));
    }
  }

  private List<ReportedMicrograph> analyzed() {
    return report.micrographs().stream().filter(m -> m.error().isEmpty()).toList();
  }

  private static String names(List<ReportedMicrograph> micrographs) {
    String names =
        micrographs.stream()
            .limit(MOST_NAMES)
            .map(ReportedMicrograph::image)
            .collect(Collectors.joining(", "));
    return micrographs.size() > MOST_NAMES
        ? names + " and " + Numbers.whole(micrographs.size() - MOST_NAMES) + " more"
        : names;
  }
}
