package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.loupe.defect.Defect;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Ellipse;
import org.loupe.micrograph.Calibration;
import org.loupe.statistics.ErrorBudget.Quantity;

class DefectStatisticsTest {

  private static final double ROUNDING = 1e-9;
  private static final StatisticsSettings PLAIN = StatisticsSettings.defaults();

  private static Defect disc(int id, double x, double y, double diameter) {
    return SyntheticField.defect(
        id, SyntheticField.measurement(new Ellipse(x, y, diameter, diameter, 0), Set.of()));
  }

  private static MicrographResult calibrated(MicrographResult result, double nm) {
    return new MicrographResult(
        result.image(),
        result.widthPx(),
        result.heightPx(),
        Optional.of(new Calibration(nm, nm, "test")),
        result.intensityMapping(),
        result.defects(),
        result.notes());
  }

  private static DefectStatistics nanometers(MicrographResult result, StatisticsSettings settings) {
    return DefectStatistics.inNanometers(result, settings).orElseThrow();
  }

  private static DefectStatistics set(StatisticsSettings settings, MicrographResult... results) {
    SetStatistics.Collector collector = SetStatistics.collector(settings);
    for (MicrographResult result : results) {
      collector.add(result);
    }
    return collector.finish().nanometers().orElseThrow();
  }

  private static MicrographResult field(long seed) {
    return SyntheticField.draw(
            new SplittableRandom(seed),
            new SyntheticField.Population(1e-4, 40, 1.4, Double.POSITIVE_INFINITY, 0),
            600)
        .result();
  }

