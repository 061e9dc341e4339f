package org.loupe.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A file that gave no micrograph: which, where in it, why, and what to do about it. */
public abstract sealed class MicrographReadException extends IOException
    permits MicrographAccessException, MicrographFormatException, UnsupportedFormatException {

  private static final long serialVersionUID = 1L;

  private static final long UNKNOWN = -1;

  private final transient Path path;
  private final long offset;

  MicrographReadException(Path path, String problem, @Nullable Throwable cause) {
    super(path + ": " + problem, cause);
    this.path = path;
    this.offset = UNKNOWN;
  }

  MicrographReadException(Path path, long offset, String problem) {
    super(path + ": " + problem + " (at byte " + offset + ")");
    this.path = path;
    this.offset = offset;
  }

  /** Returns the file. */
  public final Path path() {
    return path;
  }

  /** Returns the position in the file, in bytes from its start, where that is known. */
  public final OptionalLong byteOffset() {
    return offset == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(offset);
  }
}
