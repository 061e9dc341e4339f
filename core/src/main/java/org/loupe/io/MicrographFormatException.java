package org.loupe.io;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file whose content breaks the rules of its format: damaged, cut short, or another format. */
public final class MicrographFormatException extends MicrographReadException {

  private static final long serialVersionUID = 1L;

  MicrographFormatException(Path path, String problem) {
    super(path, problem, null);
  }

  MicrographFormatException(Path path, String problem, @Nullable Throwable cause) {
    super(path, problem, cause);
  }

  MicrographFormatException(Path path, long offset, String problem) {
    super(path, offset, problem);
  }
}
