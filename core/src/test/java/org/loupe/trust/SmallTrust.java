package org.loupe.trust;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
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
    List<MicrographTraits> points =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    new MicrographTraits(
                        DoubleStream.generate(random::nextDouble)
                            .limit(Trait.values().length)
                            .boxed()
                            .toList()))
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
