package org.loupe.statistics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the uncertainty of a figure is made of.
 *
 * <p>Relative variances of independent sources add up (JCGM 100:2008, <i>Evaluation of measurement
 * data: Guide to the expression of uncertainty in measurement</i>, section 5.1, for products of
 * powers). A source that nobody knows is absent, which is not the same as none.
 *
 * @param quantity the figure
 * @param value its value, in the unit of the statistics
 * @param interval its interval with all known sources
 * @param relativeVariances variance over squared value by source; those that are known
 */
public record ErrorBudget(
    Quantity quantity,
    double value,
    ConfidenceInterval interval,
    Map<UncertaintySource, Double> relativeVariances) {

  /** A figure that has a budget. */
  public enum Quantity {
    MEAN_DIAMETER,
    NUMBER_DENSITY,
    VOLUME_DENSITY;

    /** Returns the name as it stands in the tables. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ErrorBudget {
    EnumMap<UncertaintySource, Double> ordered = new EnumMap<>(UncertaintySource.class);
    ordered.putAll(relativeVariances);
    for (double variance : ordered.values()) {
      if (!(variance >= 0 && variance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "variances must be finite and not negative, one was " + variance);
      }
    }
    relativeVariances = Collections.unmodifiableMap(ordered);
  }

  /** Returns the combined standard uncertainty over the value. */
  public double relativeStandardUncertainty() {
    return Math.sqrt(total());
  }

  /** Returns the standard uncertainty from one source over the value; empty if unknown. */
  public OptionalDouble relativeStandardUncertainty(UncertaintySource source) {
    return Optional.ofNullable(relativeVariances.get(source))
        .map(variance -> OptionalDouble.of(Math.sqrt(variance)))
        .orElseGet(OptionalDouble::empty);
  }

  /** Returns a source's share of the variance, 0 to 1; empty if unknown or nothing varies. */
  public OptionalDouble share(UncertaintySource source) {
    double total = total();
    return total > 0
        ? Optional.ofNullable(relativeVariances.get(source))
            .map(variance -> OptionalDouble.of(variance / total))
            .orElseGet(OptionalDouble::empty)
        : OptionalDouble.empty();
  }

  private double total() {
    return relativeVariances.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
