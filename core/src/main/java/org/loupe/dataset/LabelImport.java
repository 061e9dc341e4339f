package org.loupe.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.loupe.io.MicrographReaders;

/**
 * Reads labels of any known format with their micrographs.
 *
 * <p>Nothing is dropped in silence: a label that cannot be used ends the import with its file and
 * line; what is left out on purpose (micrographs without labels, classes that were not asked for)
 * is counted in the notes. {@link NativeSet} writes what was read.
 */
public final class LabelImport {

  private static final Map<LabelFormat, List<String>> EXTENSIONS =
      Map.of(
          LabelFormat.BOXES, List.of(".txt", ".csv"),
          LabelFormat.YOLO, List.of(".txt"),
          LabelFormat.IMAGEJ_RESULTS, List.of(".csv", ".xls", ".tsv", ".txt"),
          LabelFormat.IMAGEJ_ROI, List.of(".roi", ".zip"),
          LabelFormat.COCO, List.of(".json"),
          LabelFormat.VIA, List.of(".json"),
          LabelFormat.VOC, List.of(".xml"));

  private final Path labels;
  private final LabelImportSettings settings;
  private final LabelFormat format;
  private final List<String> notes = new ArrayList<>();
  private final List<String> classes = new ArrayList<>();
  private final Map<String, Double> pixelSizes = new HashMap<>();
  private int maskParts;

  private LabelImport(Path labels, LabelImportSettings settings, LabelFormat format) {
    this.labels = labels;
    this.settings = settings;
    this.format = format;
  }

  /**
   * Reads {@code labels}, a file or a folder.
   *
   * @throws LabelFormatException if the format is not recognized or a label cannot be used
   * @throws IOException if a file cannot be read
   */
  public static ImportedSet read(Path labels, LabelImportSettings settings) throws IOException {
    if (Files.notExists(labels)) {
      throw new LabelFormatException(labels, "does not exist; check the path");
    }
    LabelFormat format =
        settings.format().isPresent() ? settings.format().get() : FormatGuess.of(labels, settings);
    return new LabelImport(labels, settings, format).read();
  }

  private ImportedSet read() throws IOException {
    Path texts = textFolder();
    Optional<LabelLayout> layout = layout();
    List<LabelLayout.Entry> entries = List.of();
    Path root = labels;
    if (layout.isPresent()) {
      entries = layout.get().entries(labels);
      classes.addAll(layout.get().classes(labels));
    }
    if (entries.isEmpty()) {
      MicrographIndex micrographs = MicrographIndex.of(texts, settings.images(), format);
      root = micrographs.root();
      entries = entries(texts, micrographs);
      if (entries.size() < micrographs.size()) {
        notes.add(
            (micrographs.size() - entries.size())
                + " of "
                + micrographs.size()
                + " micrographs in "
                + root
                + " have no labels here and are left out, the first is "
                + micrographs.firstWithout(entries));
      }
    }
    Path base = root;
    List<String> names = entries.stream().map(e -> SetFiles.name(base, e.file())).toList();
    List<LabeledMicrograph> micrographs =
        LabeledSets.micrographs(root, entries, SeriesIndex.ofSome(indexFolder(root), names));
    if (maskParts > 0) {
      notes.add(
          maskParts
              + " labels are parts of values that lie in several places of their masks; each part"
              + " is taken for a defect");
    }
    return new ImportedSet(
        new LabeledSet(labels, format.word(), classed(micrographs), asked(classes)),
        PixelSizeIndex.of(indexFolder(root)).or(pixelSizes),
        List.copyOf(notes));
  }

  /** Layouts that hold micrographs and labels are read as {@link LabeledSets} reads them. */
  private Optional<LabelLayout> layout() {
    boolean elsewhere = settings.images().isPresent() || !Files.isDirectory(labels);
    return format == LabelFormat.YOLO && !elsewhere
        ? Optional.of(new YoloTexts())
        : Optional.empty();
  }

  /** The published set keeps its texts in {@code boxes}, beside {@code images}. */
  private Path textFolder() {
    Path boxes = labels.resolve("boxes");
    return format == LabelFormat.BOXES && Files.isDirectory(boxes) ? boxes : labels;
  }

  private static Path indexFolder(Path root) {
    Path above = root.toAbsolutePath().normalize().getParent();
    return Files.notExists(root.resolve("index.tsv"))
            && above != null
            && Files.exists(above.resolve("index.tsv"))
        ? above
        : root;
  }

