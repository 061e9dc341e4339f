package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
            "title",
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
            "mean",
            "scaleBarPx",
            "scaleBarLabelNm",
            "maskedPx2",
            "warning",
            "notes");
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

  /** Writes an MRC stack of two frames of 16-bit samples, 2 nm a pixel. */
  private Path stack() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(1024 + 8).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0, 2).putInt(4, 1).putInt(8, 2).putInt(12, 6);
    file.putInt(28, 2).putInt(32, 1).putInt(36, 2);
    file.putFloat(40, 40).putFloat(44, 20);
    file.putInt(64, 1).putInt(68, 2).putInt(72, 3);
    file.putShort(1024, (short) 1).putShort(1026, (short) 2);
    file.putShort(1028, (short) 30).putShort(1030, (short) 50);
    return Files.write(root.resolve("stack.mrc"), file.array());
  }

  @Test
  void firstFrameStandsForTheFile() throws IOException {
    Loupe run = Loupe.run("info", "--json", stack());
    JsonNode info = new ObjectMapper().readTree(run.out());
    assertThat(info.get("file").asText()).isEqualTo(root.resolve("stack.mrc").toString());
    assertThat(info.get("frames").asInt()).isEqualTo(2);
    assertThat(info.get("max").asDouble()).isEqualTo(2);
    // A cell of 40 ångström over 2 pixels: exact in floats and doubles.
    assertThat(info.get("pixelSizeNm").asDouble()).isEqualTo(2);
    assertThat(info.get("calibrationSource").asText()).isEqualTo("MRC header (CELLA / MX)");
    assertThat(info.get("notes")).isEmpty();
  }

  /** The text had the notes, the JSON not: a script saw a size and no word of the doubt. */
  @Test
  void jsonHasTheNotesOfTheText() throws IOException {
    Path stack = stack();
    byte[] bytes = Files.readAllBytes(stack);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(40, 4e8f); // 20 mm a pixel
    Files.write(stack, bytes);
    JsonNode info = new ObjectMapper().readTree(Loupe.run("info", "--json", stack).out());
    assertThat(info.get("pixelSizeNm").isNull()).isTrue();
    assertThat(info.get("notes")).hasSize(1);
    assertThat(info.get("notes").get(0).asText()).contains("outside 1 pm to 10 µm");
    assertThat(Loupe.run("info", stack).out())
        .contains("note        " + info.get("notes").get(0).asText());
  }

  /** It was 0.47000000000000003: the file says 2.127... pixels in a nanometre. */
  @Test
  void aPixelSizeHasNoDigitsOfItsUnitsArithmetic() {
    Loupe run = Loupe.run("info", "--json", Path.of("..", "samples", "synthetic_1.tif"));
    assertThat(run.out()).contains("\"pixelSizeNm\":0.47,\"pixelSizeXNm\":0.47,");
  }

  @Test
  void pixelSizesAreWithoutTheNoiseOfAChangeOfUnits() throws IOException {
    byte[] file = Files.readAllBytes(stack());
    // 6 angstrom over 2 pixels: 6 / 2 x 0.1 is 0.30000000000000004 in doubles
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putFloat(40, 6).putFloat(44, 3);
    Path image = Files.write(root.resolve("noise.mrc"), file);
    assertThat(Loupe.run("info", "--json", image).out()).contains("\"pixelSizeNm\":0.3,");
  }

  @Test
  void framesAreChosenByNumberOrAll() throws IOException {
    Path stack = stack();
    JsonNode second =
        new ObjectMapper().readTree(Loupe.run("info", "--json", "--frame", "2", stack).out());
    assertThat(second.get("file").asText()).isEqualTo(stack + "#2");
    assertThat(second.get("mean").asDouble()).isEqualTo(40);
    assertThat(Loupe.run("info", "--json", "--frame", "all", stack).out().lines()).hasSize(2);
    Loupe third = Loupe.run("info", "--frame", "3", stack);
    assertThat(third.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(third.err()).contains("has no frame 3", "it has 2");
    assertThat(Loupe.run("info", "--frame", "0", stack).exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
  }

  @Test
  void tagsAreMetadataWithoutPixels() throws IOException {
    Path stack = stack();
    assertThat(Loupe.run("info", "--tags", stack).out()).contains("MODE\t6", "CELLA.X\t40.0");
    JsonNode first =
        new ObjectMapper()
            .readTree(
                Loupe.run("info", "--tags", "--json", stack)
                    .out()
                    .lines()
                    .findFirst()
                    .orElseThrow());
    assertThat(first.get("name").asText()).isEqualTo("NX");
    assertThat(first.get("value").asText()).isEqualTo("2");
  }
}
