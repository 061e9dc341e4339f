package org.loupe.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What Jazzer calls with bytes that it makes up, led by the code's branches: {@code
 * benchmarks/jazzer.sh} runs it, {@code FuzzCorpusTest} replays what was found.
 *
 * <p>Right is an image or a typed error; whatever else comes out is a finding. The sanitizers of
 * Jazzer watch for what a file may not make the readers do, such as loading a class by name.
 */
public final class ReaderFuzzTarget {

  private static final int MOST_FRAMES = 4;

  private ReaderFuzzTarget() {}

  /**
   * Reads every fixture: Jazzer rewrites each class when it is first loaded, which takes minutes on
   * a busy machine and must not count as the time of an input.
   */
  public static void fuzzerInitialize() throws IOException {
    for (byte[] fixture : Fixtures.oneOfEachKind().values()) {
      fuzzerTestOneInput(fixture);
    }
  }

  /** Reads a file with this content. */
  public static void fuzzerTestOneInput(byte[] content) throws IOException {
    Path file = Files.createTempFile("loupe-fuzz", ".bin");
    try {
      Files.write(file, content);
      read(file);
    } finally {
      Files.delete(file);
    }
  }

  /** Reads up to four frames and the metadata; returns "image" or the name of the typed error. */
  static String read(Path path) throws IOException {
    try (MicrographFile file = MicrographReaders.open(path)) {
      for (int i = 0; i < Math.min(MOST_FRAMES, file.frames()); i++) {
        file.pixels(i);
        file.frame(i);
      }
      file.metadata();
      return "image";
    } catch (MicrographReadException e) {
      return e.getClass().getSimpleName();
    }
  }

  /** Writes the fixtures with one ending into a folder, as seeds. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (Map.Entry<String, byte[]> fixture : Fixtures.oneOfEachKind().entrySet()) {
      if (fixture.getKey().endsWith("." + arguments[1])) {
        Files.write(folder.resolve(fixture.getKey()), fixture.getValue());
      }
    }
  }
}
