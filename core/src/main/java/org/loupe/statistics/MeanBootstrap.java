package org.loupe.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The interval of a mean size by the bootstrap.
 *
 * <p>The defects of one micrograph are not independent, so with several micrographs whole
 * micrographs are drawn with replacement and then defects within each (A. C. Davison and D. V.
 * Hinkley, <i>Bootstrap Methods and their Application</i>, 1997, section 3.8); with one, its
 * defects. The limits are percentiles of the replicates' means. Deterministic for a seed.
 *
 * @param replicates number of replicates; at least 100
 * @param seed start of the random numbers
 */
public record MeanBootstrap(int replicates, long seed) {

  public MeanBootstrap {
    if (replicates < 100) {
      throw new IllegalArgumentException("replicates must be at least 100, were " + replicates);
    }
  }

  /** Returns the bootstrap that the tables use: 2,000 replicates. */
  public static MeanBootstrap defaults() {
    return new MeanBootstrap(2000, 20180718);
  }

  /**
   * Returns the interval of the mean of all sizes; empty for fewer than two sizes.
   *
   * @param micrographs the sizes of each micrograph
   */
  public Optional<ConfidenceInterval> interval(List<double[]> micrographs) {
    double[][] groups =
        micrographs.stream().filter(sizes -> sizes.length > 0).toArray(double[][]::new);
    long count = Arrays.stream(groups).mapToLong(sizes -> sizes.length).sum();
    if (count < 2) {
      return Optional.empty();
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[replicates];
    for (int i = 0; i < replicates; i++) {
      means[i] = replicate(groups, random);
    }
    SizeStatistics sorted = SizeStatistics.of(means);
    double tail = (1 - ConfidenceInterval.LEVEL) / 2;
    return Optional.of(
        new ConfidenceInterval(
            sorted.quantile(tail).orElseThrow(),
            sorted.quantile(1 - tail).orElseThrow(),
            groups.length > 1 ? "bootstrap of images, then defects" : "bootstrap of defects"));
  }

  private static double replicate(double[][] groups, SplittableRandom random) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < groups.length; i++) {
      double[] group = groups.length == 1 ? groups[0] : groups[random.nextInt(groups.length)];
      for (int j = 0; j < group.length; j++) {
        sum += group[random.nextInt(group.length)];
      }
      count += group.length;
    }
    return sum / count;
  }
}