  private List<LabelLayout.Entry> entries(Path texts, MicrographIndex micrographs)
      throws IOException {
    List<Path> files = files(texts);
    List<LabelLayout.Entry> entries = new ArrayList<>();
    Set<LabelLayout.Entry> single = new HashSet<>();
    List<String> names =
        format == LabelFormat.YOLO ? YoloTexts.classNames(folders(texts)) : List.of();
    classes.clear();
    classes.addAll(names);
    int summaryRows = 0;
    for (Path file : files) {
      switch (format) {
        case COCO -> {
          JsonNode root = coco(file);
          CocoContents.classes(root).stream()
              .filter(name -> !classes.contains(name))
              .forEach(classes::add);
          entries.addAll(
              new CocoContents(file, (name, place) -> named(micrographs, file, name, place), care())
                  .entries(root));
          learnPixelSizes(file, root, micrographs);
        }
        case VIA -> entries.addAll(new ViaFile(file).entries(micrographs));
        case IMAGEJ_RESULTS -> {
          ImageJTable table = ImageJTable.read(file, settings.pixelsPerUnit());
          entries.addAll(table.entries(texts, micrographs));
          summaryRows += table.summaryRows();
        }
        case VOC -> {
          VocFile voc = VocFile.read(file);
          entries.add(new LabelLayout.Entry(voc.micrograph(texts, micrographs), voc::marks));
        }
        case IMAGEJ_ROI -> {
          LabelLayout.Entry entry =
              new LabelLayout.Entry(
                  micrographs.of(texts, file), bounds -> RoiFile.marks(file, bounds));
          entries.add(entry);
          if (SetFiles.hasExtension(file, "roi")) {
            single.add(entry);
          }
        }
        case MASKS ->
            entries.add(
                new LabelLayout.Entry(micrographs.of(texts, file), bounds -> masks(file, bounds)));
        case BOXES ->
            entries.add(
                new LabelLayout.Entry(
                    micrographs.of(texts, file),
                    bounds -> LabelTexts.marks(file, bounds, this::box)));
        case YOLO ->
            entries.add(
                new LabelLayout.Entry(
                    micrographs.of(texts, file),
                    bounds ->
                        LabelTexts.marks(
                            file, bounds, (line, b) -> YoloTexts.mark(line, b, names))));
      }
    }
    if (summaryRows > 0) {
      notes.add(summaryRows + " rows of means (Mean, SD, Min, Max) are left out");
    }
    return joined(entries, single);
  }

  /** Single ROIs of one micrograph may lie in several files. */
  private List<LabelLayout.Entry> joined(
      List<LabelLayout.Entry> entries, Set<LabelLayout.Entry> single) throws LabelFormatException {
    Map<Path, LabelLayout.Entry> entryOf = new java.util.LinkedHashMap<>();
    for (LabelLayout.Entry entry : entries) {
      LabelLayout.Entry first = entryOf.get(entry.file());
      if (first != null && !single.contains(entry)) {
        throw new LabelFormatException(
            labels,
            "has labels of "
                + entry.file()
                + " in two files; leave one of them, or name the folder of one set");
      }
      entryOf.put(
          entry.file(),
          first == null
              ? entry
              : new LabelLayout.Entry(
                  entry.file(),
                  bounds -> {
                    List<Annotation> all = new ArrayList<>(first.labels().read(bounds));
                    all.addAll(entry.labels().read(bounds));
                    return all;
                  }));
    }
    return List.copyOf(entryOf.values());
  }

  private List<Path> files(Path texts) throws IOException {
    if (!Files.isDirectory(texts)) {
      return List.of(texts);
    }
    List<Path> files = new ArrayList<>();
    for (Path file : SetFiles.all(texts)) {
      boolean listed =
          format == LabelFormat.MASKS
              ? MicrographReaders.isMicrograph(file)
              : EXTENSIONS.getOrDefault(format, List.of()).stream()
                  .anyMatch(ending -> SetFiles.hasExtension(file, ending));
      boolean names = String.valueOf(file.getFileName()).equals(YoloTexts.CLASSES);
      if (listed && !names && !isOtherJson(file)) {
        files.add(file);
      }
    }
    if (files.isEmpty()) {
      throw new LabelFormatException(
          texts,
          "holds no "
              + (format == LabelFormat.MASKS
                  ? "masks (PNG, TIFF or BMP)"
                  : "file of " + format.word() + " labels " + EXTENSIONS.get(format))
              + "; check the path and --format");
    }
    return files;
  }

