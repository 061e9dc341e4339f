package org.loupe.training.cascade;

import java.util.List;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.Stage;
import org.loupe.cascade.Stump;

/** Evaluates stages on single windows, as the detector decides. */
final class StageSums {

  private StageSums() {}

  /**
   * Returns a stage's sum for a window.
   *
   * @param features that the stage's stumps number
   * @param sums integral of the window
   * @param stride of {@code sums}
   */
  static double of(Stage stage, List<LbpFeature> features, int[] sums, int stride) {
    double sum = 0;
    for (Stump stump : stage.stumps()) {
      sum += stump.leaf(WindowIntegral.code(sums, features.get(stump.feature()), stride));
    }
    return sum;
  }

  /** Returns whether a window passes a stage. */
  static boolean passes(Stage stage, List<LbpFeature> features, int[] sums, int stride) {
    return of(stage, features, sums, stride) >= stage.passingSum();
  }
}
