package org.loupe.trust;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a model knows of five training micrographs that never were. */
public final class SmallTrust {

  private SmallTrust() {}

  /**
   * Returns a basis in whose domain everything lies, or nothing but the five.
   *
   * @param limit of the distance
   */
  public static TrustBasis basis(double minProbability, double limit) {
    SplittableRandom random = new SplittableRandom(5);
    return basis(minProbability, limit, trait -> random.nextDouble());
  }

  /**
   * Returns a basis whose five have gray levels about those given.
   *
   * @param scatter how far about them, in each trait
   * @param limit of the distance
   */
  public static TrustBasis around(
      GrayTraits gray, double scatter, double minProbability, double limit) {
    SplittableRandom random = new SplittableRandom(6);
    Map<Trait, Double> center = gray.byName();
    return basis(
        minProbability,
        limit,
        trait -> center.getOrDefault(trait, 0.0) + scatter * random.nextDouble(-1, 1));
  }

  private static TrustBasis basis(
      double minProbability, double limit, ToDoubleFunction<Trait> values) {
    List<MicrographTraits> points =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    new MicrographTraits(
                        Arrays.stream(Trait.values()).mapToDouble(values).boxed().toList()))
            .toList();
    return new TrustBasis(
        minProbability,
        TrainingDomain.of(points, 2).withLimit(new double[] {limit}, 0.5),
        Optional.of(
            new F1Prediction(
                0.7,
                List.of(new F1Prediction.Term(DetectionTrait.PROMISED_F1, 0.72, 1)),
                0.05,
                0.08,
                5)));
  }
}
