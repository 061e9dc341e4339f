package org.loupe.statistics;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How many of the defects a detector finds, by size, and how many of what it finds are defects, as
 * a validation against people's labels has shown.
 *
 * <p>Each rate is the mean of its Beta posterior after Jeffreys' prior, (k + 1/2) / (n + 1), and so
 * never 0; its variance is the posterior's (L. D. Brown, T. T. Cai and A. DasGupta, <i>Interval
 * estimation for a binomial proportion</i>, Statistical Science 16, 101 (2001), doi
 * 10.1214/ss/1009213286). Limits: the images of a validation differ, and nothing here knows by how
 * much; precision is taken to be the same at every size.
 *
 * @param classes by ascending size, without gaps; one at least
 * @param detections what the validation's detector found
 * @param right how many of them were defects, in [0, detections]
 * @param source which validation, in words
 */
public record DetectionRates(List<SizeClass> classes, long detections, long right, String source) {

  /** Recall below which what was not seen outweighs what was. */
  private static final double TRUSTED_RECALL = 0.5;

  /**
   * The defects of one range of size.
   *
   * @param fromPx least length of the longer side of the box, in pixels
   * @param toPx length that it stays below, in pixels
   * @param annotations defects that people labeled
   * @param found how many of them the detector found, in [0, annotations]
   */
  public record SizeClass(double fromPx, double toPx, long annotations, long found) {

    public SizeClass {
      if (!(fromPx >= 0 && fromPx < toPx)) {
        throw new IllegalArgumentException(
            "a size class must satisfy 0 <= fromPx < toPx, was " + fromPx + " to " + toPx);
      }
      checkCounts(found, annotations);
    }

    /** Returns the mean of the recall's posterior, in (0, 1). */
    public double recall() {
      return posteriorMean(found, annotations);
    }

    double recallRelativeVariance() {
      return posteriorRelativeVariance(found, annotations);
    }

    /**
     * Returns the lower 95 % limit of the recall by E. B. Wilson, <i>Probable inference, the law of
     * succession, and statistical inference</i>, Journal of the American Statistical Association
     * 22, 209 (1927), doi 10.1080/01621459.1927.10502953.
     */
    double recallLowerLimit() {
      if (annotations == 0) {
        return 0;
      }
      double z2 = ConfidenceInterval.Z * ConfidenceInterval.Z;
      double rate = (double) found / annotations;
      double center = rate + z2 / (2 * annotations);
      double spread =
          ConfidenceInterval.Z
              * Math.sqrt((rate * (1 - rate) + z2 / (4 * annotations)) / annotations);
      return (center - spread) / (1 + z2 / annotations);
    }
  }

  public DetectionRates {
    classes = List.copyOf(classes);
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("needs one size class at least");
    }
    for (int i = 1; i < classes.size(); i++) {
      if (classes.get(i).fromPx() != classes.get(i - 1).toPx()) {
        throw new IllegalArgumentException(
            "size classes must follow each other, were to "
                + classes.get(i - 1).toPx()
                + " and from "
                + classes.get(i).fromPx());
      }
    }
    checkCounts(right, detections);
  }

  /** Returns the share of the detections that are defects, in (0, 1). */
  public double precision() {
    return posteriorMean(right, detections);
  }

  double precisionRelativeVariance() {
    return posteriorRelativeVariance(right, detections);
  }

  /** Returns the index of the class of a box; sizes beyond the classes count to the nearest. */
  int classOf(double longerSidePx) {
    for (int i = 0; i < classes.size() - 1; i++) {
      if (longerSidePx < classes.get(i).toPx()) {
        return i;
      }
    }
    return classes.size() - 1;
  }

  /** Returns how many defects a detection of the class stands for: precision over recall. */
  double weight(int sizeClass) {
    return precision() / classes.get(sizeClass).recall();
  }

  /**
   * Returns the size of the box from which on recall is, with 97.5 % confidence, above one half in
   * every class: below it most of what is there was inferred and not seen. Empty if the largest
   * class fails.
   */
  public OptionalDouble trustedSizePx() {
    OptionalDouble size = OptionalDouble.empty();
    for (int i = classes.size() - 1; i >= 0; i--) {
      if (classes.get(i).recallLowerLimit() < TRUSTED_RECALL) {
        break;
      }
      size = OptionalDouble.of(classes.get(i).fromPx());
    }
    return size;
  }

  private static double posteriorMean(long k, long n) {
    return (k + 0.5) / (n + 1);
  }

  /** Returns variance over squared mean of Beta(k + 1/2, n - k + 1/2). */
  private static double posteriorRelativeVariance(long k, long n) {
    return (n - k + 0.5) / ((k + 0.5) * (n + 2));
  }

  private static void checkCounts(long part, long whole) {
    if (!(part >= 0 && part <= whole)) {
      throw new IllegalArgumentException(
          "counts must satisfy 0 <= part <= whole, were " + part + " and " + whole);
    }
  }
}
