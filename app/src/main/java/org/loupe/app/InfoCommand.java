package org.loupe.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.loupe.defect.AnalyzedRegion;
import org.loupe.image.GrayImage;
import org.loupe.io.FrameChoice;
import org.loupe.io.MetadataTag;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.BurntInScaleBar;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;
import org.loupe.region.RegionFinder;
import org.loupe.region.RegionSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loupe info}: what files hold. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Tells what a file holds: size, type, calibration and where it came from.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  loupe info image.tif",
      "  loupe info --json *.dm3",
      "  loupe info --frame all stack.mrc",
      "  loupe info --tags image.dm4 > tags.txt"
    })
final class InfoCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FrameChoice FIRST = new FrameChoice(OptionalInt.of(1));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Image files.")
  private List<Path> files = List.of();

  @Option(names = "--json", description = "Print one JSON object a file, a line each.")
  private boolean json;

  @Option(
      names = "--frame",
      paramLabel = "N|all",
      description = {
        "Which frame of a stack or series to tell of, from 1, or all.",
        "Default: ${DEFAULT-VALUE}."
      },
      defaultValue = "1",
      converter = FrameChoiceConverter.class)
  private FrameChoice frames = FrameChoice.all();

  @Option(
      names = "--tags",
      description = {
        "Print all that the file states beside its pixels, without pixel data: a name, a tab, a"
            + " value a line; with --json one object a tag."
      })
  private boolean tags;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    int failed = 0;
    for (Path file : files) {
      try (MicrographFile open = MicrographReaders.open(file)) {
        if (tags) {
          printTags(out, file, open.metadata());
        } else {
          failed += tell(out, err, file, open);
        }
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        failed++;
        tell(out, err, file, file.toString(), e);
      }
      out.flush();
    }
    return ExitCode.of(files.size(), failed);
  }

  /** Tells of the frames asked for; returns 1 if one of them cannot be read, else 0. */
  private int tell(PrintWriter out, PrintWriter err, Path file, MicrographFile open)
      throws IOException {
    int failed = 0;
    for (int frame : frames.of(open.frames()).toArray()) {
      // Without a choice the first frame stands for the file, under the file's name.
      String name =
          frames.equals(FIRST)
              ? file.toString()
              : FrameChoice.name(file.toString(), frame, open.frames());
      ObjectNode object = JSON.createObjectNode();
      object.put("file", name);
      try {
        Micrograph micrograph = open.frame(frame);
        describe(object, open.title(frame).strip(), micrograph, open.frames());
        AnalyzedRegion region = region(micrograph);
        describe(object, region);
        Optional<String> warning = warning(micrograph, region);
        object.put("warning", warning.orElse(null));
        micrograph.notes().forEach(object.putArray("notes")::add);
        out.print(
            json
                ? JSON.writeValueAsString(object) + System.lineSeparator()
                : text(name, micrograph, region, object));
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        failed = 1;
        tell(out, err, file, name, e);
      }
    }
    return failed;
  }

  private void tell(PrintWriter out, PrintWriter err, Path file, String name, Throwable problem)
      throws IOException {
    if (json) {
      ObjectNode object = JSON.createObjectNode();
      object.put("file", name);
      object.put("error", Messages.of(problem));
      out.println(JSON.writeValueAsString(object));
    } else {
      err.println("loupe: " + Messages.withFile(file, problem));
    }
  }

  private void printTags(PrintWriter out, Path file, List<MetadataTag> metadata)
      throws IOException {
    if (metadata.isEmpty() && !json) {
      out.println(file + ": no metadata is read of this format");
    }
    for (MetadataTag tag : metadata) {
      if (json) {
        ObjectNode object = JSON.createObjectNode();
        object.put("file", file.toString());
        object.put("name", tag.name());
        object.put("value", tag.value());
        out.println(JSON.writeValueAsString(object));
      } else {
        out.println(tag.name() + "\t" + tag.value().replaceAll("[\\p{Cntrl}]+", " "));
      }
    }
  }

  private static void describe(ObjectNode object, String title, Micrograph micrograph, int frames) {
    Optional<Calibration> calibration = micrograph.calibration();
    object.put("title", title.isEmpty() ? null : title);
    object.put("format", micrograph.format());
    object.put("width", micrograph.width());
    object.put("height", micrograph.height());
    object.put("bits", micrograph.bits());
    object.put("frames", frames);
    object.put(
        "pixelSizeNm",
        calibration
            .filter(Calibration::isSquare)
            .map(c -> withoutNoise(c.pixelSizeNm()))
            .orElse(null));
    object.put("pixelSizeXNm", calibration.map(c -> withoutNoise(c.pixelWidthNm())).orElse(null));
    object.put("pixelSizeYNm", calibration.map(c -> withoutNoise(c.pixelHeightNm())).orElse(null));
    object.put("calibrationSource", calibration.map(Calibration::source).orElse(null));
    intensities(object, micrograph.image());
  }

  /** Returns 0.3 for 0.30000000000000004, which a change of units makes of it. */
  private static double withoutNoise(double length) {
    return new BigDecimal(length).round(new MathContext(12)).doubleValue();
  }

  private static AnalyzedRegion region(Micrograph micrograph) {
    return new RegionFinder(RegionSettings.defaults())
        .find(micrograph.detectorImage(), Optional.empty())
        .summary();
  }

  private static void describe(ObjectNode object, AnalyzedRegion region) {
    Optional<BurntInScaleBar> bar = region.scaleBar();
    object.put("scaleBarPx", bar.map(BurntInScaleBar::lengthPx).orElse(null));
    object.put(
        "scaleBarLabelNm",
        bar.filter(b -> b.labelNm().isPresent()).map(b -> b.labelNm().getAsDouble()).orElse(null));
    ObjectNode masked = object.putObject("maskedPx2");
    region.excludedPx2().forEach((kind, pixels) -> masked.put(kind.label(), pixels));
  }

  /** Returns what a burnt-in scale bar says against the pixel size of the file. */
  private static Optional<String> warning(Micrograph micrograph, AnalyzedRegion region) {
    return region
        .scaleBar()
        .flatMap(bar -> RegionPreparation.contradiction(micrograph.calibration(), bar));
  }

  private static void intensities(ObjectNode object, GrayImage image) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (float sample : image.samples()) {
      min = Math.min(min, sample);
      max = Math.max(max, sample);
      sum += sample;
    }
    object.put("min", min);
    object.put("max", max);
    object.put("mean", sum / image.samples().length);
  }

  private static String text(
      String name, Micrograph micrograph, AnalyzedRegion region, ObjectNode object) {
    StringBuilder text = new StringBuilder();
    line(text, "file", name);
    if (!object.get("title").isNull()) {
      line(text, "title", object.get("title").asText());
    }
    int frames = object.get("frames").asInt();
    line(text, "format", micrograph.format() + (frames == 1 ? "" : ", " + frames + " frames"));
    line(
        text,
        "size",
        String.format(
            Locale.ROOT,
            "%d x %d px, %d bits",
            micrograph.width(),
            micrograph.height(),
            micrograph.bits()));
    line(text, "pixel size", micrograph.calibration().map(InfoCommand::text).orElse("unknown"));
    line(
        text,
        "intensity",
        String.format(
            Locale.ROOT,
            "%.6g to %.6g, mean %.6g",
            object.get("min").asDouble(),
            object.get("max").asDouble(),
            object.get("mean").asDouble()));
    region.scaleBar().ifPresent(bar -> line(text, "scale bar", text(bar)));
    if (!object.get("warning").isNull()) {
      line(text, "warning", object.get("warning").asText());
    }
    if (region.excludesAny()) {
      line(text, "left out", text(region));
    }
    micrograph.notes().forEach(note -> line(text, "note", note));
    return text.append(System.lineSeparator()).toString();
  }

  private static String text(BurntInScaleBar bar) {
    String length =
        String.format(
            Locale.ROOT,
            "%.4g px (+- %.2g px) at %.0f, %.0f",
            bar.lengthPx(),
            bar.lengthUncertaintyPx(),
            bar.box().x(),
            bar.box().y());
    return length
        + (bar.labelNm().isPresent()
            ? String.format(
                Locale.ROOT,
                ", labeled %.6g nm: %.5g nm a pixel",
                bar.labelNm().getAsDouble(),
                bar.pixelSizeNm().getAsDouble())
            : ", label not read");
  }

  private static String text(AnalyzedRegion region) {
    return String.format(Locale.ROOT, "%.1f %% (", 100 * region.excludedFraction())
        + region.excludedPx2().entrySet().stream()
            .map(e -> e.getKey().label().replace('_', ' ') + " " + e.getValue() + " px")
            .collect(Collectors.joining(", "))
        + ")";
  }

  private static String text(Calibration calibration) {
    String size =
        calibration.isSquare()
            ? String.format(Locale.ROOT, "%.6g nm", calibration.pixelSizeNm())
            : String.format(
                Locale.ROOT,
                "%.6g nm wide, %.6g nm high (not square)",
                calibration.pixelWidthNm(),
                calibration.pixelHeightNm());
    return size + ", from " + calibration.source();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-11s %s", name, value)).append(System.lineSeparator());
  }
}
