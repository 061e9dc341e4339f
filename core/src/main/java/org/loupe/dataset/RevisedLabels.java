package org.loupe.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.loupe.export.OverlayNames;
import org.loupe.io.FrameChoice;
import org.loupe.io.InputFile;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;

/**
 * Labels that a person made or corrected for the micrographs of an analysis: ImageJ's ROIs or COCO
 * files, found by the names of the micrographs.
 *
 * <p>A COCO image belongs to the micrograph of its {@code file_name}; a ROI zip to that of its own
 * name without the ending, as {@code analyze --export} writes it, or to the only micrograph there
 * is. A frame is {@code file#2}. Which micrographs have labels is known at once; the labels
 * themselves are read when asked for, with the micrograph's sides. Thread-safe.
 */
public final class RevisedLabels {

  private final List<Path> files;
  private final Map<String, LabelLayout.Labels> labelsOf;

  private RevisedLabels(List<Path> files, Map<String, LabelLayout.Labels> labelsOf) {
    this.files = List.copyOf(files);
    this.labelsOf = labelsOf;
  }

  /**
   * Opens {@code labels}: a zip or {@code .roi} of ImageJ, a COCO file, or a folder of them.
   *
   * @param micrographs of the analysis
   * @throws LabelFormatException if they cannot be used, or name a micrograph that is not there
   * @throws IOException if a file cannot be read
   */
  public static RevisedLabels open(Path labels, List<InputFile> micrographs) throws IOException {
    if (Files.notExists(labels)) {
      throw new LabelFormatException(labels, "does not exist; check the path");
    }
    Names names = new Names(micrographs);
    List<Path> files = new ArrayList<>();
    Map<String, LabelLayout.Labels> labelsOf = new LinkedHashMap<>();
    for (Path file : Files.isDirectory(labels) ? SetFiles.all(labels) : List.of(labels)) {
      Map<String, LabelLayout.Labels> found =
          isRoi(file) ? rois(labels, file, names) : coco(labels, file, names);
      if (!found.isEmpty() || isRoi(file)) {
        files.add(file);
      }
      for (Map.Entry<String, LabelLayout.Labels> one : found.entrySet()) {
        if (labelsOf.put(one.getKey(), one.getValue()) != null) {
          throw new LabelFormatException(
              file, "has labels of " + one.getKey() + ", and another file has, too; leave one");
        }
      }
    }
    if (labelsOf.isEmpty()) {
      throw new LabelFormatException(
          labels, "holds no labels: no ImageJ ROI zip and no COCO file; check the path");
    }
    return new RevisedLabels(files, labelsOf);
  }

  private static boolean isRoi(Path file) {
    return SetFiles.hasExtension(file, ".zip") || SetFiles.hasExtension(file, ".roi");
  }

  private static Map<String, LabelLayout.Labels> rois(Path labels, Path file, Names names)
      throws IOException {
    String path =
        labels.equals(file) ? String.valueOf(file.getFileName()) : SetFiles.name(labels, file);
    String image = names.ofStem(MicrographIndex.stem(path), file, labels.equals(file));
    return Map.of(image, bounds -> RoiFile.marks(file, bounds));
  }

  private static Map<String, LabelLayout.Labels> coco(Path labels, Path file, Names names)
      throws IOException {
    boolean single = labels.equals(file);
    if (!SetFiles.hasExtension(file, ".json")) {
      if (single) {
        throw new LabelFormatException(
            file,
            "is no ImageJ ROI zip and no COCO file; labels of other formats become one by loupe"
                + " import");
      }
      return Map.of();
    }
    JsonNode root = JsonLabels.parsed(file);
    if (!CocoContents.isCoco(root)) {
      if (single) {
        throw new LabelFormatException(
            file, "is no COCO file: it lacks the lists images and annotations");
      }
      return Map.of();
    }
    return CocoContents.labels(file, root, (name, place) -> names.ofFile(name, file, place));
  }

  /** Returns the files that hold the labels. */
  public List<Path> files() {
    return files;
  }

  /**
   * Returns the labels of a micrograph; an empty list if they say that it has no defect, nothing if
   * there are none for it.
   *
   * @param image its name in the tables
   * @throws LabelFormatException if the labels are of a micrograph of another size
   */
  public Optional<List<Annotation>> of(String image, int widthPx, int heightPx) throws IOException {
    LabelLayout.@Nullable Labels labels = labelsOf.get(image);
    return labels == null
        ? Optional.empty()
        : Optional.of(labels.read(new MicrographBounds(widthPx, heightPx)));
  }

  /** The micrographs of an analysis by all names that labels may call them. */
  private static final class Names {

