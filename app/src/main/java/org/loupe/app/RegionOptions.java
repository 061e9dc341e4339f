package org.loupe.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.PixelSize;
import org.loupe.region.RegionFinder;
import org.loupe.region.RegionSettings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that say which part of each image is analyzed. */
final class RegionOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--mask",
      paramLabel = "FILE|FOLDER",
      description =
          "Analyze only the pixels that are not 0 in this image, which has the size of the"
              + " micrographs; or a folder with one for each, of the same name.")
  private @Nullable Path mask;

  @Option(
      names = "--no-auto-mask",
      description =
          "Analyze info bars, scale bars and vacuum as well: by default they are found and left"
              + " out.")
  private boolean noAutoMask;

  @Option(
      names = "--scale-bar",
      paramLabel = "LENGTH",
      converter = LengthConverter.class,
      description =
          "Take the pixel size from the scale bar drawn into each image, which has this length,"
              + " such as 100nm; overrides the files' own.")
  private @Nullable Double scaleBar;

  /**
   * Returns what is done to each micrograph.
   *
   * @param pixelSize of the option that sets it
   * @throws IOException if the masks cannot be found
   */
  RegionPreparation preparation(Optional<Calibration> pixelSize) throws IOException {
    if (scaleBar != null && pixelSize.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--scale-bar and --pixel-size exclude each other: give one of them");
    }
    return new RegionPreparation(
        new RegionFinder(settings()),
        MaskFiles.of(Optional.ofNullable(mask)),
        pixelSize,
        scaleBar == null ? OptionalDouble.empty() : OptionalDouble.of(scaleBar));
  }

  private RegionSettings settings() {
    return noAutoMask ? RegionSettings.none() : RegionSettings.defaults();
  }

  /** Returns what {@code run.json} says of it. */
  ObjectNode record(RegionPreparation preparation) throws IOException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode found = node.putArray("found");
    settings().found().forEach(kind -> found.add(kind.label()));
    node.put("scaleBarNm", scaleBar);
    ObjectNode masks = node.putObject("masks");
    for (Map.Entry<String, String> entry : preparation.maskHashes().entrySet()) {
      masks.put(entry.getKey(), entry.getValue());
    }
    return node;
  }

  /** Reads {@code 100nm}. */
  static final class LengthConverter implements ITypeConverter<Double> {

    @Override
    public Double convert(String value) {
      try {
        return PixelSize.parseLength(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
