package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.geometry.Box;
import org.loupe.statistics.ConfidenceInterval;

/** Beside pycocotools and SciPy: {@code src/test/reference/evaluation.py} printed their numbers. */
class EvaluationReferenceTest {

  private static JsonNode reference = new ObjectMapper().createObjectNode();

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = EvaluationReferenceTest.class.getResourceAsStream("reference.json")) {
      reference = new ObjectMapper().readTree(Objects.requireNonNull(in));
    }
  }

  private static List<MarkedMicrograph> micrographs() {
    List<MarkedMicrograph> micrographs = new ArrayList<>();
    for (int image = 1; image <= 8; image++) {
      List<Mark> detections = marks("detections", image);
      micrographs.add(
          new MarkedMicrograph(
              "image " + image,
              512,
              512,
              OptionalDouble.empty(),
              marks("annotations", image),
              detections,
              detections));
    }
    return micrographs;
  }

  private static List<Mark> marks(String kind, int image) {
    List<Mark> marks = new ArrayList<>();
    for (JsonNode node : reference.path(kind)) {
      if (node.path("image_id").asInt() == image) {
        JsonNode box = node.path("bbox");
        Mark mark =
            Mark.ofBox(
                new Box(
                    box.path(0).asDouble(),
                    box.path(1).asDouble(),
                    box.path(2).asDouble(),
                    box.path(3).asDouble()));
        marks.add(node.has("score") ? mark.withScore(node.path("score").asDouble()) : mark);
      }
    }
    return marks;
  }

  @Test
  void averagePrecisionAndRecallAreThoseOfPycocotools() {
    assertThat(reference.path("coco")).hasSize(3);
    for (JsonNode expected : reference.path("coco")) {
      MatchingRule rule = new MatchingRule.Strict(expected.path("iou").asDouble(), Outline.BOX);
      PrecisionRecallCurve curve = PrecisionRecallCurve.of(rule, micrographs()).orElseThrow();
      double precision = expected.path("average_precision").asDouble();
      assertThat(precision).isBetween(0.03, 0.9); // a case in which something can go wrong
      // a mean of 101 quotients
      assertThat(curve.averagePrecision().orElseThrow()).isEqualTo(precision, within(1e-12));
      MatchCounts last = curve.points().get(curve.points().size() - 1).counts();
      assertThat(last.recall()).isEqualTo(expected.path("recall").asDouble(), within(1e-15));
    }
  }

  /** The ranking's whole curve, threshold by threshold, is what matching each part gives. */
  @Test
  void aPointOfTheCurveIsTheMatchingOfTheDetectionsAboveItsThreshold() {
    for (MatchingRule rule : EvaluationSettings.defaults().rules()) {
      PrecisionRecallCurve curve = PrecisionRecallCurve.of(rule, micrographs()).orElseThrow();
      assertThat(curve.points()).hasSizeGreaterThan(50);
      for (PrecisionRecallCurve.Point point : curve.points()) {
        MatchCounts counts = MatchCounts.NONE;
        for (MarkedMicrograph m : micrographs()) {
          List<Mark> above =
              m.detections().stream()
                  .filter(d -> d.score().orElseThrow() >= point.minScore())
                  .toList();
          counts = counts.plus(rule.match(m.annotations(), above).counts());
        }
        assertThat(point.counts()).isEqualTo(counts);
      }
    }
  }

  @Test
  void kolmogorovSmirnovIsThatOfSciPy() {
    assertThat(reference.path("kolmogorov_smirnov")).hasSize(3);
    for (JsonNode expected : reference.path("kolmogorov_smirnov")) {
      KolmogorovSmirnov test =
          KolmogorovSmirnov.of(numbers(expected.path("x")), numbers(expected.path("y")));
      assertThat(test.statistic()).isEqualTo(expected.path("statistic").asDouble(), within(1e-12));
      // sums of hundreds of shares
      assertThat(test.pValue()).isEqualTo(expected.path("p").asDouble(), within(1e-10));
    }
  }

  @Test
  void wilsonIntervalsAreThoseOfSciPy() {
    assertThat(reference.path("wilson")).hasSize(5);
    for (JsonNode expected : reference.path("wilson")) {
      ConfidenceInterval interval =
          WilsonInterval.of(expected.path("some").asInt(), expected.path("all").asInt())
              .orElseThrow();
      assertThat(interval.lower()).isEqualTo(expected.path("low").asDouble(), within(1e-12));
      assertThat(interval.upper()).isEqualTo(expected.path("high").asDouble(), within(1e-12));
    }
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
