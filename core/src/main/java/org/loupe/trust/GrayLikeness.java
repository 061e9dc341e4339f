package org.loupe.trust;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of several training sets a micrograph may belong to, by its gray levels.
 *
 * <p>A set's own distance ({@link TrainingDomain}) is in units of how much the set scatters, so a
 * set of very different micrographs claims nearly everything. Here all sets are measured with one
 * ruler: each trait's difference over the geometric mean of the sets' spreads, root mean square, to
 * the neighbor that counts in the set. Those that are hardly farther than the nearest are likely.
 *
 * <p>Immutable and thread-safe.
 */
public final class GrayLikeness {

  /**
   * How many times the distance of the nearest set a likely one may have: of the default model's
   * sets 301 of 304 micrographs, left out one by one, have their own kind among the likely ones
   * with it ({@code docs/decisions/071-one-model-or-two.md}).
   */
  private static final double HARDLY_FARTHER = 1.2;

  private final List<Optional<TrainingDomain>> sets;
  private final Map<Trait, Double> ruler;

  /**
   * Makes the ruler of some sets.
   *
   * @param sets what is known of each; empty where nothing is
   */
  public GrayLikeness(List<Optional<TrustBasis>> sets) {
    this.sets = sets.stream().map(set -> set.map(TrustBasis::domain)).toList();
    this.ruler = TrainingDomain.meanGraySpreads(this.sets.stream().flatMap(Optional::stream));
  }

  /** Returns for each set whether the micrograph may belong to it; never to an unknown one. */
  public List<Boolean> likely(GrayTraits gray) {
    double[] distances =
        sets.stream()
            .mapToDouble(
                set ->
                    set.map(domain -> domain.grayDistance(gray, ruler))
                        .orElse(Double.POSITIVE_INFINITY))
            .toArray();
    double nearest = Arrays.stream(distances).min().orElse(Double.POSITIVE_INFINITY);
    return Arrays.stream(distances)
        .mapToObj(distance -> Double.isFinite(distance) && distance <= HARDLY_FARTHER * nearest)
        .toList();
  }
}
