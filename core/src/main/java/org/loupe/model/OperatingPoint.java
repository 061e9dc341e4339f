package org.loupe.model;

/**
 * One point of a precision-recall curve.
 *
 * @param minProbability least screening probability of a detection, in [0, 1]
 * @param center20Px figures by the publication's rule: box centers within 20 pixels
 * @param iou50 figures by the strict rule: one to one, intersection over union at least 0.5
 */
public record OperatingPoint(double minProbability, MatchFigures center20Px, MatchFigures iou50) {

  public OperatingPoint {
    Rates.check("minProbability", minProbability);
  }
}
