package org.loupe.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.SharedData;
import org.loupe.cascade.ScanSettings;
import org.loupe.evaluate.CenterRule;
import org.loupe.evaluate.EvaluationSettings;
import org.loupe.evaluate.Mark;
import org.loupe.evaluate.MatchCounts;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.evaluate.StagedAnalyzer;
import org.loupe.geometry.Box;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;

/** The paper rule gives the figures of OpenCV's own windows, decoded by OpenCV. */
class EvaluationParityTest {

  @ParameterizedTest
  @CsvSource({
    "loops_40_stages_a, 1",
    "loops_40_stages_b, 4",
    "loops_44_stages, 1",
  })
  void thePublishedCascadesScoreAsOpenCvsWindowsDo(String name, int neighbors) throws IOException {
    Path set = SharedData.require("fecral_loops");
    Path cascade = SharedData.require("cascades").resolve(name + ".xml");
    String stem = "5401_300kx_1nm_clhaadf3_0022";
    List<Box> labels = boxes(set.resolve("boxes").resolve(stem + ".txt"));
    Path image = set.resolve("images").resolve(stem + ".jpg");
    ScanSettings scan = ScanSettings.defaults().withMinNeighbors(neighbors);
    MatchCounts expected =
        CenterRule.match(
            labels, new OpenCvDetector(cascade).detect(OpenCvDetector.read(image), scan));
    assertThat(expected.matchedAnnotations()).isPositive();

    ForkJoinPool pool = new ForkJoinPool(2);
    try (StagedAnalyzer analyzer =
            new StagedAnalyzer(ModelBundle.ofCascade(cascade, scan), Outline.BOX);
        MicrographFile open = MicrographReaders.open(image)) {
      Micrograph micrograph = open.frame(0);
      assertThat(
              EvaluationSettings.defaults()
                  .paper()
                  .match(
                      labels.stream().map(Mark::ofBox).toList(),
                      analyzer.analyze(micrograph, pool).reported())
                  .counts())
          .isEqualTo(expected);
    } finally {
      pool.shutdown();
    }
  }

  private static List<Box> boxes(Path file) throws IOException {
    List<Box> boxes = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        String[] n = line.strip().split("\\s+", -1);
        double top = Double.parseDouble(n[0]);
        double left = Double.parseDouble(n[1]);
        boxes.add(
            new Box(left, top, Double.parseDouble(n[3]) - left, Double.parseDouble(n[2]) - top));
      }
    }
    return boxes;
  }
}
