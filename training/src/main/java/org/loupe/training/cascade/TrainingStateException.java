package org.loupe.training.cascade;

import java.io.IOException;
import java.nio.file.Path;

/** A file that should let a training go on does not. */
public final class TrainingStateException extends IOException {

  private static final long serialVersionUID = 1L;

  TrainingStateException(Path file, String problem) {
    super(file + ": the saved state of the training " + problem + "; delete it to begin anew");
  }
}
