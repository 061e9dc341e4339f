package org.loupe.model;

/**
 * Recall of the annotations of one size class, at the operating point.
 *
 * @param fromPx least length of the longer side of an annotation's box, in pixels
 * @param toPx length that it stays below, in pixels
 * @param annotations in the class
 * @param center20Px recall by the publication's rule, in [0, 1]
 * @param iou50 recall by the strict rule, in [0, 1]
 */
public record SizeClassRecall(
    double fromPx, double toPx, int annotations, double center20Px, double iou50) {

  public SizeClassRecall {
    if (!(fromPx >= 0 && fromPx < toPx && toPx < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a size class must satisfy 0 <= fromPx < toPx, was " + fromPx + " to " + toPx);
    }
    if (annotations < 1) {
      throw new IllegalArgumentException("a size class needs annotations, had " + annotations);
    }
    Rates.check("center20Px", center20Px);
    Rates.check("iou50", iou50);
  }
}
