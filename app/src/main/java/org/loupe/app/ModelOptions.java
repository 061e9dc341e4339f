package org.loupe.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.loupe.cascade.ScanSettings;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;
import org.loupe.model.ModelFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what finds the defects: a model or a cascade, and how it is used. */
final class ModelOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @ArgGroup private @Nullable Source source;

  @Mixin private ScanOptions scan = new ScanOptions();

  @Option(
      names = "--min-probability",
      paramLabel = "P",
      description =
          "Least screening probability of a defect, 0 to 1: higher for fewer false ones, lower for"
              + " fewer missed. Default: the model's.")
  private @Nullable Double minProbability;

  @Option(
      names = "--bright",
      description =
          "The defects are brighter than what is around them, as in dark-field images: micrographs"
              + " are looked at and measured with black and white exchanged, since models and"
              + " cascades are mostly made for dark ones. Leave it out for a model that learned from"
              + " bright ones.")
  private boolean bright;

  private ScanOptions.Origin scanOrigin = ScanOptions.Origin.AS_IN_MODEL;

  private static final class Source {

    @Option(
        names = "--model",
        paramLabel = "FILE",
        description =
            "Model file (.loupe): cascade, screening network and settings in one. Default: the"
                + " model for dislocation loops (FeCrAl, titanium, 316L steel) that comes with"
                + " Loupe.")
    private @Nullable Path model;

    @Option(
        names = "--cascade",
        paramLabel = "FILE",
        description =
            "Instead of a model, an " + ScanOptions.CASCADE + " Nothing screens what it finds.")
    private @Nullable Path cascade;
  }

  ModelBundle model() throws IOException {
    if (source != null && source.cascade != null) {
      if (minProbability != null) {
        throw wrong("--min-probability " + minProbability + " needs a model that screens");
      }
      return ModelBundle.ofCascade(source.cascade, scan.settings(ScanSettings.defaults()));
    }
    ModelBundle model = ModelFile.read(modelFile());
    boolean asInModel =
        model.members().stream()
            .allMatch(member -> scan.origin(member.scan()) == ScanOptions.Origin.AS_IN_MODEL);
    scanOrigin = asInModel ? ScanOptions.Origin.AS_IN_MODEL : ScanOptions.Origin.CHANGED;
    return screened(model.withScan(scan::settings));
  }

  /** Returns whether the defects are said to be bright. */
  boolean isBright() {
    return bright;
  }

  /**
   * Returns a micrograph as the model looks at it: the negative where defects are bright. Of that
   * it returns the micrograph again.
   */
  Micrograph seen(Micrograph micrograph) {
    return bright
        ? micrograph.negative().withNote("looked at with black and white exchanged (--bright)")
        : micrograph;
  }

  /** Returns whether the scan of {@link #model}, which comes first, is the model's own. */
  ScanOptions.Origin scanOrigin() {
    return scanOrigin;
  }

  private Path modelFile() {
    if (source != null && source.model != null) {
      return source.model;
    }
    Optional<Path> standard = DefaultModel.find();
    return standard.orElseThrow(
        () ->
            wrong(
                "no model: "
                    + DefaultModel.NAME
                    + " did not come with this Loupe; give --model FILE.loupe or --cascade"
                    + " FILE.xml"));
  }

  private ModelBundle screened(ModelBundle model) {
    if (minProbability == null) {
      return model;
    }
    if (model.screener().isEmpty()) {
      throw wrong(
          "--min-probability "
              + minProbability
              + " needs a model that screens; "
              + model.name()
              + " does not");
    }
    double asked = minProbability;
    try {
      return model.withMinProbability(usual -> asked);
    } catch (IllegalArgumentException e) {
      throw wrong("--min-probability: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
