package org.loupe.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;

/** One line for a problem, with the remedy where it is known. */
final class Messages {

  private Messages() {}

  /** Returns the line of a problem with {@code file}, which it names once. */
  static String withFile(Path file, Throwable problem) {
    String message = of(problem);
    return message.contains(file.toString()) ? message : file + ": " + message;
  }

  static String of(Throwable problem) {
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
