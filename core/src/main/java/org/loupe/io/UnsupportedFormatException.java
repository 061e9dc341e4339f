package org.loupe.io;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A valid file of a kind that is not read, or too large for the memory; says what to do instead.
 */
public final class UnsupportedFormatException extends MicrographReadException {

  private static final long serialVersionUID = 1L;

  UnsupportedFormatException(Path path, String problem) {
    super(path, problem, null);
  }

  UnsupportedFormatException(Path path, String problem, @Nullable Throwable cause) {
    super(path, problem, cause);
  }

  UnsupportedFormatException(Path path, long offset, String problem) {
    super(path, offset, problem);
  }
}
