package org.loupe.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.loupe.image.GrayImage;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;
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
    footer = {"  loupe info image.tif", "  loupe info --json *.tif"})
final class InfoCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Image files.")
  private List<Path> files = List.of();

  @Option(names = "--json", description = "Print one JSON object a file, a line each.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    int failed = 0;
    for (Path file : files) {
      ObjectNode object = JSON.createObjectNode();
      object.put("file", file.toString());
      try (MicrographFile open = MicrographReaders.open(file)) {
        Micrograph micrograph = open.frame(0);
        describe(object, micrograph, open.frames());
        if (!json) {
          out.print(text(file, micrograph, object));
        }
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        failed++;
        object.put("error", Messages.of(e));
        if (!json) {
          err.println("loupe: " + Messages.withFile(file, e));
        }
      }
      if (json) {
        out.println(JSON.writeValueAsString(object));
      }
      out.flush();
    }
    return ExitCode.of(files.size(), failed);
  }

  private static void describe(ObjectNode object, Micrograph micrograph, int frames) {
    Optional<Calibration> calibration = micrograph.calibration();
    object.put("format", micrograph.format());
    object.put("width", micrograph.width());
    object.put("height", micrograph.height());
    object.put("bits", micrograph.bits());
    object.put("frames", frames);
    object.put(
        "pixelSizeNm",
        calibration.filter(Calibration::isSquare).map(Calibration::pixelSizeNm).orElse(null));
    object.put("pixelSizeXNm", calibration.map(Calibration::pixelWidthNm).orElse(null));
    object.put("pixelSizeYNm", calibration.map(Calibration::pixelHeightNm).orElse(null));
    object.put("calibrationSource", calibration.map(Calibration::source).orElse(null));
    intensities(object, micrograph.image());
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

  private static String text(Path file, Micrograph micrograph, ObjectNode object) {
    StringBuilder text = new StringBuilder();
    line(text, "file", file.toString());
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
    micrograph.notes().forEach(note -> line(text, "note", note));
    return text.append(System.lineSeparator()).toString();
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
