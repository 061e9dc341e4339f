package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.loupe.geometry.Box;
import org.loupe.statistics.ConfidenceInterval;

class RuleFiguresTest {

  private static final EvaluationSettings SETTINGS = EvaluationSettings.defaults();

  static Mark at(double x, double y, double side) {
    return Mark.ofBox(new Box(x - side / 2, y - side / 2, side, side));
  }

  static MarkedMicrograph micrograph(String name, List<Mark> annotations, List<Mark> detections) {
    return new MarkedMicrograph(
        name, 1000, 1000, OptionalDouble.empty(), annotations, detections, detections);
  }

  private static RuleFigures figures(MatchingRule rule, MarkedMicrograph... micrographs) {
    return RuleFigures.of(
        rule, List.of(micrographs), SETTINGS.sizeLimitsPx(), SETTINGS.bootstrap());
  }

  @Test
  void pooledFiguresCountDefectsAndMeansCountImages() {
    RuleFigures figures =
        figures(
            SETTINGS.strict(),
            micrograph(
                "a",
                List.of(at(100, 100, 20), at(200, 100, 20), at(300, 100, 20), at(400, 100, 20)),
                List.of(at(100, 100, 20))),
            micrograph("b", List.of(at(100, 100, 20)), List.of(at(100, 100, 20), at(500, 1, 9))),
            micrograph("empty", List.of(), List.of()));
    assertThat(figures.pooled()).isEqualTo(new MatchCounts(5, 2, 3, 2));
    // 1/4 and 1, the image without labels left out; 1 and 1/2
    assertThat(figures.meanRecall()).hasValue(0.625);
    assertThat(figures.meanPrecision()).hasValue(0.75);
    // 0.4 and 2/3
    assertThat(figures.meanF1().orElseThrow()).isEqualTo((0.4 + 2.0 / 3) / 2, within(1e-15));
    assertThat(figures.images())
        .extracting(RuleFigures.Image::name)
        .containsExactly("a", "b", "empty");
    assertThat(figures.images().get(2).recall()).isEmpty();
    assertThat(figures.images().get(2).precision()).isEmpty();
    assertThat(figures.images().get(0).recall().orElseThrow().method()).isEqualTo("Wilson");
    assertThat(figures.recall().orElseThrow().method()).contains("bootstrap of images");
  }

  @Test
  void oneImageHasWilsonsIntervalAndNoneOfF1() {
    RuleFigures figures =
        figures(
            SETTINGS.paper(),
            micrograph("a", List.of(at(50, 50, 9), at(90, 90, 9)), List.of(at(52, 49, 30))));
    assertThat(figures.recall()).isEqualTo(WilsonInterval.of(1, 2));
    assertThat(figures.precision()).isEqualTo(WilsonInterval.of(1, 1));
    assertThat(figures.f1()).isEmpty();
  }

  /** All images are alike, so whichever are drawn, the figures are the same. */
  @Test
  void imagesThatAreAlikeLeaveNoUncertainty() {
    MarkedMicrograph one =
        micrograph("a", List.of(at(50, 50, 9), at(150, 90, 9)), List.of(at(50, 50, 9)));
    RuleFigures figures = figures(SETTINGS.strict(), one, one, one);
    ConfidenceInterval recall = figures.recall().orElseThrow();
    assertThat(recall.lower()).isEqualTo(0.5);
    assertThat(recall.upper()).isEqualTo(0.5);
    assertThat(figures.f1().orElseThrow().lower()).isEqualTo(figures.pooled().f1());
  }

  @Test
  void sizeClassesAreOfTheMarksOwnSize() {
    RuleFigures figures =
        figures(
            SETTINGS.paper(),
            micrograph(
                "a",
                List.of(at(100, 100, 15.9), at(200, 100, 16), at(300, 100, 500)),
                List.of(at(100, 100, 40), at(300, 100, 50), at(700, 700, 40))));
    assertThat(figures.sizes())
        .extracting(RuleFigures.SizeClass::fromPx)
        .containsExactly(0.0, 16.0, 32.0, 48.0, 96.0);
    assertThat(figures.sizes())
        .extracting(RuleFigures.SizeClass::counts)
        .containsExactly(
            new MatchCounts(1, 1, 0, 0),
            new MatchCounts(1, 0, 0, 0),
            new MatchCounts(0, 0, 2, 1),
            new MatchCounts(0, 0, 1, 1),
            new MatchCounts(1, 1, 0, 0));
    assertThat(figures.sizes().get(4).toPx()).isInfinite();
  }

