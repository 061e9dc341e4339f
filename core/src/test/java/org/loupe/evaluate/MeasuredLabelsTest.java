package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.loupe.evaluate.BlandAltman.Pair;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.evaluate.MeasuredLabels.Extent;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;
import org.loupe.measure.DefectMeasurer;
import org.loupe.measure.MeasurementSettings;

class MeasuredLabelsTest {

  private static final DefectMeasurer MEASURER = new DefectMeasurer(MeasurementSettings.defaults());
  private static final List<Ellipse> RINGS =
      List.of(
          new Ellipse(40, 40, 24, 20, 0.4),
          new Ellipse(110, 45, 36, 28, 1.2),
          new Ellipse(60, 120, 48, 36, 2.1),
          new Ellipse(130, 125, 30, 30, 0));

  /** Circles and ellipses of a Gaussian rim, drawn by the first-order distance. */
  private static GrayImage image() {
    Random random = new Random(6);
    float[] samples = new float[180 * 180];
    for (int y = 0; y < 180; y++) {
      for (int x = 0; x < 180; x++) {
        double value = 150 + 4 * random.nextGaussian();
        for (Ellipse e : RINGS) {
          double dx = x + 0.5 - e.centerX();
          double dy = y + 0.5 - e.centerY();
          double cos = Math.cos(e.orientation());
          double sin = Math.sin(e.orientation());
          double u = 2 * (dx * cos - dy * sin) / e.majorAxisLength();
          double v = 2 * (dx * sin + dy * cos) / e.minorAxisLength();
          double d = (Math.hypot(u, v) - 1) * e.minorAxisLength() / 2;
          value -= 50 * Math.exp(-d * d / 4);
        }
        samples[y * 180 + x] = (float) value;
      }
    }
    return new GrayImage(180, 180, samples);
  }

  private static List<Mark> labels(double factor) {
    return RINGS.stream()
        .map(
            e ->
                Mark.ofEllipse(
                    new Ellipse(
                        e.centerX(),
                        e.centerY(),
                        factor * e.majorAxisLength(),
                        factor * e.minorAxisLength(),
                        e.orientation())))
        .toList();
  }

  @Test
  void labelsOnTheRimAreFoundAndLabelsATenthLargerAreSaidToBe() {
    MeasuredLabels right =
        new MeasuredLabels(
            List.of(
                MeasuredLabels.measure(
                    "a", image(), labels(1), Extent.SHAPE, MEASURER, LabelBoxes.defaults())));
    assertThat(right.pooled().labels().count()).isEqualTo(4);
    // half a pixel of 35: what noise of 8 % of the depth leaves
    assertThat(right.pooled().meanError().getAsDouble()).isCloseTo(0, within(0.015));
    assertThat(right.pooled().failures()).isZero();
    assertThat(right.pooled().medianTurnDegrees().getAsDouble()).isLessThan(4);
    MeasuredLabels large =
        new MeasuredLabels(
            List.of(
                MeasuredLabels.measure(
                    "a", image(), labels(1.1), Extent.SHAPE, MEASURER, LabelBoxes.defaults())));
    assertThat(large.pooled().meanError().getAsDouble()).isCloseTo(1 / 1.1 - 1, within(0.02));
    assertThat(large.pooled().meanMinorError().getAsDouble()).isCloseTo(1 / 1.1 - 1, within(0.02));
    BlandAltman.Trend trend = large.pooled().agreement().orElseThrow().trend().orElseThrow();
    // results of 1/1.1 of the labels: difference over mean is (1 - 1.1) / ((1 + 1.1) / 2)
    assertThat(trend.slope()).isCloseTo(-0.1 / 1.05, within(0.03));
  }

  @Test
  void boxesThatAnotherPersonDrewAreMatchedAndTheRestIsCounted() {
    Box drawn = labels(1.2).get(1).box();
    MeasuredLabels.Image image =
        MeasuredLabels.measureIn(
            "a",
            image(),
            List.of(labels(1).get(0), labels(1).get(1), Mark.ofBox(new Box(5, 5, 9, 9))),
            Extent.SHAPE,
            MEASURER,
            List.of(Mark.ofBox(drawn)),
            new MatchingRule.Strict(0.3, Outline.BOX));
    assertThat(image.measured()).extracting(MeasuredLabels.Measured::box).containsExactly(drawn);
    assertThat(image.unmatched()).isEqualTo(1);
    assertThat(image.unshaped()).isEqualTo(1);
  }