  private static ErrorBudget budget(CorrectedStatistics statistics, Quantity quantity) {
    return statistics.budgets().stream()
        .filter(budget -> budget.quantity() == quantity)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void discsOfOneSizeHaveTheDensitiesOneComputesByHand() {
    MicrographResult result =
        calibrated(
            SyntheticField.result(
                200, List.of(disc(1, 50, 50, 38), disc(2, 100, 100, 38), disc(3, 150, 60, 38))),
            2);
    StatisticsSettings settings =
        PLAIN
            .withShape(DefectShape.SPHERE)
            .withThickness(new Thickness(100, 0))
            .withVisibility(Visibility.given(0.75));
    DefectStatistics statistics = nanometers(result, settings);
    assertThat(statistics.numberDensity().orElseThrow())
        .isEqualTo(3.0 / (400 * 400), within(1e-15));
    // hull of 38 with a pixel on each side: 200 x 200 / (160 x 160)
    double weight = 1.5625;
    CorrectedStatistics edges = statistics.edgeCorrected();
    assertThat(edges.weightedCount()).isEqualTo(3 * weight, within(ROUNDING));
    double density = 3 * weight / (400 * 400);
    assertThat(edges.numberDensity().orElseThrow()).isEqualTo(density, within(1e-15));
    VolumeStatistics volume = edges.volume().orElseThrow();
    assertThat(volume.simpleDensity()).isEqualTo(density / 100, within(1e-17));
    assertThat(volume.density()).isEqualTo(density / 176, within(1e-17));
    double fraction = density / 176 * Math.PI / 6 * 76 * 76 * 76;
    assertThat(volume.volumeFraction().orElseThrow()).isEqualTo(fraction, within(ROUNDING));
    assertThat(volume.swelling().orElseThrow())
        .isEqualTo(fraction / (1 - fraction), within(ROUNDING));
    assertThat(statistics.allVariants().orElseThrow().numberDensity().orElseThrow())
        .isEqualTo(density / 0.75, within(1e-15));
    assertThat(statistics.allVariants().orElseThrow().volumeDensity().orElseThrow())
        .isEqualTo(density / 176 / 0.75, within(1e-17));
  }

  @Test
  void aTiltedLoopReachesAlongTheBeamByTheRootOfTheDifferenceOfSquares() {
    Defect loop =
        SyntheticField.defect(
            1, SyntheticField.measurement(new Ellipse(100, 100, 50, 30, 0), Set.of()));
    DefectStatistics statistics =
        nanometers(
            SyntheticField.result(200, List.of(loop)),
            PLAIN.withThickness(new Thickness(100, 0.2)));
    double weight = statistics.edgeCorrected().weightedCount();
    // 50² - 30² = 40²
    assertThat(statistics.edgeCorrected().volume().orElseThrow().density())
        .isEqualTo(weight / (200 * 200 * 140.0), within(1e-15));
    assertThat(statistics.edgeCorrected().volume().orElseThrow().volumeFraction()).isEmpty();
  }

  @Test
  void theUnitOfLengthScalesEveryFigure() {
    MicrographResult result = field(1);
    DefectStatistics px = DefectStatistics.inPixels(result, PLAIN);
    DefectStatistics nm = nanometers(calibrated(result, 0.5), PLAIN);
    assertThat(nm.diameter().mean().orElseThrow())
        .isEqualTo(px.diameter().mean().orElseThrow() / 2, within(ROUNDING));
    assertThat(nm.edgeCorrected().numberDensity().orElseThrow())
        .isEqualTo(4 * px.edgeCorrected().numberDensity().orElseThrow(), within(ROUNDING));
    assertThat(nm.edgeCorrected().meanDiameterInterval().orElseThrow().upper())
        .isEqualTo(
            px.edgeCorrected().meanDiameterInterval().orElseThrow().upper() / 2, within(ROUNDING));
    assertThat(nm.logNormal().orElseThrow().geometricSd())
        .isEqualTo(px.logNormal().orElseThrow().geometricSd(), within(ROUNDING));
  }

  @Test
  void equivalentDiametersAreThoseOfTheArea() {
    DefectStatistics statistics =
        DefectStatistics.inPixels(
            SyntheticField.result(
                200,
                List.of(
                    SyntheticField.defect(
                        1,
                        SyntheticField.measurement(new Ellipse(100, 100, 50, 32, 0), Set.of())))),
            PLAIN.withDiameter(DiameterKind.EQUIVALENT));
    assertThat(statistics.diameter().mean().orElseThrow()).isEqualTo(40, within(ROUNDING));
  }

  @Test
  void theBudgetNamesWhatIsKnownAndItsSharesAddUpToOne() {
    DefectStatistics statistics =
        set(
            PLAIN
                .withThickness(new Thickness(100, 0.2))
                .withPixelSizeUncertainty(0.01)
                .withDetection(
                    new DetectionRates(
                        List.of(
                            new DetectionRates.SizeClass(0, 40, 200, 120),
                            new DetectionRates.SizeClass(40, 400, 200, 180)),
                        400,
                        300,
                        "test")),
            field(1),
            field(2),
            field(3));
    for (Quantity quantity : Quantity.values()) {
      ErrorBudget budget = budget(statistics.best(), quantity);
      double shares = 0;
      for (UncertaintySource source : UncertaintySource.values()) {
        boolean thickness = source == UncertaintySource.THICKNESS;
        boolean known = !thickness || quantity == Quantity.VOLUME_DENSITY;
        assertThat(budget.share(source).isPresent()).as(quantity + " " + source).isEqualTo(known);
        shares += budget.share(source).orElse(0);
      }
      assertThat(shares).isEqualTo(1, within(ROUNDING));
      assertThat(budget.interval().lower()).isLessThan(budget.value());
      assertThat(budget.interval().upper()).isGreaterThan(budget.value());
    }
    ErrorBudget density = budget(statistics.best(), Quantity.NUMBER_DENSITY);
    assertThat(density.relativeStandardUncertainty(UncertaintySource.CALIBRATION).orElseThrow())
        .isEqualTo(0.02, within(ROUNDING));
    ErrorBudget volume = budget(statistics.best(), Quantity.VOLUME_DENSITY);
    // less than 20 %, as a part of the slab is the loops' own extent
    assertThat(volume.relativeStandardUncertainty(UncertaintySource.THICKNESS).orElseThrow())
        .isBetween(0.12, 0.2);
  }

  @Test
  void uncertaintiesThatNobodyGaveAreUnknownAndNotZero() {
    ErrorBudget budget = budget(nanometers(field(4), PLAIN).best(), Quantity.NUMBER_DENSITY);
    assertThat(budget.share(UncertaintySource.CALIBRATION)).isEmpty();
    assertThat(budget.share(UncertaintySource.BETWEEN_IMAGES)).isEmpty();
    assertThat(budget.share(UncertaintySource.DETECTION)).isEmpty();
    assertThat(budget.share(UncertaintySource.COUNTING)).isPresent();
  }

  @Test
  void anExactDetectorChangesNothing() {
    DetectionRates exact =
        new DetectionRates(
            List.of(new DetectionRates.SizeClass(0, 1e6, 1_000_000_000, 1_000_000_000)),
            1_000_000_000,
            1_000_000_000,
            "test");
    DefectStatistics statistics = nanometers(field(5), PLAIN.withDetection(exact));
    CorrectedStatistics corrected = statistics.detectionCorrected().orElseThrow();
    assertThat(corrected.numberDensity().orElseThrow())
        .isEqualTo(statistics.edgeCorrected().numberDensity().orElseThrow(), within(1e-11));
    assertThat(corrected.diameter().mean().orElseThrow())
        .isEqualTo(statistics.edgeCorrected().diameter().mean().orElseThrow(), within(1e-6));
    assertThat(statistics.trustedSize()).hasValue(0);
  }

  @Test
  void widthsGrowWithTheThicknessUncertainty() {
    double narrow = volumeWidth(new Thickness(100, 0));
    double wide = volumeWidth(new Thickness(100, 0.2));
    assertThat(wide).isGreaterThan(1.2 * narrow);
  }

  private static double volumeWidth(Thickness thickness) {
    ConfidenceInterval interval =
        nanometers(field(6), PLAIN.withThickness(thickness))
            .best()
            .volume()
            .orElseThrow()
            .densityInterval();
    return Math.log(interval.upper() / interval.lower());
  }

  @Test
  void noDefectHasADensityOfZeroWithAnUpperLimitAndNoSizes() {
    StatisticsSettings settings =
        PLAIN.withShape(DefectShape.SPHERE).withThickness(new Thickness(100, 0.2));
    DefectStatistics statistics = nanometers(SyntheticField.result(100, List.of()), settings);
    assertThat(statistics.diameter().mean()).isEmpty();
    assertThat(statistics.meanDiameterInterval()).isEmpty();
    assertThat(statistics.histogram()).isEmpty();
    assertThat(statistics.logNormal()).isEmpty();
    assertThat(statistics.numberDensity()).hasValue(0);
    assertThat(statistics.edgeCorrected().numberDensity()).hasValue(0);
    ConfidenceInterval interval = statistics.edgeCorrected().numberDensityInterval().orElseThrow();
    assertThat(interval.lower()).isZero();
    assertThat(interval.upper()).isEqualTo(-Math.log(0.025) / 10_000, within(1e-9));
    VolumeStatistics volume = statistics.edgeCorrected().volume().orElseThrow();
    assertThat(volume.density()).isZero();
    assertThat(volume.densityInterval().upper()).isPositive().isFinite();
    assertThat(volume.volumeFraction()).hasValue(0);
    assertThat(volume.volumeFractionInterval()).isEmpty();
    assertThat(statistics.edgeCorrected().budgets()).isEmpty();
  }

  @Test
  void oneDefectHasADensityButNoIntervalOfItsSize() {
    DefectStatistics statistics =
        nanometers(SyntheticField.result(200, List.of(disc(1, 100, 100, 30))), PLAIN);
    assertThat(statistics.diameter().mean()).hasValue(30);
    assertThat(statistics.diameter().standardDeviation()).isEmpty();
    assertThat(statistics.edgeCorrected().meanDiameterInterval()).isEmpty();
    assertThat(statistics.edgeCorrected().numberDensityInterval()).isPresent();
    assertThat(statistics.edgeCorrected().budgets())
        .extracting(ErrorBudget::quantity)
        .containsExactly(Quantity.NUMBER_DENSITY);
  }

  @Test
  void whereAllTouchTheFrameTheCorrectedFiguresAreUndefined() {
    List<Defect> cut = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      cut.add(
          SyntheticField.defect(
              i + 1,
              SyntheticField.measurement(
                  new Ellipse(10, 20 * i + 20, 25, 20, 0), Set.of(MeasurementFlag.TOUCHES_EDGE))));
    }
    DefectStatistics statistics =
        nanometers(SyntheticField.result(150, cut), PLAIN.withThickness(new Thickness(100, 0.2)));
    assertThat(statistics.numberDensity()).isPresent();
    CorrectedStatistics edges = statistics.edgeCorrected();
    assertThat(edges.defects()).isZero();
    assertThat(edges.numberDensity()).isEmpty();
    assertThat(edges.numberDensityInterval()).isEmpty();
    assertThat(edges.diameter().mean()).isEmpty();
    assertThat(edges.volume()).isEmpty();
    assertThat(edges.budgets()).isEmpty();
  }

