package org.loupe.model;

/**
 * How well detections match annotations under one rule.
 *
 * @param recall share of the annotations that were found, in [0, 1]
 * @param precision share of the detections that are right, in [0, 1]
 * @param f1 harmonic mean of the two, in [0, 1]
 */
public record MatchFigures(double recall, double precision, double f1) {

  public MatchFigures {
    Rates.check("recall", recall);
    Rates.check("precision", precision);
    Rates.check("f1", f1);
  }

  /** Returns the figures with their harmonic mean; a rate that is undefined (NaN) counts as 0. */
  public static MatchFigures of(double recall, double precision) {
    double r = Double.isNaN(recall) ? 0 : recall;
    double p = Double.isNaN(precision) ? 0 : precision;
    return new MatchFigures(r, p, r + p == 0 ? 0 : 2 * r * p / (r + p));
  }
}
