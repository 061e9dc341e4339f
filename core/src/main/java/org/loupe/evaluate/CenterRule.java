package org.loupe.evaluate;

import java.util.List;
import org.loupe.geometry.Box;

/**
 * The publication's matching rule: the centers of two boxes lie within a tolerance in x and in y.
 *
 * <p>Many to many and not scaled by the defect: two detections of one annotation are both right,
 * one detection may match two annotations. Kind to the machine in dense images; name it wherever
 * its figures are shown.
 *
 * <p>Source: W. Li, K. G. Field, D. Morgan, Automated defect analysis in electron microscopic
 * images, npj Computational Materials 4, 36 (2018), doi 10.1038/s41524-018-0093-8, and the code
 * that its authors published.
 */
public final class CenterRule {

  /** The publication's tolerance, in pixels. */
  public static final double TOLERANCE_PX = 20;

  private CenterRule() {}

  /** Counts the matches of one micrograph with the publication's tolerance. */
  public static MatchCounts match(List<Box> annotations, List<Box> detections) {
    int found = 0;
    for (Box annotation : annotations) {
      if (near(annotation, detections)) {
        found++;
      }
    }
    int right = 0;
    for (Box detection : detections) {
      if (near(detection, annotations)) {
        right++;
      }
    }
    return new MatchCounts(annotations.size(), found, detections.size(), right);
  }

  private static boolean near(Box box, List<Box> others) {
    for (Box other : others) {
      if (distancePx(box, other) <= TOLERANCE_PX) {
        return true;
      }
    }
    return false;
  }

  /** Returns the larger of the distances of two centers in x and in y, in pixels. */
  static double distancePx(Box one, Box other) {
    return Math.max(
        Math.abs(one.centerX() - other.centerX()), Math.abs(one.centerY() - other.centerY()));
  }
}
