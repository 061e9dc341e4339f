package org.loupe.results;

import java.io.IOException;
import java.nio.file.Path;

/** Results that cannot be used; the message names the place and the remedy. */
public final class ResultFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  ResultFormatException(Path path, String problem) {
    super(path + ": " + problem);
  }

  /**
   * @param place in the file, as a person would look for it
   */
  ResultFormatException(Path path, String place, String problem) {
    super(path + ", " + place + ": " + problem);
  }
}
