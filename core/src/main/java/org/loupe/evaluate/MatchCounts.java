package org.loupe.evaluate;

import java.util.Locale;

/**
 * How many annotations and detections a matching rule matched; add them up for pooled figures.
 *
 * @param annotations of people
 * @param matchedAnnotations of these
 * @param detections of the machine
 * @param matchedDetections of these
 */
public record MatchCounts(
    int annotations, int matchedAnnotations, int detections, int matchedDetections) {

  public static final MatchCounts NONE = new MatchCounts(0, 0, 0, 0);

  public MatchCounts {
    if (matchedAnnotations < 0
        || matchedDetections < 0
        || matchedAnnotations > annotations
        || matchedDetections > detections) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "matched must be 0 to all, were %d of %d annotations and %d of %d detections",
              matchedAnnotations,
              annotations,
              matchedDetections,
              detections));
    }
  }

  public MatchCounts plus(MatchCounts other) {
    return new MatchCounts(
        annotations + other.annotations,
        matchedAnnotations + other.matchedAnnotations,
        detections + other.detections,
        matchedDetections + other.matchedDetections);
  }

  /** Returns the share of the annotations that were matched; NaN without annotations. */
  public double recall() {
    return (double) matchedAnnotations / annotations;
  }

  /** Returns the share of the detections that were matched; NaN without detections. */
  public double precision() {
    return (double) matchedDetections / detections;
  }

  /** Returns the harmonic mean of recall and precision; NaN where either is undefined. */
  public double f1() {
    double sum = recall() + precision();
    return sum == 0 ? 0 : 2 * recall() * precision() / sum;
  }
}
