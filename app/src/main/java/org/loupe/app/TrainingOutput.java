package org.loupe.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file that a training makes, and its companions.
 *
 * @param file the model or cascade
 */
record TrainingOutput(Path file) {

  /** Writes a file's content. */
  interface Content {
    void write(OutputStream stream) throws IOException;
  }

  /**
   * Finds out before hours of training what would make them useless.
   *
   * @param example name of such a file
   */
  void check(boolean overwrite, String example) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder; name a file, such as " + example);
    }
    if (Files.exists(file) && !overwrite) {
      throw new IOException(file + ": exists; choose another name or give --overwrite");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new AccessDeniedException(folder.toString());
      }
    }
  }

  /** Returns the path beside the file that has its name without extension, and an ending. */
  Path beside(String ending) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ending);
  }

  /** Replaces the file in one step, so that nobody sees half of it. */
  void write(Content content) throws IOException {
    // no temporary file of the system's making, which only its owner may read
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream stream = Files.newOutputStream(part)) {
        content.write(stream);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
