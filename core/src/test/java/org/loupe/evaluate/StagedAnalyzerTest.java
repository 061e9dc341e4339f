package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.loupe.analysis.DefectAnalyzer;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.cascade.SyntheticCascade;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.evaluate.StagedAnalyzer.Stages;
import org.loupe.image.ByteImage;
import org.loupe.image.GrayImage;
import org.loupe.measure.MeasurementSettings;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.TinyNetwork;

class StagedAnalyzerTest {

  private static final LbpCascade CASCADE = SyntheticCascade.random(5, 24, 24, 3, 4);

  private static ModelBundle model(Optional<ScreenerModel> screener) {
    return new ModelBundle(
        "m",
        "",
        "loop",
        CASCADE,
        ScanSettings.defaults().withMinNeighbors(1),
        MeasurementSettings.defaults(),
        screener,
        Optional.empty(),
        Optional.empty());
  }

  private static Micrograph micrograph() {
    ByteImage image = SyntheticCascade.image(8, 220, 160);
    float[] samples = new float[image.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = image.samples()[i] & 0xFF;
    }
    return new Micrograph(new GrayImage(220, 160, samples), 8, "test", Optional.empty(), List.of());
  }

  /** Large boxes are probable and small ones are not, by the network's weights. */
  private static ScreenerModel network() {
    ScreenerModel network =
        new TinyNetwork(TinyNetwork.PATCH)
            .scalarWeights(20, 0, 0)
            .bias((float) (-20 * Math.log(40 / 32.0)))
            .screener();
    return network.withSettings(network.settings().withMaxOverlap(0.4));
  }

  @Test
  void whatIsReportedIsWhatTheAnalysisFinds() throws Exception {
    for (Optional<ScreenerModel> screener :
        List.of(Optional.<ScreenerModel>empty(), Optional.of(network()))) {
      ModelBundle model = model(screener);
      ForkJoinPool pool = new ForkJoinPool(2);
      try (StagedAnalyzer staged = new StagedAnalyzer(model, Outline.BOX);
          DefectAnalyzer analyzer = new DefectAnalyzer(model)) {
        Stages stages = staged.analyze(micrograph(), pool);
        List<Mark> defects =
            analyzer.analyze("image", micrograph(), pool).defects().stream().map(Mark::of).toList();
        assertThat(defects).isNotEmpty();
        assertThat(stages.reported()).containsExactlyInAnyOrderElementsOf(defects);
        assertThat(staged.screens()).isEqualTo(screener.isPresent());
      } finally {
        pool.shutdown();
      }
    }
  }

  @Test
  void theRankingGoesOnBelowTheThreshold() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(2);
    try (StagedAnalyzer boxes = new StagedAnalyzer(model(Optional.of(network())), Outline.BOX);
        StagedAnalyzer ellipses =
            new StagedAnalyzer(model(Optional.of(network())), Outline.ELLIPSE)) {
      Stages stages = boxes.analyze(micrograph(), pool);
      assertThat(stages.ranking()).hasSizeGreaterThan(stages.reported().size());
      assertThat(stages.ranking()).startsWith(stages.reported().toArray(Mark[]::new));
      assertThat(stages.candidates()).hasSizeGreaterThanOrEqualTo(stages.ranking().size());
      assertThat(stages.reported()).allMatch(mark -> mark.ellipse().isPresent());
      assertThat(stages.ranking()).anyMatch(mark -> mark.ellipse().isEmpty());
      assertThat(ellipses.analyze(micrograph(), pool).ranking())
          .hasSameSizeAs(stages.ranking())
          .allMatch(mark -> mark.ellipse().isPresent());
    } finally {
      pool.shutdown();
    }
  }
}
