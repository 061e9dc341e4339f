package org.loupe.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.ImportedSet;
import org.loupe.dataset.LabelFormat;
import org.loupe.dataset.LabelImport;
import org.loupe.dataset.LabelImportSettings;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.NativeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loupe import}: labels of other programs to a labeled set. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Reads labels of another program with their micrographs and writes a labeled set that train"
          + " and evaluate take: images/, annotations.json (COCO with ellipses) and, where series"
          + " are known, index.tsv. A label that cannot be used ends the import with its file,"
          + " its line and what to do; nothing is dropped in silence."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  loupe import Results.csv --images a.tif --class loop --out labeled",
      "  loupe import rois --images images --out labeled",
      "  loupe import fecral_loops --undo-padding --class loop --out labeled",
      "  loupe import masks --format masks --images images --out labeled",
      "  loupe import instances.json --only loop,dot --out labeled",
      "",
      "Formats: boxes (texts, a line y1 x1 y2 x2, row first), imagej-results (CSV, or XLS that is",
      "text), imagej-roi (.roi and ROI zips), coco (polygons, boxes, run lengths; Loupe's own),",
      "yolo (boxes, polygons), via (VGG Image Annotator 2), masks (label or binary images), voc."
    })
final class ImportCommand implements Callable<Integer> {

  private static final String AUTO = "auto";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "LABELS", description = "File or folder of the labels.")
  private Path labels = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DATASET",
      description = "Folder for the labeled set; empty, or made if it is not there.")
  private Path out = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "auto, boxes, imagej-results, imagej-roi, coco, yolo, via, masks or voc. Default:"
              + " ${DEFAULT-VALUE}, by names and first lines.")
  private String format = AUTO;

  @Option(
      names = "--images",
      paramLabel = "PATH",
      description =
          "Folder of the micrographs, or the one micrograph that the labels belong to. Default:"
              + " beside the labels, or in images or imgs there or one folder up.")
  private @Nullable Path images;

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "Class of labels that have none. Default: ${DEFAULT-VALUE}.")
  private String defectClass = LabelImportSettings.DEFAULT_CLASS;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Take labels of these classes alone; what is left out is counted.")
  private List<String> only = List.of();

  @Option(
      names = "--undo-padding",
      description =
          "Of box texts, take back the margin of the published FeCrAl labels: 30 %% of each side,"
              + " at least 5 and at most 15 pixels.")
  private boolean undoPadding;

  @Option(
      names = "--scale",
      paramLabel = "PIXELS",
      description =
          "Of ImageJ tables in nanometres or another unit: pixels in one unit. Default: 1.")
  private double scale = LabelImportSettings.defaults().pixelsPerUnit();

  @Option(
      names = "--crowds",
      description =
          "Of COCO files, take labels marked as crowds (iscrowd) as one defect each; some programs"
              + " mark every mask so. Default: they are an error.")
  private boolean crowds;

  @Override
  public Integer call() throws IOException {
    LabelImportSettings settings = settings();
    checkThere(labels);
    ImportedSet imported = LabelImport.read(labels, settings);
    NativeSet.write(imported.set(), imported.sizes(), out);
    PrintWriter printer = spec.commandLine().getOut();
    List<LabeledMicrograph> micrographs = imported.set().micrographs();
    printer.printf(
        Locale.ROOT,
        "%d labels in %d micrographs, read as %s%n",
        micrographs.stream().mapToInt(m -> m.annotations().size()).sum(),
        micrographs.size(),
        imported.set().layout());
    counts(micrographs)
        .forEach((name, count) -> printer.printf(Locale.ROOT, "  %s: %d%n", name, count));
    imported.notes().forEach(note -> printer.println("Note: " + note));
    printer.println("Labeled set in " + out);
    printer.flush();
    return ExitCode.DONE;
  }

  private LabelImportSettings settings() {
    LabelImportSettings settings =
        LabelImportSettings.defaults().withDefectClass(defectClass).withOnlyClasses(only);
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new ParameterException(spec.commandLine(), "--scale must be positive, was " + scale);
    }
    settings = settings.withPixelsPerUnit(scale);
    if (!format.equals(AUTO)) {
      settings = settings.withFormat(format(format));
    }
    if (images != null) {
      settings = settings.withImages(images);
    }
    if (undoPadding) {
      settings = settings.withPadding(LabelImportSettings.Padding.UNDONE);
    }
    return crowds ? settings.withCrowds(LabelImportSettings.Crowds.TAKEN) : settings;
  }

  private LabelFormat format(String word) {
    List<String> words = new ArrayList<>(List.of(AUTO));
    Arrays.stream(LabelFormat.values()).map(LabelFormat::word).forEach(words::add);
    return LabelFormat.of(word)
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

  /** A path that is not there is often a name mistyped. */
  private void checkThere(Path path) throws IOException {
    Path folder = path.toAbsolutePath().normalize().getParent();
    if (Files.exists(path) || folder == null || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
      Optional<String> near = Suggestion.nearest(String.valueOf(path.getFileName()), names);
      if (near.isPresent()) {
        throw new ParameterException(
            spec.commandLine(),
            path + " does not exist; did you mean " + path.resolveSibling(near.get()) + "?");
      }
    }
  }

  private static Map<String, Integer> counts(List<LabeledMicrograph> micrographs) {
    Map<String, Integer> counts = new TreeMap<>();
    for (LabeledMicrograph micrograph : micrographs) {
      for (Annotation mark : micrograph.annotations()) {
        counts.merge(mark.defectClass().orElse(""), 1, Integer::sum);
      }
    }
    return counts;
  }
}