  @Test
  void withoutScoresThereIsNoCurve() {
    assertThat(
            figures(
                    SETTINGS.paper(),
                    micrograph("a", List.of(at(9, 9, 9)), List.of(at(9, 9, 9).withScore(1))),
                    micrograph("b", List.of(at(9, 9, 9)), List.of(at(9, 9, 9))))
                .curve())
        .isEmpty();
  }

  /**
   * Drawn by hand: right 0.9, wrong 0.8, right 0.7, of three annotations. Precision 1 up to recall
   * 1/3 (recalls 0 to 0.33: 34 of 101), 2/3 up to 2/3 (0.34 to 0.66: 33 of 101), then 0.
   */
  @Test
  void averagePrecisionIsTheAreaUnderTheSteps() {
    RuleFigures figures =
        figures(
            SETTINGS.strict(),
            micrograph(
                "a",
                List.of(at(100, 100, 20), at(200, 100, 20), at(300, 100, 20)),
                List.of(
                    at(100, 100, 20).withScore(0.9),
                    at(600, 600, 20).withScore(0.8),
                    at(200, 100, 20).withScore(0.7))));
    PrecisionRecallCurve curve = figures.curve().orElseThrow();
    assertThat(curve.averagePrecision().orElseThrow())
        .isEqualTo((34 + 33 * 2.0 / 3) / 101, within(1e-15));
    assertThat(curve.points())
        .extracting(PrecisionRecallCurve.Point::minScore)
        .containsExactly(0.9, 0.8, 0.7);
    assertThat(curve.best().orElseThrow().minScore()).isEqualTo(0.7);
  }

  @Test
  void detectionsOfOneScoreEnterTogether() {
    List<Mark> annotations = List.of(at(100, 100, 20), at(200, 100, 20));
    List<Mark> detections =
        List.of(
            at(100, 100, 20).withScore(0.5),
            at(600, 600, 20).withScore(0.5),
            at(200, 100, 20).withScore(0.5));
    PrecisionRecallCurve curve =
        figures(SETTINGS.strict(), micrograph("a", annotations, detections)).curve().orElseThrow();
    assertThat(curve.points())
        .containsExactly(new PrecisionRecallCurve.Point(0.5, new MatchCounts(2, 2, 3, 2)));
    assertThat(curve.averagePrecision().orElseThrow()).isEqualTo(2.0 / 3, within(1e-15));
  }

  @Test
  void averagePrecisionIsUndefinedWithoutAnnotationsAndZeroWithoutDetections() {
    assertThat(
            figures(
                    SETTINGS.strict(),
                    micrograph("a", List.of(), List.of(at(9, 9, 9).withScore(1))))
                .curve()
                .orElseThrow()
                .averagePrecision())
        .isEmpty();
    assertThat(
            figures(SETTINGS.strict(), micrograph("a", List.of(at(9, 9, 9)), List.of()))
                .curve()
                .orElseThrow()
                .averagePrecision())
        .hasValue(0);
  }

  @Test
  void classesOfWrongOrderAreErrors() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new EvaluationSettings(
                    SETTINGS.paper(),
                    SETTINGS.strict(),
                    List.of(0.0, 20.0, 20.0),
                    SETTINGS.bootstrap()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new EvaluationSettings(
                    SETTINGS.paper(), SETTINGS.strict(), List.of(5.0), SETTINGS.bootstrap()));
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    List<Integer> images = List.of(1, 5, 2, 9, 4);
    ImageBootstrap bootstrap = new ImageBootstrap(500, 3);
    ConfidenceInterval interval =
        bootstrap
            .interval(images, d -> d.stream().mapToInt(Integer::intValue).average().orElse(0))
            .orElseThrow();
    assertThat(
            bootstrap.interval(
                images, d -> d.stream().mapToInt(Integer::intValue).average().orElse(0)))
        .contains(interval);
    assertThat(interval.lower()).isBetween(1.0, 4.2);
    assertThat(interval.upper()).isBetween(4.2, 9.0);
    // a figure that is undefined half of the time has no interval
    assertThat(bootstrap.interval(images, d -> Double.NaN)).isEmpty();
    assertThat(bootstrap.interval(List.of(1), d -> 1)).isEmpty();
  }
}
