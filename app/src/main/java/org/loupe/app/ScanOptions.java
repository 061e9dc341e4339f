package org.loupe.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.loupe.cascade.CandidateGrouping;
import org.loupe.cascade.ScanSettings;
import org.loupe.model.ModelBundle;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of Module I, shared by the commands that detect. */
final class ScanOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--cascade",
      required = true,
      paramLabel = "FILE",
      description = "LBP cascade in OpenCV's XML, as OpenCV and MATLAB train it.")
  private Path cascade = Path.of("");

  @Option(
      names = "--scale-factor",
      paramLabel = "FACTOR",
      description = "Ratio of neighboring window sizes, above 1. Default: 1.1.")
  private @Nullable Double scaleFactor;

  @Option(
      names = "--min-neighbors",
      paramLabel = "N",
      description =
          "Windows that must agree beyond the first for a detection; 0 keeps every window."
              + " Default: 4.")
  private @Nullable Integer minNeighbors;

  @Option(
      names = "--min-size",
      paramLabel = "PX",
      description = "Smallest window, in pixels of the image. Default: the cascade's window.")
  private @Nullable Integer minSize;

  @Option(
      names = "--max-size",
      paramLabel = "PX",
      description = "Largest window, in pixels of the image. Default: the image.")
  private @Nullable Integer maxSize;

  @Option(
      names = "--min-defect-size",
      paramLabel = "PX",
      description =
          "Scan an enlarged image as well, down to windows of this size, for defects smaller than"
              + " the cascade's window. Default: no enlarging.")
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
              + " where most windows agree, for cascades that Loupe trained. Default: opencv.")
  private Grouping grouping = Grouping.OPENCV;

  ModelBundle model() throws IOException {
    return ModelBundle.ofCascade(cascade, settings());
  }

  private ScanSettings settings() {
    ScanSettings defaults = ScanSettings.defaults();
    try {
      return new ScanSettings(
          scaleFactor == null ? defaults.scaleFactor() : scaleFactor,
          minSize == null ? defaults.minSizePx() : minSize,
          maxSize == null ? defaults.maxSizePx() : maxSize,
          minNeighbors == null ? defaults.minNeighbors() : minNeighbors,
          minDefectSize == null ? defaults.minDefectSizePx() : minDefectSize,
          grouping == Grouping.PEAKS ? CandidateGrouping.PEAKS : CandidateGrouping.OPENCV);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
