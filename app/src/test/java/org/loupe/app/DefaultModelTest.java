package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultModelTest {

  @TempDir private Path root = Path.of("");

  private static Path put(Path folder) throws IOException {
    Path file = folder.resolve(DefaultModel.NAME);
    Files.createDirectories(file.resolveSibling("."));
    return Files.createFile(file);
  }

  @Test
  void isLookedForInTheRepositoryFirstThenBesideTheJar() throws IOException {
    Path target = Files.createDirectories(root.resolve("app/target"));
    Path jar = target.resolve("loupe-app.jar");
    assertThat(DefaultModel.find(jar)).isEmpty();
    Path beside = put(target);
    assertThat(DefaultModel.find(jar)).hasValue(beside);
    Path ofRepository = put(root);
    assertThat(DefaultModel.find(jar)).hasValue(ofRepository);
    assertThat(DefaultModel.find(target.resolve("classes"))).hasValue(ofRepository);
  }

  @Test
  void aJarAtTheRootOfTheDiskHasNoRepository() {
    assertThat(DefaultModel.find(Path.of("/none-such.jar"))).isEmpty();
    assertThat(DefaultModel.find(Path.of("/"))).isEmpty();
  }
}
