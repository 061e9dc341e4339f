package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.ScanSettings;
import org.loupe.model.MatchFigures;
import org.loupe.model.ModelBundle;
import org.loupe.model.ModelDescription;
import org.loupe.model.ModelValidation;
import org.loupe.model.OperatingPoint;
import org.loupe.model.SizeClassRecall;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.TinyNetwork;
import org.loupe.statistics.DetectionRates;
import org.loupe.statistics.StatisticsSettings;

class ValidatedRatesTest {

  @TempDir private Path root = Path.of("");

  private ModelBundle model(double validatedAt, double usedAt) throws IOException {
    OperatingPoint point =
        new OperatingPoint(validatedAt, MatchFigures.of(0.9, 0.9), MatchFigures.of(0.8, 0.64));
    ModelValidation validation =
        new ModelValidation(
            "2 folds",
            10,
            200,
            point,
            List.of(point),
            0.01,
            List.of(
                new SizeClassRecall(0, 16, 50, 0.6, 0.5),
                // nobody labeled any of 16 to 24 px
                new SizeClassRecall(24, 1e6, 150, 0.95, 0.9)));
    ScreenerModel network = new TinyNetwork(TinyNetwork.PATCH).bias(3).screener();
    return ModelBundle.trained(
        "ring",
        CascadeXml.read(Scene.cascade(root)),
        ScanSettings.defaults(),
        Optional.of(network.withSettings(network.settings().withMinProbability(usedAt))),
        new ModelDescription(
            "test", "loupe train", 1, List.of(), Optional.of(validation), "# Card\n"));
  }

  private static StatisticsSettings applied(ModelBundle model, ScanOptions.Origin scan) {
    return ValidatedRates.applied(StatisticsSettings.defaults(), model, scan);
  }

  @Test
  void aThresholdForWhatIsUnlikeAllHasNoRates() throws IOException {
    ModelBundle model = model(0.4, 0.4);
    ScreenerModel network = model.screener().orElseThrow();
    ModelBundle lower =
        model.withScreener(new ScreenerModel(network.onnx(), network.settings(), Optional.of(0.2)));
    assertThat(applied(lower, ScanOptions.Origin.AS_IN_MODEL).detection()).isEmpty();
    assertThat(applied(model, ScanOptions.Origin.AS_IN_MODEL).detection()).isPresent();
  }

  @Test
  void ratesAreThoseOfTheStrictRule() throws IOException {
    DetectionRates rates =
        applied(model(0.4, 0.4), ScanOptions.Origin.AS_IN_MODEL).detection().orElseThrow();
    assertThat(rates.right()).isEqualTo(160); // 0.8 of 200
    assertThat(rates.detections()).isEqualTo(250); // 160 / 0.64
    assertThat(rates.classes())
        .containsExactly(
            new DetectionRates.SizeClass(0, 24, 50, 25),
            new DetectionRates.SizeClass(24, 1e6, 150, 135));
    assertThat(rates.precision()).isEqualTo(0.64, within(0.01));
  }

  @Test
  void anotherProbabilityOrScanHasNoRatesAndSaysSo() throws IOException {
    StatisticsSettings moved = applied(model(0.4, 0.6), ScanOptions.Origin.AS_IN_MODEL);
    assertThat(moved.detection()).isEmpty();
    assertThat(moved.detectionNote()).contains("0.4").contains("0.6");
    StatisticsSettings scanned = applied(model(0.4, 0.4), ScanOptions.Origin.CHANGED);
    assertThat(scanned.detection()).isEmpty();
    assertThat(scanned.detectionNote()).contains("another scan");
  }

  @Test
  void aBareCascadeHasNone() throws IOException {
    ModelBundle cascade = ModelBundle.ofCascade(Scene.cascade(root), ScanSettings.defaults());
    assertThat(applied(cascade, ScanOptions.Origin.AS_IN_MODEL).detectionNote())
        .isEqualTo("none: nothing validated what finds the defects");
  }
}
