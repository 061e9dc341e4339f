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

class SensitivityTest {

  @TempDir private Path root = Path.of("");

  private Loupe analyze(Object... more) throws IOException {
    Path image = root.resolve("rings.png");
    Scene.rings(image, 30, 30, 90, 60);
    List<Object> arguments =
        new java.util.ArrayList<>(
            List.of("analyze", image, "--cascade", Scene.cascade(root), "--out", out()));
    arguments.addAll(List.of(more));
    return Loupe.run(arguments.toArray());
  }

  private Path out() {
    return root.resolve("out");
  }

  @Test
  void aBareCascadeIsRepeatedUnderFourChangesAndTheReportSaysSo() throws IOException {
    Loupe run = analyze("--sensitivity", "--no-overlays");
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = Files.readAllLines(out().resolve("sensitivity.csv"));
    assertThat(lines).hasSize(6);
    assertThat(lines.get(1)).startsWith("none,as analyzed,");
    JsonNode section =
        new ObjectMapper().readTree(out().resolve("summary.json").toFile()).get("sensitivity");
    JsonNode plain = section.at("/variations/0");
    assertThat(plain.get("defect_count").asInt()).isPositive();
    assertThat(plain.get("defect_count_change").asDouble()).isZero();
    JsonNode enlarged = section.at("/variations/3");
    assertThat(enlarged.get("variation").asText()).isEqualTo("enlarged");
    assertThat(enlarged.get("mean_diameter_change").asDouble())
        .isEqualTo(
            enlarged.get("mean_diameter_px").asDouble() / plain.get("mean_diameter_px").asDouble()
                - 1,
            within(1e-12));
    assertThat(Files.readString(out().resolve("report.html"))).contains("How far the numbers move");
    assertThat(Files.readString(out().resolve("columns.json"))).contains("defect_count_change");
  }

  @Test
  void nothingIsRepeatedUnasked() throws IOException {
    assertThat(analyze().exitCode()).isZero();
    assertThat(out().resolve("sensitivity.csv")).doesNotExist();
    assertThat(Files.readString(out().resolve("summary.json"))).doesNotContain("sensitivity");
  }
}
