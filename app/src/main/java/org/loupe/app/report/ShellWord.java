package org.loupe.app.report;

/** A word of a command line as a shell takes it, for commands that people paste. */
public final class ShellWord {

  private ShellWord() {}

  /** Returns the word, in single quotes where a shell would read it otherwise. */
  public static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