  /** A folder may hold JSON of other programs beside the labels. */
  private boolean isOtherJson(Path file) throws IOException {
    return switch (format) {
      case COCO -> !CocoContents.isCoco(JsonLabels.parsed(file));
      case VIA -> !ViaFile.isVia(JsonLabels.parsed(file));
      default -> false;
    };
  }

  private static List<Path> folders(Path texts) {
    Path folder = Files.isDirectory(texts) ? texts : texts.resolveSibling("");
    Path above = folder.toAbsolutePath().normalize().getParent();
    return above == null ? List.of(folder) : List.of(folder, above);
  }

  private static JsonNode coco(Path file) throws IOException {
    JsonNode root = JsonLabels.parsed(file);
    if (!CocoContents.isCoco(root)) {
      throw new LabelFormatException(
          file, "is no COCO file: it lacks the lists images and annotations; check --format");
    }
    return root;
  }

  /** Loupe's own key, which other programs do not write. */
  private void learnPixelSizes(Path file, JsonNode root, MicrographIndex micrographs)
      throws LabelFormatException {
    for (int i = 0; i < root.path("images").size(); i++) {
      JsonNode image = root.path("images").path(i);
      JsonNode size = image.path("pixel_size_nm");
      if (size.isMissingNode() || size.isNull()) {
        continue;
      }
      if (!size.isNumber() || !(size.asDouble() > 0)) {
        throw new LabelFormatException(
            file,
            "images[" + i + "]",
            "has the pixel_size_nm " + size + "; write a positive number, or leave it out");
      }
      micrographs
          .find(image.path("file_name").asText())
          .ifPresent(m -> pixelSizes.put(SetFiles.name(micrographs.root(), m), size.asDouble()));
    }
  }

  private CocoContents.Care care() {
    return settings.crowds() == LabelImportSettings.Crowds.TAKEN
        ? CocoContents.Care.ALL_WITH_CROWDS
        : CocoContents.Care.ALL;
  }

  private static Path named(MicrographIndex micrographs, Path file, String name, String place)
      throws LabelFormatException {
    Optional<Path> found = micrographs.find(name);
    if (found.isEmpty()) {
      throw new LabelFormatException(
          file,
          place,
          "file_name \""
              + name
              + "\" is no micrograph, or the name of several, in "
              + micrographs.root()
              + "; add the file, correct the name or name another folder: --images");
    }
    return found.get();
  }

  private List<Annotation> masks(Path file, MicrographBounds bounds) throws IOException {
    MaskFile.Contents mask = MaskFile.contents(file, bounds);
    maskParts += mask.parts();
    return mask.marks();
  }

  private Annotation box(LabelLine line, MicrographBounds bounds) throws LabelFormatException {
    Annotation mark = BoxTexts.mark(line, bounds);
    if (settings.padding() == LabelImportSettings.Padding.KEPT) {
      return mark;
    }
    try {
      return mark.withBox(BoxPadding.undone(mark.box(), bounds));
    } catch (IllegalArgumentException e) {
      throw line.problem(e.getMessage() + "; leave the padding alone, or correct the line");
    }
  }

  private List<String> asked(List<String> names) {
    return settings.onlyClasses().isEmpty()
        ? names
        : names.stream().filter(settings.onlyClasses()::contains).toList();
  }

  /** Gives every label its class and leaves out those that were not asked for. */
  private List<LabeledMicrograph> classed(List<LabeledMicrograph> micrographs)
      throws LabelFormatException {
    Map<String, Integer> leftOut = new HashMap<>();
    Set<String> known = new TreeSet<>();
    List<LabeledMicrograph> classed = new ArrayList<>();
    for (LabeledMicrograph micrograph : micrographs) {
      List<Annotation> kept = new ArrayList<>();
      for (Annotation mark : micrograph.annotations()) {
        Optional<String> own = mark.defectClass().or(settings::defectClass);
        String name = own.orElse("");
        known.add(name);
        if (settings.onlyClasses().isEmpty() || settings.onlyClasses().contains(name)) {
          kept.add(own.map(mark::withClass).orElse(mark));
        } else {
          leftOut.merge(name, 1, Integer::sum);
        }
      }
      classed.add(micrograph.with(kept));
    }
    for (String asked : settings.onlyClasses()) {
      if (!known.contains(asked)) {
        throw new LabelFormatException(
            labels, "has no label of class \"" + asked + "\"; its classes are " + known);
      }
    }
    if (!leftOut.isEmpty()) {
      notes.add(
          leftOut.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(entry -> entry.getValue() + " of class " + entry.getKey())
              .collect(Collectors.joining(", ", "Labels left out: ", "")));
    }
    return classed;
  }
}
