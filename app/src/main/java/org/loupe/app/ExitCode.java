package org.loupe.app;

/** The exit codes of every command: scripts rely on them. */
final class ExitCode {

  static final int DONE = 0;
  static final int SOME_FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int NOTHING_DONE = 3;

  private ExitCode() {}

  /** Returns the code of a run over {@code total} inputs of which {@code failed} failed. */
  static int of(int total, int failed) {
    if (failed == 0) {
      return total == 0 ? NOTHING_DONE : DONE;
    }
    return failed == total ? NOTHING_DONE : SOME_FAILED;
  }
}
