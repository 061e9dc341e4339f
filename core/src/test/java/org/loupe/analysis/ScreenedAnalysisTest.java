package org.loupe.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.cascade.SyntheticCascade;
import org.loupe.defect.Candidate;
import org.loupe.defect.Defect;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.image.GrayImage;
import org.loupe.measure.MeasurementSettings;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.TinyNetwork;

class ScreenedAnalysisTest {

  private static final LbpCascade CASCADE = SyntheticCascade.random(5, 24, 24, 3, 4);
  private static final ScanSettings SCAN = ScanSettings.defaults().withMinNeighbors(1);
  private static final ByteImage IMAGE = SyntheticCascade.image(8, 220, 160);

  private static Micrograph micrograph() {
    float[] samples = new float[IMAGE.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = IMAGE.samples()[i] & 0xFF;
    }
    return new Micrograph(
        new GrayImage(IMAGE.width(), IMAGE.height(), samples),
        8,
        "test",
        Optional.empty(),
        List.of());
  }

  private static List<Defect> analyze(Optional<ScreenerModel> screener)
      throws IOException, NonSquarePixelsException {
    ModelBundle model =
        new ModelBundle(
            "m",
            "",
            "loop",
            CASCADE,
            SCAN,
            MeasurementSettings.defaults(),
            screener,
            Optional.empty(),
            Optional.empty());
    ForkJoinPool pool = new ForkJoinPool(2);
    try (DefectAnalyzer analyzer = new DefectAnalyzer(model)) {
      return analyzer.analyze("image", micrograph(), pool).defects();
    } finally {
      pool.shutdown();
    }
  }

  /** The network's logit is 20 log(side / 40), and its boxes are half as high as the squares. */
  @Test
  void theNetworkDropsAndRefinesWhatTheCascadeFound() throws Exception {
    ScreenerModel screener =
        new TinyNetwork(TinyNetwork.PATCH)
            .scalarWeights(20, 0, 0)
            .bias((float) (-20 * Math.log(40 / 32.0)))
            .delta(0, 0, 0, (float) -Math.log(2))
            .screener();
    ForkJoinPool pool = new ForkJoinPool(2);
    List<Candidate> candidates = new CascadeDetector(CASCADE, SCAN).detect(IMAGE, pool);
    pool.shutdown();
    List<Candidate> large =
        candidates.stream().filter(candidate -> candidate.box().width() >= 40).toList();
    assertThat(large).hasSizeBetween(1, candidates.size() - 1);

    List<Defect> defects = analyze(Optional.of(screener));

    assertThat(defects).hasSameSizeAs(large);
    for (Defect defect : defects) {
      Box box = defect.detection().box();
      double side = box.width();
      assertThat(large)
          .anySatisfy(
              candidate -> {
                assertThat(box.centerX()).isEqualTo(candidate.box().centerX(), within(1e-6));
                assertThat(box.centerY()).isEqualTo(candidate.box().centerY(), within(1e-6));
                assertThat(side).isEqualTo(candidate.box().width(), within(1e-6));
                assertThat(defect.detection().detectionScore()).hasValue(candidate.score());
              });
      assertThat(box.height()).isEqualTo(side / 2, within(1e-5)); // log 2 as a float
      assertThat(defect.detection().defectClass()).isEqualTo("loop");
      double logit = 20 * Math.log(side / 40);
      assertThat(defect.detection().screeningProbability().getAsDouble())
          .isEqualTo(1 / (1 + Math.exp(-logit)), within(1e-5)); // the network counts in floats
    }
    assertThat(defects).extracting(Defect::id).startsWith(1).doesNotHaveDuplicates();
    assertThat(defects).extracting(defect -> defect.detection().box().y()).isSorted();
  }

  @Test
  void withoutANetworkEveryCandidateIsADefect() throws Exception {
    List<Defect> defects = analyze(Optional.empty());
    assertThat(defects).isNotEmpty();
    assertThat(defects).allMatch(defect -> defect.detection().screeningProbability().isEmpty());
  }
}
