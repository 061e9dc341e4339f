package org.loupe.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.loupe.io.MicrographReaders;

/** One COCO file (JSON) for all micrographs of the folder. */
final class CocoFile implements LabelLayout {

  /** Where a {@code file_name} is looked for, in this order. */
  private static final List<String> FOLDERS = List.of("", "images", "imgs");

  @Override
  public String name() {
    return "COCO file";
  }

  @Override
  public List<Entry> entries(Path folder) throws IOException {
    Map<Path, JsonNode> found = in(folder);
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<Path, JsonNode> one : found.entrySet()) {
      entries.addAll(
          new CocoContents(
                  one.getKey(),
                  (name, place) -> micrograph(folder, one.getKey(), name, place),
                  CocoContents.Care.BOXES)
              .entries(one.getValue()));
    }
    return entries;
  }

  @Override
  public List<String> classes(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    in(folder).values().forEach(root -> names.addAll(CocoContents.classes(root)));
    return names;
  }

  /** Returns the COCO file of a folder and what it holds; none, or one. */
  static Map<Path, JsonNode> in(Path folder) throws IOException {
    Map<Path, JsonNode> found = new LinkedHashMap<>();
    for (Path file : jsonFiles(folder)) {
      JsonNode root = JsonLabels.parsed(file);
      if (CocoContents.isCoco(root)) {
        found.put(file, root);
      }
    }
    if (found.size() > 1) {
      throw new LabelFormatException(
          folder, "holds more than one COCO file: " + found.keySet() + "; leave one");
    }
    return found;
  }

  private static List<Path> jsonFiles(Path folder) throws LabelFormatException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (SetFiles.hasExtension(file, ".json")
            && !String.valueOf(file.getFileName()).startsWith(".")
            && Files.isRegularFile(file)) {
          files.add(file);
        }
      }
    } catch (IOException e) {
      throw LabelLine.unreadable(folder, e);
    }
    files.sort(null);
    return files;
  }

  private static Path micrograph(Path folder, Path file, String name, String place)
      throws LabelFormatException {
    try {
      Path relative = Path.of(name).normalize();
      for (String below : FOLDERS) {
        Path path = folder.resolve(below).resolve(relative);
        if (!relative.isAbsolute()
            && !relative.startsWith("..")
            && MicrographReaders.isMicrograph(path)
            && Files.isRegularFile(path)) {
          return path;
        }
      }
    } catch (InvalidPathException e) {
      throw new LabelFormatException(
          file, place, "file_name \"" + name + "\" is not a path; correct it");
    }
    throw new LabelFormatException(
        file,
        place,
        "file_name \""
            + name
            + "\" is no micrograph ("
            + MicrographReaders.formats()
            + ") in "
            + folder
            + ", its images or its imgs; add the file or correct the name");
  }
}
