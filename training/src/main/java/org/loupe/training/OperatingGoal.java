package org.loupe.training;

/**
 * What the probability threshold of a model is chosen for, on micrographs that it has not learned
 * from, under the strict rule.
 *
 * @param kind what is asked
 * @param value the least precision or recall that is asked, in (0, 1]; not used for F1
 */
public record OperatingGoal(Kind kind, double value) {

  /** What may be asked. */
  public enum Kind {
    /** The highest harmonic mean of recall and precision. */
    F1,
    /** The highest recall at a precision. */
    PRECISION,
    /** The highest precision at a recall. */
    RECALL
  }

  public OperatingGoal {
    if (kind != Kind.F1 && !(value > 0 && value <= 1)) {
      throw new IllegalArgumentException("value must be above 0 to 1, was " + value);
    }
  }

  /** Returns the goal of the highest F1. */
  public static OperatingGoal f1() {
    return new OperatingGoal(Kind.F1, 0);
  }
}
