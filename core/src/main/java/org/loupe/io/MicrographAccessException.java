package org.loupe.io;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that cannot be opened: missing, forbidden, or no file at all. */
public final class MicrographAccessException extends MicrographReadException {

  private static final long serialVersionUID = 1L;

  MicrographAccessException(Path path, String problem) {
    super(path, problem, null);
  }

  MicrographAccessException(Path path, String problem, @Nullable Throwable cause) {
    super(path, problem, cause);
  }
}
