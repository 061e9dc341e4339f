package org.loupe.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where the training micrographs lie among all that a microscope can show.
 *
 * <p>A micrograph's distance is that to its nearest training micrographs: each trait's difference
 * over the trait's spread in the training set, root mean square over the traits, to the neighbor of
 * rank {@code neighbors} (S. Ramaswamy, R. Rastogi, K. Shim, Efficient algorithms for mining
 * outliers from large data sets, SIGMOD Record 29, 427-438 (2000), doi 10.1145/335191.335437). A
 * training set is a handful of series that differ among themselves: between two of its heaps lies
 * what was never seen, which an ellipsoid around all would call usual.
 *
 * <p>It is given in units of {@code limit}, that few micrographs of unseen series exceed. Immutable
 * and thread-safe.
 *
 * @param traits how each trait is spread over the training micrographs, in the order of {@link
 *     Trait}
 * @param points the training micrographs' traits
 * @param neighbors rank of the neighbor that counts, from 1
 * @param limit distance beyond which a micrograph is unlike the training micrographs; positive
 * @param exceeding share of the training micrographs beyond the limit, when compared with those of
 *     other folds; in [0, 1]
 */
public record TrainingDomain(
    List<TraitSpread> traits,
    List<MicrographTraits> points,
    int neighbors,
    double limit,
    double exceeding) {

  /** Share of the middle that the spread is taken from; the rest may be strays. */
  private static final double MIDDLE = 0.9;

  /** Standard deviations that the middle of a normal distribution spans. */
  private static final double MIDDLE_SPAN = 3.29;

  /**
   * How a trait is spread over the training micrographs.
   *
   * @param trait the trait
   * @param spread a robust standard deviation; positive
   * @param least smallest value
   * @param greatest largest value
   */
  public record TraitSpread(Trait trait, double spread, double least, double greatest) {

    public TraitSpread {
      if (!(spread > 0) || !(least <= greatest)) {
        throw new IllegalArgumentException(
            "spread must be positive and the range ascending, were "
                + spread
                + ", "
                + least
                + " and "
                + greatest);
      }
    }
  }

  public TrainingDomain {
    traits = List.copyOf(traits);
    points = List.copyOf(points);
    if (!traits.stream().map(TraitSpread::trait).toList().equals(List.of(Trait.values()))) {
      throw new IllegalArgumentException("traits must be all in their order, were " + traits);
    }
    if (neighbors < 1 || neighbors > points.size()) {
      throw new IllegalArgumentException(
          "neighbors must be 1 to " + points.size() + ", the number of points, was " + neighbors);
    }
    if (!(limit > 0) || Double.isInfinite(limit)) {
      throw new IllegalArgumentException("limit must be positive, was " + limit);
    }
    if (!(exceeding >= 0 && exceeding <= 1)) {
      throw new IllegalArgumentException("exceeding must be 0 to 1, was " + exceeding);
    }
  }

  /**
   * Returns the domain of micrographs, with a limit of 1.
   *
   * @param neighbors rank of the neighbor that counts, at most the number of micrographs
   */
  public static TrainingDomain of(List<MicrographTraits> points, int neighbors) {
    List<TraitSpread> spreads = new ArrayList<>();
    for (Trait trait : Trait.values()) {
      double[] values = points.stream().mapToDouble(p -> p.value(trait)).sorted().toArray();
      double middle = quantile(values, (1 + MIDDLE) / 2) - quantile(values, (1 - MIDDLE) / 2);
      spreads.add(
          new TraitSpread(
              trait,
              Math.max(trait.leastSpread(), middle / MIDDLE_SPAN),
              values[0],
              values[values.length - 1]));
    }
    return new TrainingDomain(spreads, points, neighbors, 1, 0);
  }

  /** Returns the quantile of ascending values, interpolated. */
  static double quantile(double[] values, double share) {
    double at = share * (values.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, values.length - 1);
    return values[below] + (at - below) * (values[above] - values[below]);
  }

  /**
   * Returns this domain with the limit that a share of distances exceeds.
   *
   * @param distances of micrographs to those of other folds, each with a limit of 1
   * @param share that may exceed the limit
   */
  public TrainingDomain withLimit(double[] distances, double share) {
    double[] sorted = distances.clone();
    Arrays.sort(sorted);
    double chosen = Math.max(quantile(sorted, 1 - share), Double.MIN_NORMAL);
    long beyond = Arrays.stream(sorted).filter(distance -> distance > chosen).count();
    return new TrainingDomain(traits, points, neighbors, chosen, (double) beyond / sorted.length);
  }

  /** Returns how far a micrograph lies from the training micrographs, in units of the limit. */
  public double distance(MicrographTraits micrograph) {
    return distance(micrograph.byName());
  }

  /** Returns a distance that no micrograph with these gray levels lies below. */
  double leastDistance(GrayTraits gray) {
    return distance(gray.byName());
  }

  private double distance(Map<Trait, Double> known) {
    return toNeighbor(point -> distance(known, point)) / limit;
  }

  /** Returns the distance to the neighbor that counts. */
  private double toNeighbor(ToDoubleFunction<MicrographTraits> distance) {
    return points.stream().mapToDouble(distance).sorted().toArray()[neighbors - 1];
  }

  /** Returns the distance by gray levels alone, each trait over the spread that is given for it. */
  double grayDistance(GrayTraits gray, Map<Trait, Double> spreads) {
    Map<Trait, Double> known = gray.byName();
    return toNeighbor(
        point -> {
          double squares = 0;
          for (Map.Entry<Trait, Double> spread : spreads.entrySet()) {
            Trait trait = spread.getKey();
            double difference = Objects.requireNonNull(known.get(trait)) - point.value(trait);
            squares += difference * difference / (spread.getValue() * spread.getValue());
          }
          return Math.sqrt(squares / spreads.size());
        });
  }

  /** Returns the geometric means of some domains' spreads of the traits that gray levels tell. */
  static Map<Trait, Double> meanGraySpreads(Stream<TrainingDomain> domains) {
    Map<Trait, List<Double>> spreads =
        domains
            .flatMap(domain -> domain.traits().stream())
            .filter(spread -> GrayTraits.NAMES.contains(spread.trait()))
            .collect(
                Collectors.groupingBy(
                    TraitSpread::trait,
                    () -> new EnumMap<>(Trait.class),
                    Collectors.mapping(TraitSpread::spread, Collectors.toList())));
    Map<Trait, Double> means = new EnumMap<>(Trait.class);
    spreads.forEach(
        (trait, all) ->
            means.put(trait, Math.exp(all.stream().mapToDouble(Math::log).sum() / all.size())));
    return means;
  }

  private List<MicrographTraits> nearest(MicrographTraits micrograph) {
    Map<Trait, Double> known = micrograph.byName();
    return points.stream()
        .sorted(Comparator.comparingDouble(point -> distance(known, point)))
        .limit(neighbors)
        .toList();
  }

  /** Returns the distance by some of the traits: as if the others did not differ. */
  private double distance(Map<Trait, Double> known, MicrographTraits point) {
    double squares = 0;
    for (TraitSpread spread : traits) {
      Double value = known.get(spread.trait());
      if (value != null) {
        double difference = (value - point.value(spread.trait())) / spread.spread();
        squares += difference * difference;
      }
    }
    return Math.sqrt(squares / traits.size());
  }

  private static double difference(MicrographTraits a, MicrographTraits b, TraitSpread spread) {
    return (a.value(spread.trait()) - b.value(spread.trait())) / spread.spread();
  }

  /**
   * Returns what sets a micrograph apart most from the training micrographs nearest to it, such as
   * "contrast lower than in any training micrograph".
   */
  public String strangest(MicrographTraits micrograph) {
    List<MicrographTraits> nearest = nearest(micrograph);
    double[] apart =
        traits.stream()
            .mapToDouble(
                spread ->
                    nearest.stream()
                        .mapToDouble(point -> difference(micrograph, point, spread))
                        .average()
                        .orElse(0))
            .toArray();
    int most =
        IntStream.range(0, apart.length)
            .boxed()
            .max(Comparator.comparingDouble(i -> Math.abs(apart[i])))
            .orElseThrow();
    TraitSpread spread = traits.get(most);
    double value = micrograph.value(spread.trait());
    return spread.trait().description()
        + (apart[most] < 0 ? " lower" : " higher")
        + (value < spread.least() || value > spread.greatest()
            ? " than in any training micrograph"
            : " than in the training micrographs that are otherwise most like it");
  }
}
