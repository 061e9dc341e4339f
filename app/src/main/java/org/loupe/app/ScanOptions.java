package org.loupe.app;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.loupe.cascade.CandidateGrouping;
import org.loupe.cascade.ScanSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of Module I, shared by the commands that detect. */
final class ScanOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** What {@code --cascade} takes. */
  static final String CASCADE = "LBP cascade in OpenCV's XML, as OpenCV and MATLAB train it.";

  @Option(
      names = "--scale-factor",
      paramLabel = "FACTOR",
      description =
          "Ratio of neighboring window sizes, above 1. Default: the model's; 1.1 for a cascade.")
  private @Nullable Double scaleFactor;

  @Option(
      names = "--min-neighbors",
      paramLabel = "N",
      description =
          "Windows that must agree beyond the first for a detection; 0 keeps every window."
              + " Default: the model's; 4 for a cascade.")
  private @Nullable Integer minNeighbors;

  @Option(
      names = "--min-size",
      paramLabel = "PX",
      description =
          "Smallest window, in pixels of the image; 0 for the cascade's own. Default: the model's; 0 for a cascade.")
  private @Nullable Integer minSize;

  @Option(
      names = "--max-size",
      paramLabel = "PX",
      description =
          "Largest window, in pixels of the image; 0 for the whole image. Default: the model's; 0 for a cascade.")
  private @Nullable Integer maxSize;

  @Option(
      names = "--min-defect-size",
      paramLabel = "PX",
      description =
          "Scan an enlarged image as well, down to windows of this size, for defects smaller than"
              + " the cascade's window; 0 for no enlarging. Default: the model's; 0 for a cascade.")
  private @Nullable Double minDefectSize;

  /** The ways to group by the names that a person types. */
  private enum Grouping {
    OPENCV,
    PEAKS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--grouping",
      paramLabel = "HOW",
      description =
          "opencv: one candidate of windows that overlap in a chain, as OpenCV does; peaks: one"
              + " where most windows agree, for cascades that Loupe trained. Default: the model's; opencv"
              + " for a cascade.")
  private @Nullable Grouping grouping;

  @Option(
      names = "--stride",
      paramLabel = "PX",
      description =
          "Pixels from one window to the next where the image is scanned at its own size; half as"
              + " many, rounded up, where it is scanned at half its size or less. Default: the"
              + " model's; 2 for a cascade, as OpenCV does.")
  private @Nullable Integer stride;

  /** Whether a scan is the one that a model was validated with. */
  enum Origin {
    AS_IN_MODEL,
    CHANGED
  }

  /** Returns whether the options change what {@code standard} says. */
  Origin origin(ScanSettings standard) {
    return settings(standard).equals(standard) ? Origin.AS_IN_MODEL : Origin.CHANGED;
  }

  /** Returns the settings that were given, and {@code defaults} for the others. */
  ScanSettings settings(ScanSettings defaults) {
    try {
      return new ScanSettings(
          or(scaleFactor, defaults.scaleFactor()),
          or(minSize, defaults.minSizePx()),
          or(maxSize, defaults.maxSizePx()),
          or(minNeighbors, defaults.minNeighbors()),
          or(minDefectSize, defaults.minDefectSizePx()),
          grouping == null ? defaults.grouping() : CandidateGrouping.valueOf(grouping.name()),
          or(stride, defaults.stride()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
