package org.loupe.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {

  private static final Path SHIPPED = Path.of("..", "samples");

  /** PNG bytes depend on the Java release's compressor, so pixels are compared. */
  @Test
  void theShippedSamplesAreWhatTheGeneratorDraws(@TempDir Path made) throws IOException {
    MakeSamples.write(made);
    for (String name : MakeSamples.settings().keySet()) {
      Path shipped = SHIPPED.resolve(name);
      if (name.endsWith(".tif")) {
        assertThat(made.resolve(name)).hasSameBinaryContentAs(shipped);
      } else {
        assertThat(pixels(made.resolve(name))).as(name).isEqualTo(pixels(shipped));
      }
      assertThat(Files.size(shipped)).isLessThan(1_500_000);
    }
    assertThat(made.resolve("truth.csv")).hasSameTextualContentAs(SHIPPED.resolve("truth.csv"));
  }

  private static int[] pixels(Path png) throws IOException {
    var raster = ImageIO.read(png.toFile()).getRaster();
    return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
  }
}