  @Test
  void withoutAreaThereIsNoDensity() {
    MicrographResult empty =
        new MicrographResult(
            "empty",
            0,
            100,
            Optional.of(new Calibration(1, 1, "test")),
            "as it is",
            List.of(),
            List.of());
    DefectStatistics statistics = nanometers(empty, PLAIN.withThickness(new Thickness(100, 0.2)));
    assertThat(statistics.numberDensity()).isEmpty();
    assertThat(statistics.numberDensityInterval()).isEmpty();
    assertThat(statistics.edgeCorrected().numberDensity()).isEmpty();
    assertThat(statistics.edgeCorrected().volume()).isEmpty();
    DefectStatistics with = set(PLAIN, empty, field(8), field(9));
    assertThat(with.numberDensityInterval())
        .isEqualTo(set(PLAIN, field(8), field(9)).numberDensityInterval());
  }

  @Test
  void thicknessWithoutCalibrationGivesNoVolumeDensity() {
    assertThat(
            DefectStatistics.inPixels(field(7), PLAIN.withThickness(new Thickness(100, 0.2)))
                .best()
                .volume())
        .isEmpty();
  }

  @Test
  void theOrderOfMicrographsDoesNotChangeDensities() {
    DefectStatistics forth = set(PLAIN, field(1), field(2), field(3));
    DefectStatistics back = set(PLAIN, field(3), field(2), field(1));
    assertThat(back.edgeCorrected().numberDensityInterval().orElseThrow().upper())
        .isEqualTo(
            forth.edgeCorrected().numberDensityInterval().orElseThrow().upper(), within(1e-15));
    assertThat(back.edgeCorrected().meanDiameterInterval().orElseThrow().upper())
        .isEqualTo(
            forth.edgeCorrected().meanDiameterInterval().orElseThrow().upper(), within(1e-9));
  }
}