    /** What is in the place of a file where a name could be that of several. */
    private static final Optional<InputFile> SEVERAL = Optional.empty();

    private final List<InputFile> micrographs;
    private final Map<String, Optional<InputFile>> exact = new HashMap<>();
    private final Map<String, Optional<InputFile>> last = new HashMap<>();
    private final Map<String, Optional<InputFile>> exactStem = new HashMap<>();
    private final Map<String, Optional<InputFile>> lastStem = new HashMap<>();

    Names(List<InputFile> micrographs) {
      this.micrographs = micrographs;
      OverlayNames overlays = new OverlayNames(micrographs.stream().map(InputFile::name).toList());
      for (InputFile file : micrographs) {
        String name = file.name();
        exact.put(name, Optional.of(file));
        put(last, lastPart(name), file);
        put(exactStem, overlays.of(name), file);
        put(lastStem, lastPart(overlays.of(name)), file);
        put(lastStem, MicrographIndex.stem(lastPart(name)), file);
      }
    }

    private static void put(Map<String, Optional<InputFile>> names, String name, InputFile file) {
      Optional<InputFile> other = names.get(name);
      boolean same = other == null || other.filter(file::equals).isPresent();
      names.put(name, same ? Optional.of(file) : SEVERAL);
    }

    private static String lastPart(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns the name in the tables of what a COCO file calls {@code fileName}. */
    String ofFile(String fileName, Path labels, String place) throws LabelFormatException {
      String name = fileName.replace('\\', '/');
      Optional<String> found = found(name, exact, last, labels);
      if (found.isEmpty()) {
        throw new LabelFormatException(
            labels,
            place,
            "file_name \""
                + fileName
                + "\" is none of the images of this analysis, or the name of several; add the"
                + " image to the inputs, or remove its labels");
      }
      return found.get();
    }

    /** Returns the name in the tables of what a ROI zip with this name belongs to. */
    String ofStem(String path, Path labels, boolean isAlone) throws LabelFormatException {
      Optional<String> found = found(path, exactStem, lastStem, labels);
      if (found.isEmpty()) {
        String bare = path.replaceFirst("[_-](?i:rois?|RoiSet|corrected|labels?)$", "");
        found = found(bare, exactStem, lastStem, labels);
      }
      if (found.isEmpty() && isAlone && micrographs.size() == 1) {
        found = Optional.of(whole(micrographs.get(0), labels));
      }
      if (found.isEmpty()) {
        throw new LabelFormatException(
            labels,
            "has the name of none of the images of this analysis, or of several; name it as the"
                + " image, with .zip in the place of its ending, or add the image to the inputs");
      }
      return found.get();
    }

    private static Optional<String> found(
        String name,
        Map<String, Optional<InputFile>> first,
        Map<String, Optional<InputFile>> second,
        Path labels)
        throws LabelFormatException {
      for (boolean exactly : new boolean[] {true, false}) {
        Map<String, Optional<InputFile>> names = exactly ? first : second;
        String key = exactly ? name : lastPart(name);
        Optional<InputFile> file = names.getOrDefault(key, Optional.empty());
        if (file.isPresent()) {
          return Optional.of(whole(file.get(), labels));
        }
        int at = key.lastIndexOf('#');
        if (at > 0 && key.substring(at + 1).matches("[1-9][0-9]{0,8}")) {
          Optional<InputFile> stack = names.getOrDefault(key.substring(0, at), Optional.empty());
          if (stack.isPresent()) {
            int frame = Integer.parseInt(key.substring(at + 1));
            return Optional.of(frame(stack.get(), frame, labels));
          }
        }
      }
      return Optional.empty();
    }

    private static String whole(InputFile file, Path labels) throws LabelFormatException {
      int frames = frames(file);
      if (frames > 1) {
        throw new LabelFormatException(
            labels,
            "names "
                + file.name()
                + ", which has "
                + frames
                + " frames; say which, as in "
                + FrameChoice.name(file.name(), 0, frames));
      }
      return file.name();
    }

    private static String frame(InputFile file, int frame, Path labels)
        throws LabelFormatException {
      int frames = frames(file);
      if (frame > frames && frames > 0) {
        throw new LabelFormatException(
            labels, "names frame " + frame + " of " + file.name() + ", which has " + frames);
      }
      return FrameChoice.name(file.name(), frame - 1, Math.max(frames, 2));
    }

    /** Returns the number of frames; 0 if the file cannot be read, which its own row will say. */
    private static int frames(InputFile file) {
      if (file.problem().isPresent()) {
        return 0;
      }
      try (MicrographFile open = MicrographReaders.open(file.path())) {
        return open.frames();
      } catch (IOException | RuntimeException e) {
        return 0;
      }
    }
  }
}
