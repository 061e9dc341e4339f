package org.loupe;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of real micrographs beside the project, which most checkouts do not have.
 *
 * <p>A test that needs it is skipped with a message where it is absent.
 */
public final class SharedData {

  private static final Path ROOT = Path.of("..", "..", "shared", "data");

  private SharedData() {}

  /** Returns the path of {@code name} under the data folder, or skips the running test. */
  public static Path require(String name) {
    Path path = ROOT.resolve(name);
    assumeTrue(Files.exists(path), () -> "skipped: no " + name + " in the shared data folder");
    return path;
  }
}
