package org.loupe.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Trust;
import org.loupe.geometry.Ellipse;
import org.loupe.micrograph.Calibration;
import org.loupe.statistics.DefectShape;
import org.loupe.statistics.DetectionRates;
import org.loupe.statistics.StatisticsSettings;
import org.loupe.statistics.Thickness;
import org.loupe.statistics.Visibility;

class ResultFolderTest {

  @TempDir private Path root = Path.of("");

  private static Defect defect(int id, double x, double y, double diameter, MeasurementFlag... on) {
    Ellipse ellipse = new Ellipse(x, y, diameter, 0.8 * diameter, 0.3);
    Measurement measurement =
        new Measurement(ellipse, ellipse.area(), diameter, 0.8 * diameter, Set.of(on));
    return new Defect(
        id,
        new Detection(
            "loop", ellipse.boundingBox(), OptionalDouble.empty(), OptionalDouble.of(0.9)),
        measurement);
  }

  private static MicrographResult result(
      String image, int side, Optional<Calibration> calibration, Defect... defects) {
    return new MicrographResult(
        image, side, side, calibration, "as it is", List.of(defects), List.of());
  }

  private static StatisticsSettings everything() {
    return StatisticsSettings.defaults()
        .withShape(DefectShape.SPHERE)
        .withThickness(new Thickness(100, 0.2))
        .withPixelSizeUncertainty(0.01)
        .withVisibility(Visibility.parse("bcc:110:1/2<111>"))
        .withDetection(
            new DetectionRates(
                List.of(
                    new DetectionRates.SizeClass(0, 30, 40, 0),
                    new DetectionRates.SizeClass(30, 500, 90, 80)),
                100,
                0,
                "test"));
  }

  private Path write(StatisticsSettings settings, MicrographOutcome... outcomes)
      throws IOException {
    Path folder = root.resolve("out");
    try (ResultFolder results = ResultFolder.create(folder, settings)) {
      for (MicrographOutcome outcome : outcomes) {
        results.append(outcome);
      }
      results.writeSummary(JsonNodeFactory.instance.objectNode());
      results.writeRun(results.statisticsSettings());
    }
    return folder;
  }

