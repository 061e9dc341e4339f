package org.loupe.dataset;

import java.io.IOException;
import java.nio.file.Path;

/** A file or folder of labels that cannot be used; the message names the place and the remedy. */
public final class LabelFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  LabelFormatException(Path path, String problem) {
    super(path + ": " + problem);
  }

  LabelFormatException(Path path, int line, String problem) {
    super(path + ", line " + line + ": " + problem);
  }

  /**
   * @param place in the file, where lines are not what a person would count
   */
  LabelFormatException(Path path, String place, String problem) {
    super(path + ", " + place + ": " + problem);
  }
}