  @Test
  void tightBoxesAreComparedByTheirLongerSidesAndThoseAtTheFrameAreCounted() {
    List<Mark> boxes =
        Stream.concat(labels(1.1).stream().map(Mark::box), Stream.of(new Box(0.5, 90, 20, 20)))
            .map(Mark::ofBox)
            .toList();
    MeasuredLabels.Image image =
        MeasuredLabels.measure(
            "a", image(), boxes, Extent.TIGHT_BOX, MEASURER, LabelBoxes.defaults());
    assertThat(image.cut()).isEqualTo(1);
    assertThat(image.unshaped()).isZero();
    MeasuredLabels.Figures figures = MeasuredLabels.figures(image);
    assertThat(figures.labels().count()).isEqualTo(4);
    double longer =
        RINGS.stream()
            .map(Ellipse::boundingBox)
            .mapToDouble(box -> 1.1 * Math.max(box.width(), box.height()))
            .average()
            .orElseThrow();
    assertThat(figures.labels().mean().getAsDouble()).isCloseTo(longer, within(1e-9));
    assertThat(figures.meanError().getAsDouble()).isCloseTo(1 / 1.1 - 1, within(0.02));
    assertThat(figures.meanMinorError().getAsDouble()).isCloseTo(1 / 1.1 - 1, within(0.02));
    assertThat(figures.medianTurnDegrees()).isEmpty();
  }

  @Test
  void jitterIsTheSameEveryTimeAndStaysWithinItsShare() {
    LabelBoxes boxes = new LabelBoxes(0, 0.1, 9);
    MeasuredLabels.Image once =
        MeasuredLabels.measure("a", image(), labels(1), Extent.SHAPE, MEASURER, boxes);
    assertThat(MeasuredLabels.measure("a", image(), labels(1), Extent.SHAPE, MEASURER, boxes))
        .isEqualTo(once);
    for (MeasuredLabels.Measured measured : once.measured()) {
      Box tight = measured.label().boundingBox();
      assertThat(measured.box()).isNotEqualTo(tight);
      assertThat(Math.abs(measured.box().x() - tight.x())).isLessThan(0.1 * tight.width());
      assertThat(Math.abs(measured.box().right() - tight.right())).isLessThan(0.1 * tight.width());
    }
    assertThatThrownBy(() -> new LabelBoxes(0, 0.5, 1)).hasMessageContaining("0.5");
  }

  @Test
  void theTrendIsTheSlopeOfTheLeastSquaresLine() {
    List<Pair> pairs =
        List.of(new Pair(10, 10), new Pair(20, 22), new Pair(30, 34), new Pair(40, 46));
    BlandAltman.Trend trend = BlandAltman.of(pairs).orElseThrow().trend().orElseThrow();
    // differences 0, 2, 4, 6 over means 10, 21, 32, 43
    assertThat(trend.slope()).isCloseTo(2.0 / 11, within(1e-12));
    assertThat(trend.interval().lower()).isCloseTo(2.0 / 11, within(1e-6));
    assertThat(BlandAltman.of(pairs.subList(0, 2)).orElseThrow().trend()).isEmpty();
    assertThat(
            BlandAltman.of(List.of(new Pair(9, 9), new Pair(9, 9), new Pair(9, 9)))
                .orElseThrow()
                .trend())
        .isEmpty();
  }

  @Test
  void withoutLabelsEverythingIsUndefined() {
    MeasuredLabels.Figures none =
        new MeasuredLabels(List.of(new MeasuredLabels.Image("a", List.of(), 3, 0, 0))).pooled();
    assertThat(none.meanError()).isEmpty();
    assertThat(none.sdError()).isEmpty();
    assertThat(none.medianTurnDegrees()).isEmpty();
    assertThat(none.agreement()).isEmpty();
  }
}
