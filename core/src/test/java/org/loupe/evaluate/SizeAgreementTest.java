package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.loupe.evaluate.SizeAgreement.Diameter;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;

class SizeAgreementTest {

  private static final EvaluationSettings SETTINGS = EvaluationSettings.defaults();

  private static Mark loop(double x, double major, double minor, double orientation) {
    return Mark.ofEllipse(new Ellipse(x, 100, major, minor, orientation));
  }

  private static MarkedMicrograph micrograph(
      String name, OptionalDouble pixelSize, List<Mark> annotations, List<Mark> detections) {
    return new MarkedMicrograph(name, 1000, 500, pixelSize, annotations, detections, detections);
  }

  private static final MarkedMicrograph CALIBRATED =
      micrograph(
          "a",
          OptionalDouble.of(0.5),
          List.of(loop(100, 40, 30, 0), loop(200, 60, 50, 1), loop(300, 20, 20, 0)),
          List.of(loop(100, 42, 31, 0), loop(201, 58, 50, 1)));

  @Test
  void numberMeanAndSpreadAreOfAllDefectsOfEachSide() {
    SizeAgreement agreement = Evaluation.of(List.of(CALIBRATED), SETTINGS).pixels();
    assertThat(agreement.diameter()).isEqualTo(Diameter.MAJOR_AXIS);
    assertThat(agreement.labels().count()).isEqualTo(3);
    assertThat(agreement.labels().mean()).hasValue(40);
    assertThat(agreement.labels().standardDeviation()).hasValue(20);
    assertThat(agreement.results().mean()).hasValue(50);
    assertThat(agreement.numberError().orElseThrow()).isEqualTo(-1.0 / 3, within(1e-15));
    assertThat(agreement.meanError().orElseThrow()).isEqualTo(0.25, within(1e-15));
    BlandAltman pairs = agreement.pairs().orElseThrow();
    assertThat(pairs.pairs())
        .containsExactly(new BlandAltman.Pair(40, 42), new BlandAltman.Pair(60, 58));
    assertThat(pairs.bias()).isZero();
  }

  @Test
  void nanometresScaleLengthsAndLeaveErrorsAlone() {
    MarkedMicrograph uncalibrated =
        micrograph("b", OptionalDouble.empty(), List.of(loop(9, 99, 9, 0)), List.of());
    Evaluation evaluation = Evaluation.of(List.of(CALIBRATED, uncalibrated), SETTINGS);
    SizeAgreement nanometers = evaluation.nanometers().orElseThrow();
    assertThat(nanometers.images()).extracting(SizeAgreement.Image::name).containsExactly("a");
    assertThat(nanometers.labels().mean()).hasValue(20);
    assertThat(nanometers.meanError().orElseThrow()).isEqualTo(0.25, within(1e-15));
    assertThat(nanometers.images().get(0).area()).isEqualTo(125_000);
    assertThat(evaluation.pixels().images()).hasSize(2);
    assertThat(Evaluation.of(List.of(uncalibrated), SETTINGS).nanometers()).isEmpty();
  }

  @Test
  void whereLabelsAreBoxesSidesOfBoxesAreCompared() {
    Ellipse measured = new Ellipse(100, 100, 50, 30, Math.PI / 4);
    Mark detection = Mark.ofEllipse(measured);
    Mark other =
        new Mark(
            new Box(0, 0, 77, 11),
            detection.ellipse(),
            detection.defectClass(),
            OptionalDouble.of(1));
    SizeAgreement agreement =
        Evaluation.of(
                List.of(
                    micrograph(
                        "a",
                        OptionalDouble.empty(),
                        List.of(Mark.ofBox(new Box(80, 70, 40, 60))),
                        List.of(other))),
                SETTINGS)
            .pixels();
    assertThat(agreement.diameter()).isEqualTo(Diameter.BOX_SIDE);
    assertThat(agreement.labels().mean()).hasValue(60);
    // of the ellipse, not of the detection's box: √((50² + 30²) / 2)
    assertThat(agreement.results().mean().orElseThrow()).isEqualTo(Math.sqrt(1700), within(1e-12));
  }

  @Test
  void withoutDefectsWhatIsUndefinedIsEmpty() {
    SizeAgreement agreement =
        Evaluation.of(
                List.of(micrograph("a", OptionalDouble.of(1), List.of(), List.of())), SETTINGS)
            .pixels();
    assertThat(agreement.numberError()).isEmpty();
    assertThat(agreement.meanError()).isEmpty();
    assertThat(agreement.distributions()).isEmpty();
    assertThat(agreement.pairs()).isEmpty();
    assertThat(agreement.labels().mean()).isEmpty();
    assertThat(agreement.images().get(0).numberError()).isEmpty();
  }

  /** Differences 1, 2, 3: bias 2, sd 1, t with 2 degrees of freedom 4.3027. */
  @Test
  void limitsOfAgreementAreTwoStandardDeviationsFromTheBias() {
    BlandAltman agreement =
        BlandAltman.of(
                List.of(
                    new BlandAltman.Pair(10, 11),
                    new BlandAltman.Pair(20, 22),
                    new BlandAltman.Pair(30, 33)))
            .orElseThrow();
    assertThat(agreement.bias()).isEqualTo(2);
    assertThat(agreement.sd()).isEqualTo(1);
    assertThat(agreement.lowerLimit()).isEqualTo(2 - 1.959964, within(1e-6));
    assertThat(agreement.upperLimit()).isEqualTo(2 + 1.959964, within(1e-6));
    assertThat(agreement.biasInterval().upper())
        .isEqualTo(2 + 4.302653 / Math.sqrt(3), within(1e-6));
    assertThat(agreement.upperLimitInterval().upper())
        .isEqualTo(agreement.upperLimit() + 4.302653, within(1e-6));
    assertThat(BlandAltman.of(agreement.pairs().subList(0, 1))).isEmpty();
  }

  @Test
  void samplesThatAreTheSameHaveNoDistanceAndSamplesApartTheLargest() {
    double[] some = {3, 1, 2};
    assertThat(KolmogorovSmirnov.of(some, some)).isEqualTo(new KolmogorovSmirnov(0, 1));
    KolmogorovSmirnov apart = KolmogorovSmirnov.of(some, new double[] {11, 12, 13});
    assertThat(apart.statistic()).isEqualTo(1);
    // two of the 20 orders of three and three values
    assertThat(apart.pValue()).isEqualTo(0.1, within(1e-12));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KolmogorovSmirnov.of(some, new double[0]));
  }

  /** Just beyond the size for which paths are counted, the formula must go on where they end. */
  @Test
  void theAsymptoticValueContinuesTheExactOne() {
    SplittableRandom random = new SplittableRandom(5);
    double[] x = random.doubles(1000).toArray();
    double[] y = random.doubles(1001).map(v -> v * 1.05).toArray();
    KolmogorovSmirnov exact = KolmogorovSmirnov.of(x, Arrays.copyOf(y, 1000));
    KolmogorovSmirnov asymptotic = KolmogorovSmirnov.of(x, y);
    assertThat(exact.pValue()).isBetween(0.001, 0.9);
    // one value more changes both a little, the formula's own error is about 1 / √n
    assertThat(asymptotic.pValue()).isEqualTo(exact.pValue(), within(0.02));
  }
}
