package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;

class AnalyzeCommandTest {

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
    List<Object> arguments = new ArrayList<>(List.of("analyze", images));
    arguments.addAll(List.of("--cascade", cascade, "--out", out));
    arguments.addAll(List.of(more));
    return Loupe.run(arguments.toArray());
  }

  private static List<NamedCsvRecord> rows(Path table) throws IOException {
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(table)) {
      return reader.stream().toList();
    }
  }

  private static double number(NamedCsvRecord row, String column) {
    return Double.parseDouble(row.getField(column));
  }

  @Test
  void findsAndMeasuresTheDrawnRings() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30, 90, 60);
    Loupe run = analyze("--pixel-size", "0.5 nm");

    assertThat(run.exitCode()).as(run.err()).isZero();
    List<NamedCsvRecord> defects = rows(out.resolve("defects.csv"));
    assertThat(defects).hasSize(2);
    assertThat(defects).extracting(row -> row.getField("defect_id")).containsExactly("1", "2");
    // the ring is sharp and without noise, so a fraction of a pixel is all that can be off
    assertThat(number(defects.get(0), "center_x_px")).isEqualTo(30, within(0.7));
    assertThat(number(defects.get(0), "center_y_px")).isEqualTo(30, within(0.7));
    assertThat(number(defects.get(1), "major_axis_length_px")).isEqualTo(18, within(1.0));
    assertThat(number(defects.get(1), "major_axis_length_nm"))
        .isEqualTo(number(defects.get(1), "major_axis_length_px") * 0.5, within(1e-6));

    NamedCsvRecord image = rows(out.resolve("images.csv")).get(0);
    assertThat(image.getField("status")).isEqualTo("done");
    assertThat(image.getField("calibration_source")).isEqualTo("option --pixel-size 0.5 nm");
    assertThat(number(image, "analyzed_area_nm2")).isEqualTo(128 * 96 * 0.25, within(1e-9));
    // two defects in 3072 nm^2
    assertThat(number(image, "number_density_per_m2") / 6.510417e14).isEqualTo(1, within(1e-6));
  }

  @Test
  void thicknessReflectionAndDiameterReachTheSummaryAndTheRun() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30, 90, 60);
    Loupe run =
        analyze(
            "--pixel-size",
            "0.5nm",
            "--pixel-size-uncertainty",
            "1%",
            "--thickness",
            "100nm+-20%",
            "--reflection",
            "bcc:110:1/2<111>",
            "--diameter",
            "equivalent");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Corrected for edges: ").contains("volume density");
    ObjectMapper json = new ObjectMapper();
    JsonNode part = json.readTree(out.resolve("summary.json").toFile()).get("calibrated");
    assertThat(part.at("/edge_corrected/volume/volume_density_per_m3").asDouble()).isPositive();
    double density = part.at("/edge_corrected/number_density_per_m2").asDouble();
    assertThat(part.at("/all_variants/number_density_per_m2").asDouble() / density)
        .isEqualTo(2, within(1e-9)); // 2 of 4 variants show
    assertThat(part.at("/error_budget/volume_density/share_of_variance/calibration").asDouble())
        .isPositive();
    double mean = part.get("mean_diameter_nm").asDouble();
    double equivalent =
        rows(out.resolve("defects.csv")).stream()
            .mapToDouble(row -> number(row, "equivalent_diameter_nm"))
            .average()
            .orElseThrow();
    assertThat(mean).isEqualTo(equivalent, within(1e-6)); // cells keep nine digits
    JsonNode settings = json.readTree(out.resolve("run.json").toFile()).at("/settings/statistics");
    assertThat(settings.get("diameter").asText()).isEqualTo("EQUIVALENT");
    assertThat(settings.get("thicknessNm").asDouble()).isEqualTo(100);
    assertThat(settings.get("detectionNote").asText()).startsWith("none: ");
  }

  @Test
  void cavitiesHaveASwelling() throws IOException {
    Scene.rings(images.resolve("two.png"), 30, 30, 90, 60);
    Loupe run = analyze("--pixel-size", "0.5nm", "--thickness", "50nm+-10%", "--cavities");
    assertThat(run.exitCode()).as(run.err()).isZero();
    NamedCsvRecord image = rows(out.resolve("images.csv")).get(0);
    assertThat(number(image, "swelling")).isBetween(0.001, 0.1);
    assertThat(number(image, "swelling_ci95_low")).isLessThan(number(image, "swelling"));
  }

  @Test
  void wrongStatisticsOptionsAreWrongUsageAndSayWhy() {
    assertThat(analyze("--thickness", "100nm").err()).contains("has no uncertainty");
    assertThat(analyze("--reflection", "bcc:111:1/2<111>").err()).contains("no reflection");
    assertThat(analyze("--visible-fraction", "1.5").err()).contains("at most 1");
    assertThat(analyze("--diameter", "feret").err()).contains("major or equivalent");
    assertThat(analyze("--pixel-size-uncertainty", "150%").err()).contains("below 100 %");
    assertThat(analyze("--visible-fraction", "0.5", "--reflection", "bcc:110:1/2<111>").exitCode())
        .isEqualTo(ExitCode.WRONG_USAGE);
  }

  @Test
  void withoutACalibrationThereAreNoNanometres() throws IOException {
    Scene.rings(images.resolve("one.png"), 64, 48);
    assertThat(analyze().exitCode()).isZero();
    NamedCsvRecord defect = rows(out.resolve("defects.csv")).get(0);
    NamedCsvRecord image = rows(out.resolve("images.csv")).get(0);
    assertThat(defect.getFields().stream().toList()).isNotEmpty();
    for (String column : defect.getHeader()) {
      assertThat(defect.getField(column).isEmpty())
          .as(column)
          .isEqualTo(
              column.endsWith("_nm")
                  || column.endsWith("_nm2")
                  || column.equals("screening_probability")
                  || (column.equals("measurement_flags") && defect.getField(column).isEmpty()));
    }
    assertThat(image.getField("pixel_size_nm")).isEmpty();
    assertThat(image.getField("mean_diameter_nm")).isEmpty();
    assertThat(image.getField("mean_diameter_px")).isNotEmpty();
  }

  @Test
  void oneBadFileIsARowAndTheOthersFinish() throws IOException {
    Scene.rings(images.resolve("a.png"), 64, 48);
    byte[] whole = Files.readAllBytes(images.resolve("a.png"));
    Files.write(images.resolve("b.png"), java.util.Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(images.resolve("c.tif"), "not a TIFF at all");
    Files.createFile(images.resolve("d.jpg"));
    Scene.rings(images.resolve("sub/e.bmp"), 64, 48);

    Loupe run = analyze();

    assertThat(run.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    List<NamedCsvRecord> rows = rows(out.resolve("images.csv"));
    assertThat(rows)
        .extracting(row -> row.getField("image"))
        .containsExactly("a.png", "b.png", "c.tif", "d.jpg", "sub/e.bmp");
    assertThat(rows)
        .extracting(row -> row.getField("status"))
        .containsExactly("done", "failed", "failed", "failed", "done");
    assertThat(rows.get(1).getField("error")).isNotEmpty();
    assertThat(run.err()).contains("b.png").doesNotContain("\tat ").doesNotContain("Exception");
    JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    assertThat(summary.get("images_failed").asInt()).isEqualTo(3);
  }

  /** Writes an MRC stack of 16-bit samples, 2 nm a pixel, with rings on each of two frames. */
  private void writeStack(Path file) throws IOException {
    Path first = Scene.rings(root.resolve("first.png"), 64, 48);
    Path second = Scene.rings(root.resolve("second.png"), 30, 30, 90, 60);
    ByteBuffer stack = ByteBuffer.allocate(1024 + 2 * 2 * 128 * 96).order(ByteOrder.LITTLE_ENDIAN);
    stack.putInt(0, 128).putInt(4, 96).putInt(8, 2).putInt(12, 6);
    stack.putInt(28, 128).putInt(32, 96).putInt(36, 2);
    stack.putFloat(40, 128 * 20).putFloat(44, 96 * 20);
    stack.putInt(64, 1).putInt(68, 2).putInt(72, 3);
    stack.position(1024);
    for (Path frame : List.of(first, second)) {
      try (MicrographFile open = MicrographReaders.open(frame)) {
        for (float sample : open.frame(0).image().samples()) {
          stack.putShort((short) (100 * sample));
        }
      }
    }
    Files.write(file, stack.array());
  }

  @Test
  void framesOfAStackAreRowsOfTheirOwn() throws IOException {
    writeStack(images.resolve("stack.mrc"));

    Loupe run = analyze();

    assertThat(run.exitCode()).as(run.err()).isZero();
    List<NamedCsvRecord> rows = rows(out.resolve("images.csv"));
    assertThat(rows)
        .extracting(row -> row.getField("image"))
        .containsExactly("stack.mrc#1", "stack.mrc#2");
    assertThat(rows).extracting(row -> row.getField("defect_count")).containsExactly("1", "2");
    assertThat(rows.get(1).getField("calibration_source")).isEqualTo("MRC header (CELLA / MX)");
    assertThat(number(rows.get(1), "pixel_size_nm")).isEqualTo(2);
  }

  @Test
  void oneFrameOfAStackIsAnalyzedIfAskedFor() throws IOException {
    writeStack(images.resolve("stack.mrc"));

    Loupe run = analyze("--frame", "2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(rows(out.resolve("images.csv")))
        .singleElement()
        .satisfies(row -> assertThat(row.getField("image")).isEqualTo("stack.mrc#2"))
        .satisfies(row -> assertThat(row.getField("defect_count")).isEqualTo("2"));
  }

  @Test
  void frameThatIsNotThereIsAFailureOfThatFile() throws IOException {
    writeStack(images.resolve("stack.mrc"));
    Loupe run = analyze("--frame", "3");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("has no frame 3");
  }

  @Test
  void nothingReadableIsExitCodeThree() throws IOException {
    Files.writeString(images.resolve("a.png"), "no image");
    assertThat(analyze().exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(rows(out.resolve("images.csv"))).hasSize(1);
  }

  @Test
  void anEmptyFolderSaysSo() {
    Loupe run = analyze();
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("no images in");
  }

  @Test
  void anImageSmallerThanTheWindowIsAValidEmptyResult() throws IOException {
    ImageIO.write(
        new java.awt.image.BufferedImage(1, 1, java.awt.image.BufferedImage.TYPE_BYTE_GRAY),
        "png",
        images.resolve("dot.png").toFile());
    assertThat(analyze().exitCode()).isZero();
    NamedCsvRecord row = rows(out.resolve("images.csv")).get(0);
    assertThat(row.getField("status")).isEqualTo("done");
    assertThat(row.getField("defect_count")).isEqualTo("0");
    assertThat(row.getField("mean_diameter_px")).isEmpty();
  }

  @Test
  void threadsAndLocaleDoNotChangeTheTables() throws IOException {
    for (int i = 0; i < 6; i++) {
      Scene.rings(images.resolve("image" + i + ".png"), 30 + 5 * i, 30, 90, 60 - 3 * i);
    }
    analyze("--threads", 1);
    String defects = Files.readString(out.resolve("defects.csv"));
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(analyze("--threads", 4, "--overwrite").exitCode()).isZero();
    } finally {
      Locale.setDefault(before);
    }
    assertThat(Files.readString(out.resolve("defects.csv"))).isEqualTo(defects);
  }

  @Test
  void overlaysHaveTheMicrographsSizeAndShowTheDefects() throws IOException {
    Scene.rings(images.resolve("a.png"), 64, 48);
    analyze();
    var overlay = ImageIO.read(out.resolve("overlays/a.png").toFile());
    assertThat(overlay.getWidth()).isEqualTo(128);
    assertThat(overlay.getHeight()).isEqualTo(96);
    int colored = 0;
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 128; x++) {
        int rgb = overlay.getRGB(x, y);
        colored += (rgb >> 16 & 0xFF) != (rgb & 0xFF) ? 1 : 0;
      }
    }
    assertThat(colored).isBetween(50, 600); // an outline of 57 px and a number, not a filled image
  }

  @Test
  void runJsonIsEnoughToRepeatTheRun() throws IOException {
    Scene.rings(images.resolve("a.png"), 64, 48);
    analyze("--scale-factor", "1.25", "--class", "loop");
    JsonNode run = new ObjectMapper().readTree(out.resolve("run.json").toFile());
    assertThat(run.at("/settings/scan/scaleFactor").asDouble()).isEqualTo(1.25);
    assertThat(run.at("/model/sha256").asText()).hasSize(64);
    assertThat(run.at("/model/class").asText()).isEqualTo("loop");
    assertThat(run.at("/inputs/0/sha256").asText()).hasSize(64);
    assertThat(run.at("/arguments/0").asText()).isEqualTo("analyze");
    assertThat(rows(out.resolve("defects.csv")).get(0).getField("class")).isEqualTo("loop");
  }

  @Test
  void columnsJsonDefinesEveryColumnInItsOrder() throws IOException {
    Scene.rings(images.resolve("a.png"), 64, 48);
    analyze();
    JsonNode columns = new ObjectMapper().readTree(out.resolve("columns.json").toFile());
    for (String table : List.of("defects.csv", "images.csv")) {
      List<String> names = new ArrayList<>();
      for (JsonNode column : columns.get(table)) {
        names.add(column.get("name").asText());
        assertThat(column.get("definition").asText()).isNotBlank();
      }
      String header = Files.readAllLines(out.resolve(table)).get(0);
      assertThat(header).isEqualTo(String.join(",", names));
    }
  }

  @Test
  void wrongUsageIsExitCodeTwoWithTheValueShown() throws IOException {
    Scene.rings(images.resolve("a.png"), 64, 48);
    assertThat(Loupe.run("analyze", images).exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    for (List<String> bad :
        List.of(
            List.of("--scale-factor", "1.0"),
            List.of("--min-neighbors", "-1"),
            List.of("--pixel-size", "0.5"),
            List.of("--pixel-size", "0nm"),
            List.of("--threads", "0"),
            List.of("--stride", "0"),
            List.of("--min-defect-size", "-3"))) {
      Loupe run = analyze(bad.toArray());
      assertThat(run.exitCode()).as(bad.toString()).isEqualTo(ExitCode.WRONG_USAGE);
      assertThat(run.err()).contains(bad.get(1));
      assertThat(run.err().strip().lines())
          .as(run.err())
          .hasSize(2); // the error, and where help is
    }
  }

  @Test
  void aBadCascadeIsOneLine() throws IOException {
    Scene.rings(images.resolve("a.png"), 64, 48);
    Files.writeString(cascade, "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>");
    Loupe run = analyze();
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains("cascade.xml");
    assertThat(out.resolve("images.csv")).doesNotExist();
  }

  @Test
  void anOutputThatIsAFileIsAClearError() throws IOException {
    Scene.rings(images.resolve("a.png"), 64, 48);
    Files.writeString(out, "in the way");
    Loupe run = analyze();
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(Files.readString(out)).isEqualTo("in the way");
  }
}
