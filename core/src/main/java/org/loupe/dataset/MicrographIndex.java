package org.loupe.dataset;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.loupe.io.MicrographReaders;

/** The micrographs that labels may belong to, by their names. */
final class MicrographIndex {

  private final Path root;
  private final List<Path> micrographs;
  private final boolean single;
  private final Map<String, List<Path>> named = new HashMap<>();

  private MicrographIndex(Path root, List<Path> micrographs, boolean single) {
    this.root = root;
    this.micrographs = micrographs;
    this.single = single;
    for (Path micrograph : micrographs) {
      String path = SetFiles.name(root, micrograph);
      String name = String.valueOf(micrograph.getFileName());
      put(path, micrograph);
      if (!path.equals(name)) {
        put(name, micrograph);
      }
      put("stem/" + stem(name), micrograph);
      String below = LabeledSetExport.withoutImages(path);
      if (!below.equals(name)) {
        put("stem/" + stem(below), micrograph);
      }
    }
  }

  private void put(String name, Path micrograph) {
    named.computeIfAbsent(name, n -> new ArrayList<>()).add(micrograph);
  }

  /**
   * Looks in {@code images}; without it, beside {@code labels} and in {@code images} and {@code
   * imgs} there and one folder up, and takes the first that holds any.
   */
  static MicrographIndex of(Path labels, Optional<Path> images, LabelFormat format)
      throws LabelFormatException {
    Path base =
        Files.isDirectory(labels) ? labels : labels.toAbsolutePath().normalize().resolveSibling("");
    if (images.isPresent()) {
      Path given = images.get();
      if (Files.isRegularFile(given)) {
        return new MicrographIndex(given.resolveSibling(""), List.of(given), true);
      }
      if (!Files.isDirectory(given)) {
        throw new LabelFormatException(given, "does not exist; check the path of the micrographs");
      }
      return notEmpty(given, without(format, labels, SetFiles.micrographs(given)));
    }
    Path above = base.toAbsolutePath().normalize().getParent();
    List<Path> places = new ArrayList<>();
    if (format != LabelFormat.MASKS) {
      places.add(base);
    }
    for (Path place : above == null ? List.of(base) : List.of(base, above)) {
      places.add(place.resolve("images"));
      places.add(place.resolve("imgs"));
    }
    for (Path place : places) {
      List<Path> found = Files.isDirectory(place) ? SetFiles.micrographs(place) : List.of();
      if (!found.isEmpty()) {
        return new MicrographIndex(place, found, false);
      }
    }
    throw new LabelFormatException(
        labels, "has no micrographs beside it, in images or in imgs; name their folder: --images");
  }

  private static MicrographIndex notEmpty(Path root, List<Path> found) throws LabelFormatException {
    if (found.isEmpty()) {
      throw new LabelFormatException(
          root, "holds no micrographs (" + MicrographReaders.formats() + "); check the path");
    }
    return new MicrographIndex(root, found, false);
  }

  /** Masks are images themselves, and may lie below the micrographs' folder. */
  private static List<Path> without(LabelFormat format, Path labels, List<Path> found) {
    Path masks = labels.toAbsolutePath().normalize();
    return format == LabelFormat.MASKS
        ? found.stream().filter(f -> !f.toAbsolutePath().normalize().startsWith(masks)).toList()
        : found;
  }

  Path root() {
    return root;
  }

  int size() {
    return micrographs.size();
  }

  /** Returns the name of the first micrograph that none of {@code entries} is of. */
  String firstWithout(List<LabelLayout.Entry> entries) {
    Set<Path> labeled = entries.stream().map(LabelLayout.Entry::file).collect(Collectors.toSet());
    return micrographs.stream()
        .filter(micrograph -> !labeled.contains(micrograph))
        .findFirst()
        .map(micrograph -> SetFiles.name(root, micrograph))
        .orElse("");
  }

  /** Returns the micrograph of a path below the folder, or of a file name that only one has. */
  Optional<Path> find(String name) {
    try {
      String normal = Path.of(name.replace('\\', '/')).normalize().toString().replace('\\', '/');
      String fileName = normal.substring(normal.lastIndexOf('/') + 1);
      for (String spelled : List.of(normal, "images/" + normal, "imgs/" + normal, fileName)) {
        Optional<Path> found = only(spelled);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the micrograph that a file of labels belongs to: the one of its path or its name, or
   * the one that was named for it.
   *
   * @param labels the folder of the labels, or the one file
   */
  Path of(Path labels, Path labelFile) throws LabelFormatException {
    if (single) {
      return micrographs.get(0);
    }
    String stem = stem(String.valueOf(labelFile.getFileName()));
    String path = labels.equals(labelFile) ? stem : stem(SetFiles.name(labels, labelFile));
    List<Path> found =
        named.getOrDefault(
            "stem/" + path,
            named.getOrDefault("stem/" + stem, named.getOrDefault(stem, List.of())));
    if (found.isEmpty()) {
      String bare = stem.replaceFirst("[_-](?i:masks?|labels?|rois?|RoiSet|Results)$", "");
      found = named.getOrDefault("stem/" + bare, List.of());
    }
    if (found.size() > 1) {
      throw new LabelFormatException(
          labelFile, "may belong to any of " + found + "; rename or remove all but one");
    }
    if (found.isEmpty()) {
      throw new LabelFormatException(
          labelFile,
          "has no micrograph of the same name in "
              + root
              + "; add the micrograph (formats read: "
              + MicrographReaders.formats()
              + "), rename or remove the labels, or name the micrograph: --images FILE");
    }
    return found.get(0);
  }

  private Optional<Path> only(String name) {
    List<Path> found = named.getOrDefault(name, List.of());
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
