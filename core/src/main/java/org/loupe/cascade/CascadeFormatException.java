package org.loupe.cascade;

import java.io.IOException;

/** A cascade file that cannot be used: the message names the file, the place and the remedy. */
public final class CascadeFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the message of its three parts.
   *
   * @param file name of the file
   * @param place line and element
   * @param trouble what is wrong there, and what to do about it
   */
  public CascadeFormatException(String file, String place, String trouble) {
    super(file + ", " + place + ": " + trouble);
  }
}
