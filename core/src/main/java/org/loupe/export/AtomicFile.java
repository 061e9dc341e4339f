package org.loupe.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes files that appear under their name in one step: whoever looks, whenever the program was
 * killed, sees the old content or the whole new one.
 *
 * <p>The content goes into a temporary file of the same folder, which is then renamed. Thread-safe.
 */
public final class AtomicFile {

  /** How the names of temporary files begin: short, for names may be as long as a system allows. */
  static final String PART = ".loupe-part-";

  private static final AtomicLong NEXT = new AtomicLong();

  private AtomicFile() {}

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code file}, over an older one; its folder must be there.
   *
   * @throws IOException if it cannot be written; an older file is then as it was
   */
  public static void write(Path file, Content content) throws IOException {
    Path part = file.resolveSibling(PART + NEXT.getAndIncrement());
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
        content.write(out);
      } catch (IOException e) {
        throw named(file, e);
      }
      move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Returns a problem that names the file: a full disk is reported without one. */
  public static IOException named(Path file, IOException problem) {
    Throwable first = problem; // who encodes a picture hides the system's words behind its own
    while (first.getCause() instanceof IOException cause) {
      first = cause;
    }
    return new IOException(file + ": " + reason(first), problem);
  }

  private static String reason(Throwable problem) {
    String reason =
        problem instanceof FileSystemException system ? system.getReason() : problem.getMessage();
    return reason == null ? problem.getClass().getSimpleName() : reason;
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
