package org.loupe.app;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The model that comes with the program. */
final class DefaultModel {

  /** Where it lies below the repository's root, or below the folder of the program's jar. */
  static final Path NAME = Path.of("models", "fecral-loops.loupe");

  private DefaultModel() {}

  /** Returns the file, if it came with this program. */
  static Optional<Path> find() {
    try {
      return find(
          Path.of(DefaultModel.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the program's jar is a file", e);
    }
  }

  /**
   * Returns the file for a program that runs from {@code code}: of a build, {@code app/target}
   * holds the jar, and the repository's root is two folders up.
   */
  static Optional<Path> find(Path code) {
    Path folder = code.toAbsolutePath().normalize().getParent();
    if (folder == null) {
      return Optional.empty();
    }
    Path root = folder.resolve("../..").normalize();
    return Stream.of(root, folder)
        .map(place -> Objects.requireNonNull(place).resolve(NAME))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
