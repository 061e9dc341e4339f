package org.loupe.export.labels;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that appear under their name only when they are whole. */
final class WholeFile {

  private WholeFile() {}

  /** Writes to a stream. */
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  static void write(Path file, Content content) throws IOException {
    Path part = part(file);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
      content.write(out);
    }
    finish(part, file);
  }

  /** Returns where a file is written until it is whole; makes its folder. */
  static Path part(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
    return file.resolveSibling(file.getFileName() + ".part");
  }

  static void finish(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
