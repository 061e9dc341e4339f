package org.loupe.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.cascade.SyntheticCascade;
import org.loupe.defect.MicrographResult;
import org.loupe.image.ByteImage;
import org.loupe.image.GrayImage;
import org.loupe.measure.MeasurementSettings;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.TinyNetwork;
import org.loupe.statistics.DiameterKind;

class SensitivityStudyTest {

  private static final LbpCascade CASCADE = SyntheticCascade.random(5, 24, 24, 3, 4);

  private final ForkJoinPool pool = new ForkJoinPool(2);

  @AfterEach
  void shutDown() {
    pool.shutdown();
  }

  private static Micrograph micrograph(long seed, Optional<Calibration> calibration) {
    ByteImage image = SyntheticCascade.image(seed, 220, 160);
    float[] samples = new float[image.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = image.samples()[i] & 0xFF;
    }
    return new Micrograph(
        new GrayImage(image.width(), image.height(), samples), 8, "test", calibration, List.of());
  }

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

  /** The network's logit grows with the side, so that probabilities are of every size. */
  private static ScreenerModel bySize() throws Exception {
    return new TinyNetwork(TinyNetwork.PATCH)
        .scalarWeights(1, 0, 0)
        .bias((float) -Math.log(40 / 32.0))
        .screener();
  }

  private List<SensitivityStudy.Row> study(ModelBundle model, Micrograph... micrographs)
      throws Exception {
    try (DefectAnalyzer analyzer = new DefectAnalyzer(model);
        SensitivityStudy study = new SensitivityStudy(model, DiameterKind.MAJOR_AXIS)) {
      for (int i = 0; i < micrographs.length; i++) {
        MicrographResult plain = analyzer.analyze("m" + i, micrographs[i], pool);
        study.add(micrographs[i], plain, pool);
      }
      return study.rows();
    }
  }

  private static SensitivityStudy.Row row(List<SensitivityStudy.Row> rows, Variation variation) {
    return rows.stream()
        .filter(r -> r.variation().equals(variation.word()))
        .findAny()
        .orElseThrow();
  }

  @Test
  void aHigherThresholdLeavesFewerDefectsAndALowerOneMore() throws Exception {
    List<SensitivityStudy.Row> rows =
        study(model(Optional.of(bySize())), micrograph(8, Optional.empty()));
    int plain = rows.get(0).defects();
    assertThat(row(rows, Variation.THRESHOLD_HIGHER).defects()).isLessThan(plain);
    assertThat(row(rows, Variation.THRESHOLD_LOWER).defects()).isGreaterThan(plain);
    assertThat(rows).hasSize(1 + Variation.values().length);
  }

  @Test
  void lengthsAreThoseOfTheOriginal() throws Exception {
    Calibration calibration = new Calibration(0.5, 0.5, "test");
    List<SensitivityStudy.Row> rows =
        study(model(Optional.empty()), micrograph(8, Optional.of(calibration)));
    for (SensitivityStudy.Row row : rows) {
      assertThat(row.meanDiameterNm().getAsDouble())
          .isEqualTo(row.meanDiameterPx().getAsDouble() * 0.5, within(1e-9));
      double areaM2 = 220 * 0.5e-9 * 160 * 0.5e-9;
      // a resampled frame has a whole number of pixels
      assertThat(row.numberDensityPerM2().getAsDouble())
          .isEqualTo(row.defects() / areaM2, within(0.01 * row.defects() / areaM2));
    }
  }

  @Test
  void aBareCascadeHasNoThreshold() throws Exception {
    List<SensitivityStudy.Row> rows =
        study(model(Optional.empty()), micrograph(8, Optional.empty()));
    assertThat(rows)
        .extracting(SensitivityStudy.Row::variation)
        .containsExactly("none", "gamma_higher", "gamma_lower", "enlarged", "reduced");
    assertThat(rows.get(0).meanDiameterNm()).isEmpty();
    assertThat(rows.get(0).numberDensityPerM2()).isEmpty();
  }

  @Test
  void severalMicrographsAreTakenTogether() throws Exception {
    ModelBundle model = model(Optional.empty());
    Micrograph one = micrograph(8, Optional.empty());
    Micrograph other = micrograph(9, Optional.empty());
    List<SensitivityStudy.Row> both = study(model, one, other);
    List<SensitivityStudy.Row> first = study(model, one);
    List<SensitivityStudy.Row> second = study(model, other);
    for (int i = 0; i < both.size(); i++) {
      assertThat(both.get(i).defects()).isEqualTo(first.get(i).defects() + second.get(i).defects());
    }
  }

  @Test
  void withoutDefectsThereIsNoMean() throws Exception {
    float[] flat = new float[100 * 100];
    Micrograph blank =
        new Micrograph(new GrayImage(100, 100, flat), 8, "test", Optional.empty(), List.of());
    LbpCascade none = SyntheticCascade.random(5, 24, 24, 3, 4);
    List<SensitivityStudy.Row> rows =
        study(
            new ModelBundle(
                "m",
                "",
                "loop",
                none,
                ScanSettings.defaults().withMinNeighbors(1000),
                MeasurementSettings.defaults(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            blank);
    assertThat(rows).allSatisfy(row -> assertThat(row.defects()).isZero());
    assertThat(rows).allSatisfy(row -> assertThat(row.meanDiameterPx()).isEmpty());
  }
}
