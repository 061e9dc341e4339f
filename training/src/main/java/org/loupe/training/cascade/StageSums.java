package org.loupe.training.cascade;

import java.util.List;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.Stage;
import org.loupe.cascade.Stump;

/** Evaluates stages on single windows, as the detector decides. */
final class StageSums {

  private StageSums() {}

  /**
   * Returns the sum of stumps for a window.
   *
   * @param features that the stumps number
   * @param sums integral of the window
   * @param stride of {@code sums}
   */
  static double of(List<Stump> stumps, List<LbpFeature> features, int[] sums, int stride) {
    double sum = 0;
    for (Stump stump : stumps) {
      sum += stump.leaf(WindowIntegral.code(sums, features.get(stump.feature()), stride));
    }
    return sum;
  }

  /** Returns whether a window passes a stage. */
  static boolean passes(Stage stage, List<LbpFeature> features, int[] sums, int stride) {
    return of(stage.stumps(), features, sums, stride) >= stage.passingSum();
  }
}
