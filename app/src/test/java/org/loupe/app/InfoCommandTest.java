package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {

  @TempDir private Path root = Path.of("");

  @Test
  void jsonIsOneObjectAFile() throws IOException {
    Path image = Scene.rings(root.resolve("a.png"), 64, 48);
    Path broken = Files.writeString(root.resolve("b.tif"), "no image");
    Loupe run = Loupe.run("info", "--json", image, broken);

    assertThat(run.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode info = new ObjectMapper().readTree(lines.get(0));
    assertThat(info.fieldNames())
        .toIterable()
        .containsExactly(
            "file",
            "format",
            "width",
            "height",
            "bits",
            "frames",
            "pixelSizeNm",
            "pixelSizeXNm",
            "pixelSizeYNm",
            "calibrationSource",
            "min",
            "max",
            "mean");
    assertThat(info.get("file").asText()).isEqualTo(image.toString());
    assertThat(info.get("width").asInt()).isEqualTo(128);
    assertThat(info.get("bits").asInt()).isEqualTo(8);
    assertThat(info.get("pixelSizeNm").isNull()).isTrue();
    // 160 falling by 0.3 a pixel, 1 of noise on average; the rim takes 2 pi 9 x 1.5 sqrt(pi) pixels
    // of 90, the inside gives pi 7^2 of 25
    double rim = 90 * 2 * Math.PI * 9 * 1.5 * Math.sqrt(Math.PI) / (128 * 96);
    double inside = 25 * Math.PI * 49 / (128 * 96);
    assertThat(info.get("mean").asDouble())
        .isEqualTo(160 - 0.3 * 63.5 + 1 - rim + inside, within(0.05));
    JsonNode error = new ObjectMapper().readTree(lines.get(1));
    assertThat(error.fieldNames()).toIterable().containsExactly("file", "error");
  }

  @Test
  void textSaysThatAnUnknownPixelSizeIsUnknown() throws IOException {
    Path image = Scene.rings(root.resolve("a.png"), 64, 48);
    assertThat(Loupe.run("info", image).out()).contains("128 x 96 px, 8 bits", "unknown");
  }

  @Test
  void nothingReadableIsExitCodeThree() {
    Loupe run = Loupe.run("info", root.resolve("none.tif"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("none.tif").contains("does not exist");
  }
}
