package org.loupe.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * The sizes of one micrograph, each with the number of defects that it stands for.
 *
 * @param sizes in any one unit; not copied
 * @param weights as many as sizes, not negative; not copied
 */
record WeightedSizes(double[] sizes, double[] weights) {

  WeightedSizes {
    if (sizes.length != weights.length) {
      throw new IllegalArgumentException(
          "needs a weight for each size, were " + weights.length + " for " + sizes.length);
    }
  }

  /** Returns sizes of weight 1. */
  static WeightedSizes unweighted(double[] sizes) {
    double[] ones = new double[sizes.length];
    Arrays.fill(ones, 1);
    return new WeightedSizes(sizes, ones);
  }

  /** Returns these sizes without those of weight 0. */
  WeightedSizes positive() {
    int count = (int) Arrays.stream(weights).filter(w -> w > 0).count();
    if (count == weights.length) {
      return this;
    }
    double[] keptSizes = new double[count];
    double[] keptWeights = new double[count];
    int kept = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        keptSizes[kept] = sizes[i];
        keptWeights[kept++] = weights[i];
      }
    }
    return new WeightedSizes(keptSizes, keptWeights);
  }

  /** Returns the statistics of all micrographs as one sample. */
  static SizeStatistics pooled(List<WeightedSizes> micrographs) {
    return SizeStatistics.of(
        micrographs.stream().flatMapToDouble(m -> Arrays.stream(m.sizes())).toArray(),
        micrographs.stream().flatMapToDouble(m -> Arrays.stream(m.weights())).toArray());
  }
}
