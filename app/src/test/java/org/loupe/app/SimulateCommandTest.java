package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.LabeledSets;
import org.loupe.geometry.Box;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.Micrograph;

class SimulateCommandTest {

  @TempDir private Path root = Path.of("");

  private Loupe simulate(Path out, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("simulate", "--out", out));
    arguments.addAll(Arrays.asList(more));
    for (List<Object> standard :
        List.<List<Object>>of(List.of("--images", 3), List.of("--size", "160x120"))) {
      if (!arguments.contains(standard.get(0))) {
        arguments.addAll(standard);
      }
    }
    return Loupe.run(arguments.toArray());
  }

  private static SortedMap<String, String> contents(Path folder) throws IOException {
    SortedMap<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  @Test
  void writesALabeledSetWithItsTruth() throws IOException {
    Path out = root.resolve("set");
    Loupe run = simulate(out, "--loops", 4, "--equal-numbers", "--mean-diameter", 12, "--lines", 0);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("3 micrographs, 12 loops");
    LabeledSet set = LabeledSets.open(out);
    assertThat(set.micrographs()).hasSize(3);
    JsonNode labels = new ObjectMapper().readTree(out.resolve("annotations.json").toFile());
    assertThat(labels.path("annotations")).hasSize(12);
    assertThat(labels.at("/categories/0/name").asText()).isEqualTo("loop");
    JsonNode first = labels.at("/annotations/0");
    assertThat(first.at("/ellipse/major_axis_length").asDouble())
        .isGreaterThanOrEqualTo(first.at("/ellipse/minor_axis_length").asDouble());
    List<String> truth = Files.readAllLines(out.resolve("truth.csv"));
    assertThat(truth.stream().filter(line -> line.contains(",loop,"))).hasSize(12);
    assertThat(truth.stream().filter(line -> line.contains(",black_dot,"))).hasSize(75);
    JsonNode settings = new ObjectMapper().readTree(out.resolve("simulation.json").toFile());
    assertThat(settings.at("/settings/clutter/dislocations").asInt(-1)).isZero();
    assertThat(settings.at("/settings/width").asInt()).isEqualTo(160);
    try (MicrographFile open = MicrographReaders.open(set.micrographs().get(0).file())) {
      Micrograph micrograph = open.frame(0);
      assertThat(micrograph.bits()).isEqualTo(8);
      assertThat(micrograph.calibration().orElseThrow().pixelSizeNm())
          .isEqualTo(0.47, within(1e-6)); // as the file keeps it
    }
  }

  /** What is drawn must be where the labels say: rims are darker than what is around them. */
  @Test
  void loopsAreWhereTheLabelsAre() throws IOException {
    Path out = root.resolve("set");
    simulate(
        out,
        "--loops",
        3,
        "--equal-numbers",
        "--dots",
        0,
        "--edge-on",
        0,
        "--lines",
        0,
        "--background",
        0,
        "--mottle",
        0,
        "--contrast",
        1.5,
        "--contrast-spread",
        0,
        "--electrons",
        10000,
        "--sd-diameter",
        0,
        "--bits",
        16);
    for (LabeledMicrograph micrograph : LabeledSets.open(out).micrographs()) {
      try (MicrographFile open = MicrographReaders.open(micrograph.file())) {
        Micrograph image = open.frame(0);
        assertThat(image.bits()).isEqualTo(16);
        double all = mean(image, new Box(0, 0, 160, 120));
        assertThat(micrograph.annotations()).hasSize(3);
        micrograph
            .annotations()
            .forEach(a -> assertThat(mean(image, a.box())).isLessThan(0.95 * all));
      }
    }
  }

  private static double mean(Micrograph image, Box box) {
    double sum = 0;
    int count = 0;
    for (int y = (int) box.y(); y < box.bottom(); y++) {
      for (int x = (int) box.x(); x < box.right(); x++) {
        sum += image.image().at(Math.min(x, 159), Math.min(y, 119));
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherDoesNot() throws IOException {
    for (Object[] set : new Object[][] {{"a", 7}, {"b", 7}, {"c", 8}}) {
      Loupe run = simulate(root.resolve((String) set[0]), "--loops", 3, "--seed", set[1]);
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    assertThat(contents(root.resolve("a"))).hasSize(6).isEqualTo(contents(root.resolve("b")));
    assertThat(contents(root.resolve("a")).get("truth.csv"))
        .isNotEqualTo(contents(root.resolve("c")).get("truth.csv"));
  }

  @Test
  void theDensityGivesTheNumber() throws IOException {
    Path out = root.resolve("set");
    // 1600 nm x 1200 nm are 1.92e-12 m²: 19.2 loops, 19 in each
    Loupe run =
        simulate(
            out,
            "--density",
            1e13,
            "--pixel-size",
            "10nm",
            "--equal-numbers",
            "--mean-diameter",
            60,
            "--sd-diameter",
            0,
            "--overlap",
            1);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("57 loops");
  }

  @ParameterizedTest
  @CsvSource({
    "--size, 0x5, sides must be in 1",
    "--size, big, like 1024x768",
    "--images, 0, micrograph at least",
    "--mean-diameter, -3, mean diameter",
    "--bits, 12, 8 or 16",
    "--overlap, 2, overlap",
    "--loops, 5000, overlap",
  })
  void whatCannotBeDrawnIsWrongUsage(String option, String value, String problem) {
    Loupe run = simulate(root.resolve("set"), option, value);
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains(problem);
  }

  @Test
  void whatCouldNotBeDrawnLeavesTheFolderForTheNextTry() throws IOException {
    Path out = root.resolve("out");
    Loupe.run(
        "simulate",
        "--out",
        out,
        "--size",
        "160x120",
        "--loops",
        400,
        "--overlap",
        0,
        "--equal-numbers");
    assertThat(contents(out)).isEmpty();
    Loupe again = Loupe.run("simulate", "--out", out, "--size", "160x120", "--loops", 1);
    assertThat(again.exitCode()).as(again.err()).isZero();
  }

  @Test
  void aFolderThatIsNotEmptyIsLeftAlone() throws IOException {
    Files.writeString(root.resolve("mine.txt"), "mine");
    Loupe run = simulate(root);
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("not empty");
    assertThat(contents(root)).containsOnlyKeys("mine.txt");
  }
}
