package org.loupe.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** One line for a problem, with the remedy where it is known. */
final class Messages {

  /** How Linux, macOS and Windows say that a disk or a quota is full. */
  private static final List<String> NO_SPACE =
      List.of(
          "No space left on device", "Disk quota exceeded", "not enough space", "File too large");

  private Messages() {}

  /** Returns the line of a problem with {@code file}, which it names once. */
  static String withFile(Path file, Throwable problem) {
    String message = of(problem);
    return message.contains(file.toString()) ? message : file + ": " + message;
  }

  /**
   * Returns text that changes nothing on a terminal but its place: names of files may hold line
   * breaks, and characters that move the cursor or turn the direction of writing.
   */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean harmful =
                  type == Character.CONTROL
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR
                      || type == Character.SURROGATE
                      || (type == Character.FORMAT && c != '\u200D');
              printable.appendCodePoint(harmful ? '\uFFFD' : c);
            });
    return printable.toString();
  }

  static String of(Throwable problem) {
    if (problem instanceof UncheckedIOException unchecked) {
      return of(Objects.requireNonNull(unchecked.getCause()));
    }
    String message = Objects.toString(problem.getMessage(), "");
    if (problem instanceof NoSuchFileException) {
      return message + ": no such file; check the path";
    }
    if (problem instanceof AccessDeniedException) {
      return message + ": permission denied; choose another place or change the permissions";
    }
    if (problem instanceof FileAlreadyExistsException || problem instanceof NotDirectoryException) {
      return message + ": is a file, not a folder; choose another name";
    }
    if (NO_SPACE.stream().anyMatch(message::contains)) {
      return message
          + "; free some space, then give the same command again (analyze: with --resume)";
    }
    if (message.contains("Read-only file system")) {
      return message + "; choose another place";
    }
    if (problem instanceof FileSystemException) {
      return message;
    }
    if (problem instanceof IOException || problem instanceof IllegalArgumentException) {
      return message.isEmpty() ? problem.getClass().getSimpleName() : message;
    }
    if (problem instanceof OutOfMemoryError) {
      return "not enough memory; give Java more, for example LOUPE_JAVA_OPTIONS=-Xmx8g";
    }
    return "internal error, please report it: "
        + problem.getClass().getSimpleName()
        + (message.isEmpty() ? "" : ": " + message);
  }
}
