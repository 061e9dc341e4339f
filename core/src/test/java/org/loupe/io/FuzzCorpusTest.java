package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Replays files that Jazzer made and that reached code which no fixture reaches. */
class FuzzCorpusTest {

  private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");

  @Test
  void everyFileGivesAnImageOrATypedError() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(CORPUS)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    TreeMap<String, Integer> outcomes = new TreeMap<>();
    for (Path file : files) {
      outcomes.merge(ReaderFuzzTarget.read(file), 1, Integer::sum); // throws what is not typed
    }
    assertThat(files).hasSizeGreaterThan(20);
    assertThat(outcomes).containsKeys("image", "MicrographFormatException");
  }
}
