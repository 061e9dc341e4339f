package org.loupe.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.loupe.io.MicrographReaders;

/** The files of a set: links followed, hidden ones left alone, in the order of their names. */
final class SetFiles {

  /** What the folder of a set's micrographs may be called, as the beginning of their names. */
  static final List<String> IMAGE_FOLDERS = List.of("images/", "imgs/");

  private static final Set<String> TRAINING = Set.of("train", "training");
  private static final Set<String> VALIDATION = Set.of("val", "valid", "validation", "test");

  private SetFiles() {}

  static List<Path> micrographs(Path folder) throws LabelFormatException {
    return below(folder).stream().filter(MicrographReaders::isMicrograph).toList();
  }

  static List<Path> texts(Path folder) throws LabelFormatException {
    return below(folder).stream().filter(file -> hasExtension(file, ".txt")).toList();
  }

  static boolean hasExtension(Path file, String extension) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(extension);
  }

  /** Returns all files below {@code folder}. */
  static List<Path> all(Path folder) throws LabelFormatException {
    return below(folder);
  }

  private static List<Path> below(Path folder) throws LabelFormatException {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !isHidden(folder.relativize(file)))
          .sorted(Comparator.comparing(file -> name(folder, file)))
          .toList();
    } catch (UncheckedIOException e) {
      throw unreadable(folder, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static LabelFormatException unreadable(Path folder, IOException cause) {
    return cause instanceof FileSystemLoopException
        ? new LabelFormatException(
            folder, "holds a link that leads back to a folder above it; remove the link")
        : LabelLine.unreadable(folder, cause);
  }

  /** Systems leave files of their own in folders: {@code ._a.png} is none of the set's. */
  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".") && !part.toString().equals(".")) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a path below a set leads through a folder that is kept from training. */
  static boolean isForValidation(Path relative) {
    return leadsThrough(relative, VALIDATION);
  }

  /** Returns whether a path below a set leads through a folder for training or validation. */
  static boolean isPart(Path relative) {
    return isForValidation(relative) || leadsThrough(relative, TRAINING);
  }

  private static boolean leadsThrough(Path relative, Set<String> names) {
    for (Path part : relative) {
      if (names.contains(part.toString().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the file's path below {@code folder}, with forward slashes on every system. */
  static String name(Path folder, Path file) {
    List<String> parts = new ArrayList<>();
    folder.relativize(file).forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }
}
