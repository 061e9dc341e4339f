package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.evaluate.MatchCounts;
import org.loupe.training.cascade.CurvePoint;

class CandidateCurvePlotTest {

  @TempDir private Path folder = Path.of("");

  private static CurvePoint point(int stages, int neighbors, int annotations, int detections) {
    return new CurvePoint(
        stages,
        neighbors,
        2,
        new MatchCounts(annotations, annotations / 2, detections, 0),
        MatchCounts.NONE);
  }

  private int drawn(List<CurvePoint> curve, Optional<CurvePoint> chosen) throws IOException {
    Path file = folder.resolve("curve.png");
    CandidateCurvePlot.write(curve, chosen, file);
    BufferedImage image = ImageIO.read(file.toFile());
    int dark = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        dark += (image.getRGB(x, y) & 0xFFFFFF) == 0xFFFFFF ? 0 : 1;
      }
    }
    return dark;
  }

  @Test
  void linesAndTheChosenPointAreDrawn() throws IOException {
    List<CurvePoint> curve = new ArrayList<>();
    for (int stages = 1; stages <= 30; stages++) {
      for (int neighbors = 1; neighbors < 5; neighbors++) {
        curve.add(point(stages, neighbors, 10 + 2 * stages, 40 - 5 * neighbors));
      }
    }
    int without = drawn(curve, Optional.empty());
    assertThat(drawn(curve, Optional.of(curve.get(50)))).isNotEqualTo(without);
  }

  @Test
  void aCurveWithNothingToShowIsAnEmptyPlot() throws IOException {
    // no labels; far too many candidates
    assertThat(drawn(List.of(point(1, 1, 0, 5), point(1, 4, 10, 900)), Optional.empty()))
        .isPositive();
    assertThat(drawn(List.of(point(1, 4, 10, 900)), Optional.of(point(1, 4, 10, 900))))
        .isPositive();
  }
}
