package org.loupe.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.LabeledSetExport;
import org.loupe.dataset.LabeledSets;
import org.loupe.dataset.PixelSizeIndex;
import org.loupe.export.labels.ExportFormat;
import org.loupe.export.labels.LabelWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loupe export}: a labeled set to labels of other programs. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Writes the labels of a labeled set for other programs: coco (annotations.json),"
          + " imagej-roi (rois/NAME.zip), yolo (labels/NAME.txt, classes.txt), masks"
          + " (masks/NAME.png, 16-bit label images), geojson (geojson/NAME.geojson, in pixels)."
          + " What a format cannot hold is counted."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  loupe export labeled --format imagej-roi --out for-imagej",
      "  loupe export labeled --format coco,masks --out for-others"
    })
final class ExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DATASET", description = "Labeled set, of any layout that train takes.")
  private Path dataset = Path.of("");

  @Option(
      names = "--format",
      required = true,
      split = ",",
      paramLabel = "FORMAT",
      description = "coco, imagej-roi, yolo, masks or geojson; several with commas between.")
  private List<String> formats = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the labels; made if it is not there.")
  private Path out = Path.of("");

  @Option(names = "--overwrite", description = "Replace labels that are there already.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    List<ExportFormat> asked = formats.stream().map(this::format).distinct().toList();
    LabeledSet set = LabeledSets.open(dataset);
    for (ExportFormat format : asked) {
      Path place = out.resolve(format.place());
      if (Files.exists(place) && !overwrite) {
        throw new ParameterException(
            spec.commandLine(),
            place + " is there already; choose another folder or say --overwrite");
      }
    }
    int labels = set.micrographs().stream().mapToInt(m -> m.annotations().size()).sum();
    PrintWriter printer = spec.commandLine().getOut();
    for (ExportFormat format : asked) {
      try (LabelWriter writer = format.open(out, set.classes())) {
        LabeledSetExport.write(set, PixelSizeIndex.of(dataset), writer);
        printer.printf(
            Locale.ROOT,
            "%d labels of %d micrographs in %s%n",
            labels,
            set.micrographs().size(),
            out.resolve(format.place()));
        writer.losses().forEach(loss -> printer.println("Note, " + format.word() + ": " + loss));
      }
    }
    printer.flush();
    return ExitCode.DONE;
  }

  private ExportFormat format(String word) {
    List<String> words = Arrays.stream(ExportFormat.values()).map(ExportFormat::word).toList();
    return ExportFormat.of(word)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--format \""
                        + word
                        + "\" is none of "
                        + String.join(", ", words)
                        + Suggestion.of(word, words)));
  }
}
