package org.loupe.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.loupe.evaluate.MatchCounts;
import org.loupe.trust.DetectionTrait;
import org.loupe.trust.F1Prediction;
import org.loupe.trust.MicrographTraits;
import org.loupe.trust.Trait;
import org.loupe.trust.TrustBasis;

class TrustTrainerTest {

  private static final double MIN_PROBABILITY = 0.4;

  private interface Truth {
    double f1(Map<DetectionTrait, Double> traits, SplittableRandom random);
  }

  private static MicrographTraits traits(SplittableRandom random, double center) {
    return new MicrographTraits(
        Arrays.stream(Trait.values()).map(t -> center + random.nextGaussian()).toList());
  }

  /** Returns micrographs of ten series whose F1 follows a rule. */
  private static List<TrustExample> examples(int count, Truth truth) {
    SplittableRandom random = new SplittableRandom(3);
    List<TrustExample> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<DetectionTrait, Double> traits = new EnumMap<>(DetectionTrait.class);
      for (DetectionTrait trait : DetectionTrait.values()) {
        traits.put(trait, random.nextDouble());
      }
      int matched = (int) Math.round(1000 * truth.f1(traits, random));
      examples.add(
          new TrustExample(
              "series " + i % 10,
              traits(random, 0),
              traits,
              new MatchCounts(1000, matched, 1000, matched)));
    }
    return examples;
  }

  private static F1Prediction prediction(List<TrustExample> examples) {
    return TrustTrainer.train(examples, MIN_PROBABILITY).orElseThrow().f1().orElseThrow();
  }

  @Test
  void findsALinearRule() {
    F1Prediction found =
        prediction(
            examples(
                2000,
                (t, random) ->
                    0.3
                        + 0.4 * t.getOrDefault(DetectionTrait.COUNT, 0.0)
                        - 0.2 * t.getOrDefault(DetectionTrait.SD_PROBABILITY, 0.0)));
    for (F1Prediction.Term term : found.terms()) {
      double expected =
          term.trait() == DetectionTrait.COUNT
              ? 0.4
              : term.trait() == DetectionTrait.SD_PROBABILITY ? -0.2 : 0;
      // the ridge takes a two hundredth away; counts of 1000 round F1 to a thousandth
      assertThat(term.weight()).as(term.toString()).isCloseTo(expected, within(0.004));
    }
    assertThat(found.error()).isLessThan(0.002);
    assertThat(found.constantError()).isGreaterThan(0.08);
  }

  @Test
  void keepsThePromiseWhereItIsAllThereIs() {
    F1Prediction found =
        prediction(
            examples(
                60,
                (t, random) ->
                    Math.max(
                        0,
                        Math.min(
                            1,
                            t.getOrDefault(DetectionTrait.PROMISED_F1, 0.0)
                                - 0.1
                                + 0.1 * random.nextGaussian()))));
    F1Prediction.Term term = found.terms().get(0);
    assertThat(found.terms()).hasSize(1);
    assertThat(term.trait()).isEqualTo(DetectionTrait.PROMISED_F1);
    assertThat(term.weight()).isEqualTo(1);
    assertThat(found.error()).isLessThan(found.constantError() / 2);
  }

  @Test
  void keepsTheMeanWhereNothingTells() {
    F1Prediction found = prediction(examples(40, (t, random) -> 0.4 + 0.4 * random.nextDouble()));
    assertThat(found.terms()).isEmpty();
    assertThat(found.error()).isEqualTo(found.constantError());
  }

  @Test
  void limitsTheDomainByTheOtherSeries() {
    TrustBasis basis =
        TrustTrainer.train(examples(500, (t, random) -> 0.5), MIN_PROBABILITY).orElseThrow();
    assertThat(basis.minProbability()).isEqualTo(MIN_PROBABILITY);
    assertThat(basis.domain().exceeding()).isCloseTo(TrustTrainer.EXCEEDING, within(0.003));
    SplittableRandom random = new SplittableRandom(8);
    int outside = 0;
    for (int i = 0; i < 1000; i++) {
      outside += basis.domain().distance(traits(random, 0)) > 1 ? 1 : 0;
    }
    // 3 % of others from the same distribution, to three standard deviations and the limit's own
    assertThat(outside).isBetween(5, 60);
    for (int i = 0; i < 100; i++) {
      assertThat(basis.domain().distance(traits(random, 4))).isGreaterThan(1);
    }
  }

  @Test
  void learnsNothingFromTooLittle() {
    assertThat(TrustTrainer.train(examples(11, (t, r) -> 0.5), MIN_PROBABILITY)).isEmpty();
    List<TrustExample> oneSeries =
        examples(100, (t, r) -> 0.5).stream().filter(e -> e.series().endsWith("7")).toList();
    List<TrustExample> many = new ArrayList<>(oneSeries);
    many.addAll(oneSeries);
    assertThat(TrustTrainer.train(many, MIN_PROBABILITY)).isEmpty();
  }

  @Test
  void countsAMicrographWithoutMatchesAsZero() {
    assertThat(
            new TrustExample(
                    "s", traits(new SplittableRandom(1), 0), Map.of(), new MatchCounts(0, 0, 5, 0))
                .f1())
        .isZero();
  }
}