  private static List<NamedCsvRecord> rows(Path table) throws IOException {
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(table)) {
      return reader.stream().toList();
    }
  }

  @Test
  void saysHowFarEachImageMayBeBelieved() throws IOException {
    Trust inside =
        new Trust(
            OptionalDouble.of(0.5),
            Optional.empty(),
            OptionalDouble.of(0.75),
            OptionalDouble.of(0.06));
    Trust outside =
        new Trust(
            OptionalDouble.of(1.25),
            Optional.of("noise higher"),
            OptionalDouble.empty(),
            OptionalDouble.empty());
    Path folder =
        write(
            StatisticsSettings.defaults(),
            MicrographOutcome.done(result("old model", 200, Optional.empty()), 1),
            MicrographOutcome.done(
                result("in", 200, Optional.empty()).withTrust(Optional.of(inside)), 1),
            MicrographOutcome.done(
                result("out", 200, Optional.empty()).withTrust(Optional.of(outside)), 1));
    List<NamedCsvRecord> images = rows(folder.resolve("images.csv"));
    assertThat(images)
        .extracting(
            row -> row.getField("domain_distance"),
            row -> row.getField("out_of_domain"),
            row -> row.getField("strangest_trait"),
            row -> row.getField("predicted_f1"),
            row -> row.getField("predicted_f1_error"))
        .containsExactly(
            tuple("", "", "", "", ""),
            tuple("0.5", "false", "", "0.75", "0.06"),
            tuple("1.25", "true", "noise higher", "", ""));
    JsonNode trust =
        new ObjectMapper().readTree(folder.resolve("summary.json").toFile()).get("trust");
    assertThat(trust.get("images_judged").intValue()).isEqualTo(2);
    assertThat(trust.get("images_out_of_domain").intValue()).isEqualTo(1);
    assertThat(trust.get("images_with_predicted_f1").intValue()).isEqualTo(1);
    assertThat(trust.get("mean_predicted_f1").doubleValue()).isEqualTo(0.75);
    assertThat(trust.get("predicted_f1_error").doubleValue()).isEqualTo(0.06);
  }

  @Test
  void degenerateImagesLeaveCellsEmptyAndNeverNotANumber() throws IOException {
    Optional<Calibration> half = Optional.of(new Calibration(0.5, 0.5, "test"));
    Path folder =
        write(
            everything(),
            MicrographOutcome.done(result("none", 200, half), 1),
            MicrographOutcome.done(result("one", 200, half, defect(1, 100, 100, 30)), 1),
            MicrographOutcome.done(
                result("edge", 60, half, defect(1, 5, 5, 30, MeasurementFlag.TOUCHES_EDGE)), 1),
            MicrographOutcome.done(result("no area", 0, half), 1),
            MicrographOutcome.done(
                result("same", 200, half, defect(1, 50, 50, 30), defect(2, 120, 120, 30)), 1),
            MicrographOutcome.done(
                result("pixels", 200, Optional.empty(), defect(1, 50, 50, 20)), 1),
            MicrographOutcome.failed("bad", "not an image", 0));
    assertNoNumberIsUndefined(folder);
    List<NamedCsvRecord> images = rows(folder.resolve("images.csv"));
    assertThat(images.get(0).getField("number_density_per_m2")).isEqualTo("0");
    assertThat(images.get(0).getField("mean_diameter_nm")).isEmpty();
    assertThat(images.get(1).getField("mean_diameter_nm")).isEqualTo("15");
    assertThat(images.get(1).getField("sd_diameter_nm")).isEmpty();
    assertThat(images.get(1).getField("volume_density_per_m3")).isNotEmpty();
    assertThat(images.get(1).getField("swelling")).isNotEmpty();
    assertThat(images.get(2).getField("defects_touching_edge")).isEqualTo("1");
    assertThat(images.get(2).getField("edge_corrected_number_density_per_m2")).isEmpty();
    assertThat(images.get(2).getField("number_density_per_m2")).isNotEmpty();
    assertThat(images.get(3).getField("number_density_per_m2")).isEmpty();
    assertThat(images.get(4).getField("sd_diameter_nm")).isEqualTo("0");
    assertThat(images.get(5).getField("volume_density_per_m3")).isEmpty();
    assertThat(images.get(6).getField("defects_touching_edge")).isEmpty();
  }

  @Test
  void aSetWithNothingInItHasDefinedAnswers() throws IOException {
    Optional<Calibration> half = Optional.of(new Calibration(0.5, 0.5, "test"));
    for (MicrographOutcome only :
        List.of(
            MicrographOutcome.done(result("none", 200, half), 1),
            MicrographOutcome.done(result("no area", 0, half), 1),
            MicrographOutcome.done(result("small", 200, half, defect(1, 90, 90, 9)), 1),
            MicrographOutcome.failed("bad", "not an image", 0))) {
      assertNoNumberIsUndefined(write(everything(), only));
      assertNoNumberIsUndefined(write(StatisticsSettings.defaults(), only));
    }
  }

  @Test
  void theBudgetAndTheHistogramOfTheSetStandBesideTheSummary() throws IOException {
    Optional<Calibration> one = Optional.of(new Calibration(1, 1, "test"));
    Path folder =
        write(
            StatisticsSettings.defaults().withThickness(new Thickness(100, 0.2)),
            MicrographOutcome.done(
                result("a", 400, one, defect(1, 90, 90, 40), defect(2, 190, 90, 44)), 1),
            MicrographOutcome.done(
                result("b", 400, one, defect(1, 90, 90, 50), defect(2, 190, 90, 38)), 1));
    List<NamedCsvRecord> budget = rows(folder.resolve("budget.csv"));
    assertThat(budget)
        .extracting(row -> row.getField("quantity"))
        .containsOnly("mean_diameter", "number_density", "volume_density")
        .hasSize(21);
    double shares =
        budget.stream()
            .filter(row -> row.getField("quantity").equals("volume_density"))
            .filter(row -> !row.getField("source").equals("combined"))
            .map(row -> row.getField("share_of_variance"))
            .filter(cell -> !cell.isEmpty())
            .mapToDouble(Double::parseDouble)
            .sum();
    // cells keep nine digits
    assertThat(shares).isEqualTo(1, org.assertj.core.api.Assertions.within(1e-8));
    JsonNode summary = new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
    assertThat(
            summary
                .at("/calibrated/error_budget/volume_density/share_of_variance/thickness")
                .asDouble())
        .isPositive();
    List<NamedCsvRecord> bins = rows(folder.resolve("histograms.csv"));
    assertThat(
            bins.stream()
                .filter(row -> row.getField("image").isEmpty())
                .mapToInt(row -> Integer.parseInt(row.getField("defect_count")))
                .sum())
        .isEqualTo(4);
  }

  private static void assertNoNumberIsUndefined(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(7);
    for (Path file : files) {
      String text = Files.readString(file);
      assertThat(text).as(file.toString()).doesNotContain("NaN").doesNotContain("Infinity");
    }
  }
}
