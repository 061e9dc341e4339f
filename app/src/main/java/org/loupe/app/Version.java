package org.loupe.app;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, as the jar's manifest tells it. */
final class Version implements IVersionProvider {

  static String text() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  /** Returns what {@code --version} prints. */
  static String line() {
    return "loupe " + text();
  }

  @Override
  public String[] getVersion() {
    return new String[] {line()};
  }
}
