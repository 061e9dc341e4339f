package org.loupe.model;

import java.io.IOException;
import org.loupe.cascade.CascadeFormatException;

/** A model file that cannot be used: the message names the file, the place and the remedy. */
public final class ModelFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the message of its three parts.
   *
   * @param file name of the file
   * @param place entry of the file, and field or line within it
   * @param trouble what is wrong there, and what to do about it
   */
  public ModelFormatException(String file, String place, String trouble) {
    super(file + ", " + place + ": " + trouble);
  }

  ModelFormatException(String file, String place, String trouble, Throwable cause) {
    super(file + ", " + place + ": " + trouble, cause);
  }

  /** Takes the three parts from the exception of an entry. */
  ModelFormatException(CascadeFormatException cause) {
    super(cause.getMessage(), cause);
  }
}
