package org.loupe.cascade;

import java.util.List;

/**
 * One step of a cascade: a window passes if the sum of its leaves reaches the threshold.
 *
 * @param threshold finite; OpenCV lowers it by 1e-5 when it compares, and so do we
 * @param stumps at least one
 */
public record Stage(float threshold, List<Stump> stumps) {

  private static final float THRESHOLD_SLACK = 1e-5f;

  public Stage {
    if (!Float.isFinite(threshold)) {
      throw new IllegalArgumentException("stage threshold must be finite, was " + threshold);
    }
    stumps = List.copyOf(stumps);
    if (stumps.isEmpty()) {
      throw new IllegalArgumentException("a stage needs at least one stump, was empty");
    }
  }

  /** Returns the smallest sum that passes. */
  public float passingSum() {
    return threshold - THRESHOLD_SLACK;
  }
}
