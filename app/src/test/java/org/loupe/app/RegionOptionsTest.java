package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left out of an image, from the command line to the tables. */
class RegionOptionsTest {

  @TempDir private Path root = Path.of("");
  private Path cascade = Path.of("");
  private Path images = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    cascade = Scene.cascade(root);
    images = Files.createDirectories(root.resolve("images"));
    out = root.resolve("out");
  }

  private Loupe analyze(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("analyze", images, "--overwrite"));
    arguments.addAll(List.of("--cascade", cascade, "--out", out));
    arguments.addAll(List.of(more));
    return Loupe.run(arguments.toArray());
  }

  private String cell(String column) throws IOException {
    return Tables.column(out.resolve("images.csv"), column).get(0);
  }

  /** Writes a mask that keeps the columns from {@code left} on. */
  private static Path mask(Path file, int width, int height, int left) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(left, 0, width - left, height);
    graphics.dispose();
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** Draws a white scale bar of 40 px, and its label if there is one, into an image. */
  private static void drawBar(Path file, String label) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(70, 80, 40, 4);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    graphics.drawString(label, 70, 74);
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void aMaskDropsWhatItLeavesOut() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30, 90, 60);
    Path mask = mask(root.resolve("mask.png"), 128, 96, 64);
    Loupe run = analyze("--mask", mask, "--pixel-size", "0.5nm");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Tables.column(out.resolve("defects.csv"), "center_x_px"))
        .singleElement()
        .satisfies(x -> assertThat(Double.parseDouble(x)).isEqualTo(90, within(0.7)));
    assertThat(cell("masked_detections")).isEqualTo("1");
    assertThat(cell("masked_fraction")).isEqualTo("0.5");
    assertThat(cell("masked_mask_px2")).isEqualTo(Integer.toString(64 * 96));
    assertThat(cell("analyzed_area_px2")).isEqualTo(Integer.toString(64 * 96));
    assertThat(Double.parseDouble(cell("analyzed_area_nm2"))).isEqualTo(64 * 96 / 4.0);
    assertThat(run.out()).contains("1 detections");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("50.0 % left out (mask)")
        .contains("class=\"out\"");
  }

  @Test
  void aDefectThatReachesTheMaskIsFlaggedAndCounts() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30, 90, 60);
    Path mask = mask(root.resolve("mask.png"), 128, 96, 85);
    assertThat(analyze("--mask", mask).exitCode()).isZero();
    Path defects = out.resolve("defects.csv");
    assertThat(Tables.column(defects, "touches_edge")).containsExactly("true");
    assertThat(Tables.column(defects, "measurement_flags").get(0)).contains("touches_mask");
    assertThat(Tables.column(defects, "edge_weight").get(0)).isNotEmpty();
  }

  @Test
  void aMaskOfAnotherSizeFailsTheImageAndIsNamed() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30);
    Path mask = mask(root.resolve("small.png"), 64, 96, 10);
    Loupe run = analyze("--mask", mask);
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("small.png").contains("64 x 96").contains("128 x 96");
    assertThat(cell("status")).isEqualTo("failed");
  }

  @Test
  void aFolderHoldsAMaskForEachImageByItsName() throws IOException {
    Scene.rings(images.resolve("a.png"), 30, 30, 90, 60);
    Scene.rings(images.resolve("b.png"), 30, 30, 90, 60);
    Path masks = root.resolve("masks");
    mask(masks.resolve("a.png"), 128, 96, 64);
    Loupe run = analyze("--mask", masks);
    assertThat(run.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(Tables.column(out.resolve("images.csv"), "status"))
        .containsExactly("done", "failed");
    assertThat(run.err()).contains("has no b.png");
    mask(masks.resolve("b.png"), 128, 96, 0);
    assertThat(analyze("--mask", masks).exitCode()).isZero();
    assertThat(Tables.column(out.resolve("images.csv"), "defect_count")).containsExactly("1", "2");
  }

  @Test
  void aChangedMaskIsNotTakenForFinished() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30, 90, 60);
    Path mask = mask(root.resolve("mask.png"), 128, 96, 64);
    assertThat(analyze("--mask", mask).exitCode()).isZero();
    JsonNode run = new ObjectMapper().readTree(out.resolve("run.json").toFile());
    assertThat(run.at("/settings/region/masks")).hasSize(1);
    assertThat(run.at("/settings/region/found")).hasSize(3);
    mask(root.resolve("mask.png"), 128, 96, 0);
    Loupe again =
        Loupe.run(
            "analyze", images, "--resume", "--cascade", cascade, "--out", out, "--mask", mask);
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).doesNotContain("Finished before");
    assertThat(cell("defect_count")).isEqualTo("2");
  }

  @Test
  void aResumedRunKeepsWhatWasLeftOut() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30, 90, 60);
    drawBar(images.resolve("two.png"), "20 nm");
    assertThat(analyze("--pixel-size", "1nm").exitCode()).isZero();
    List<List<String>> before = Tables.rows(out.resolve("images.csv"));
    Loupe again =
        Loupe.run(
            "analyze",
            images,
            "--resume",
            "--cascade",
            cascade,
            "--out",
            out,
            "--pixel-size",
            "1nm");
    assertThat(again.out()).contains("Finished before, and not analyzed again: 1");
    assertThat(Tables.rows(out.resolve("images.csv"))).isEqualTo(before);
  }

  @Test
  void theScaleBarCalibrates() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30);
    drawBar(images.resolve("two.png"), "");
    Loupe run = analyze("--scale-bar", "20nm");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(cell("pixel_size_nm")).isEqualTo("0.5");
    assertThat(cell("calibration_source")).startsWith("scale bar of 40");
    assertThat(cell("scale_bar_px")).isEqualTo("40");
    assertThat(Double.parseDouble(cell("masked_scale_bar_px2"))).isGreaterThan(40.0 * 4);
  }

  @Test
  void anImageWithoutAScaleBarFailsWhereOneIsAskedFor() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30);
    Loupe run = analyze("--scale-bar", "20nm");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("no scale bar was found");
  }

  @Test
  void aScaleBarThatContradictsThePixelSizeIsTold() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30);
    drawBar(images.resolve("two.png"), "20 nm");
    assertThat(analyze("--pixel-size", "0.51nm").err()).doesNotContain("contradicts");
    Loupe run = analyze("--pixel-size", "0.6nm");
    assertThat(cell("scale_bar_label_nm")).isEqualTo("20");
    assertThat(run.err()).contains("two.png: the scale bar contradicts").contains("-16.7 %");
    assertThat(cell("scale_bar_contradicts")).isEqualTo("true");
    assertThat(Double.parseDouble(cell("scale_bar_deviation"))).isEqualTo(-1 / 6.0, within(1e-4));
    assertThat(cell("notes")).contains("contradicts");
    assertThat(Files.readString(out.resolve("report.html"))).contains("contradicts");
    assertThat(analyze("--pixel-size", "0.6nm", "--quiet").err()).contains("contradicts");
  }

  @Test
  void withoutAutomaticMasksAllIsAnalyzed() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30);
    drawBar(images.resolve("two.png"), "20 nm");
    assertThat(analyze().exitCode()).isZero();
    assertThat(cell("masked_fraction")).isNotEqualTo("0");
    assertThat(analyze("--no-auto-mask").exitCode()).isZero();
    assertThat(cell("masked_fraction")).isEqualTo("0");
    assertThat(cell("analyzed_area_px2")).isEqualTo(Integer.toString(128 * 96));
  }

  @Test
  void aMaskOfNothingLeavesNoDensityAndNoNaN() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30);
    Path mask = mask(root.resolve("mask.png"), 128, 96, 128);
    Loupe run = analyze("--mask", mask, "--pixel-size", "0.5nm");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(cell("defect_count")).isEqualTo("0");
    assertThat(cell("analyzed_area_nm2")).isEqualTo("0");
    assertThat(cell("number_density_per_m2")).isEmpty();
    assertThat(Files.readString(out.resolve("images.csv"))).doesNotContain("NaN");
    assertThat(Files.readString(out.resolve("summary.json"))).doesNotContain("NaN");
  }

  @Test
  void wrongUsageIsSaid() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30);
    Loupe both = analyze("--scale-bar", "20nm", "--pixel-size", "1nm");
    assertThat(both.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(both.err()).contains("exclude each other");
    assertThat(analyze("--scale-bar", "20").err()).contains("no unit");
    Loupe missing = analyze("--mask", root.resolve("nowhere.png"));
    assertThat(missing.exitCode()).isNotZero();
    assertThat(missing.err()).contains("nowhere.png: no such mask");
  }

  @Test
  void infoTellsOfBarsAndOfWhatIsLeftOut() throws IOException {
    Path file = Scene.rings(images.resolve("two.png"), 30, 30);
    drawBar(file, "20 nm");
    Loupe text = Loupe.run("info", file);
    assertThat(text.out()).contains("scale bar   40.00 px").contains("labeled 20").contains("left");
    JsonNode json = new ObjectMapper().readTree(Loupe.run("info", "--json", file).out());
    assertThat(json.get("scaleBarPx").asDouble()).isEqualTo(40);
    assertThat(json.get("scaleBarLabelNm").asDouble()).isEqualTo(20);
    assertThat(json.at("/maskedPx2/scale_bar").asLong()).isPositive();
  }

  /** The text warned, the JSON did not: a script took the size without a word. */
  @Test
  void infoWarnsInJsonOfABarThatContradictsTheFile() throws IOException {
    Path drawn = Scene.rings(root.resolve("two.png"), 30, 30);
    drawBar(drawn, "20 nm");
    Path file = calibrated(drawn, images.resolve("two.tif"), 10, 6); // pixels of 0.6 nm, not 0.5
    assertThat(Loupe.run("info", file).out()).contains("warning     the scale bar contradicts");
    JsonNode json = new ObjectMapper().readTree(Loupe.run("info", "--json", file).out());
    assertThat(json.get("pixelSizeNm").asDouble()).isEqualTo(0.6, within(1e-9));
    assertThat(json.get("warning").asText()).contains("contradicts", "-16.7 %");
    Path right = calibrated(drawn, images.resolve("right.tif"), 2, 1);
    JsonNode other = new ObjectMapper().readTree(Loupe.run("info", "--json", right).out());
    assertThat(other.get("warning").isNull()).isTrue();
  }

  /** Writes a gray image as ImageJ writes a TIFF, with pixels for a nanometer. */
  private static Path calibrated(Path gray, Path target, int pixels, int nanometers)
      throws IOException {
    BufferedImage image = ImageIO.read(gray.toFile());
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] text = "ImageJ=1.54p\nunit=nm\n\0".getBytes(StandardCharsets.US_ASCII);
    int resolution = 8 + 2 + 12 * 10 + 4;
    int description = resolution + 8;
    int samples = description + text.length;
    int[][] tags = {
      {256, 4, 1, width},
      {257, 4, 1, height},
      {258, 4, 1, 8},
      {259, 4, 1, 1},
      {262, 4, 1, 1},
      {270, 2, text.length, description},
      {273, 4, 1, samples},
      {277, 4, 1, 1},
      {282, 5, 1, resolution},
      {283, 5, 1, resolution}
    };
    ByteBuffer out = ByteBuffer.allocate(samples + width * height);
    out.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(8);
    out.putShort((short) tags.length);
    for (int[] tag : tags) {
      out.putShort((short) tag[0]).putShort((short) tag[1]).putInt(tag[2]).putInt(tag[3]);
    }
    out.putInt(0).putInt(pixels).putInt(nanometers).put(text);
    for (int i = 0; i < width * height; i++) {
      out.put((byte) image.getRaster().getSample(i % width, i / width, 0));
    }
    return Files.write(target, out.array());
  }
}
