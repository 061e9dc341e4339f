package org.loupe.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The interval of a mean size by the bootstrap.
 *
 * <p>The defects of one micrograph are not independent, so with several micrographs whole
 * micrographs are drawn with replacement and then defects within each (A. C. Davison and D. V.
 * Hinkley, <i>Bootstrap Methods and their Application</i>, 1997, section 3.8, doi
 * 10.1017/CBO9780511802843); with one, its defects. Drawing at both stages makes the replicates'
 * means vary more than the mean does, so their percentiles would be too wide, and with few images
 * too narrow. Hence each replicate's mean is divided by its own standard error, the linearized one
 * of a ratio of sums over micrographs, and the interval is symmetric in this ratio (studentized,
 * section 5.2 there; P. Hall, <i>On symmetric bootstrap confidence intervals</i>, Journal of the
 * Royal Statistical Society B 50, 35 (1988)). Sizes are positive and skewed, so it is formed for
 * the logarithm of the mean.
 *
 * <p>Fewer than {@value #FEWEST_MICROGRAPHS} micrographs, or {@value #FEWEST_SIZES} sizes, have too
 * few different replicates; then the ratio's quantile is Student's with one degree of freedom less
 * than there are micrographs, or sizes of one micrograph. Deterministic for a seed.
 *
 * @param replicates number of replicates; at least 100. Over {@value #MOST_DRAWS} / replicates
 *     sizes there are fewer, as many as keep the draws below that, but 200 at least
 * @param seed start of the random numbers
 */
public record MeanBootstrap(int replicates, long seed) {

  private static final int FEWEST_MICROGRAPHS = 5;
  private static final int FEWEST_SIZES = 10;
  private static final int MOST_DRAWS = 200_000_000;
  private static final int ENOUGH = 200;
  private static final int FEWEST_KEPT = 50;

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
   * A mean and the variance of it.
   *
   * @param mean of all sizes, weighted
   * @param variance of the mean, micrographs being independent; or sizes, if there is one
   */
  record Estimate(double mean, double variance) {}

  /**
   * Returns the interval of the mean of all sizes; empty for fewer than two sizes.
   *
   * @param micrographs the sizes of each micrograph, positive
   */
  public Optional<ConfidenceInterval> interval(List<double[]> micrographs) {
    return ofPositiveMean(micrographs.stream().map(WeightedSizes::unweighted).toList());
  }

  /** Returns the interval of the mean of sizes that are positive. */
  Optional<ConfidenceInterval> ofPositiveMean(List<WeightedSizes> micrographs) {
    List<WeightedSizes> groups = nonEmpty(micrographs);
    if (count(groups) < 2) {
      return Optional.empty();
    }
    Estimate estimate = estimate(groups);
    if (!(estimate.mean() > 0)) {
      throw new IllegalArgumentException("mean must be positive, was " + estimate.mean());
    }
    double relative = Math.sqrt(estimate.variance()) / estimate.mean();
    double reach =
        quantile(groups, estimate, (mean, error) -> Math.log(mean / estimate.mean()) / error * mean)
            * relative;
    return Optional.of(
        new ConfidenceInterval(
            estimate.mean() * Math.exp(-reach), estimate.mean() * Math.exp(reach), method(groups)));
  }

  /** Returns the interval of the mean of values of any sign. */
  Optional<ConfidenceInterval> ofMean(List<WeightedSizes> micrographs) {
    List<WeightedSizes> groups = nonEmpty(micrographs);
    if (count(groups) < 2) {
      return Optional.empty();
    }
    Estimate estimate = estimate(groups);
    double reach =
        quantile(groups, estimate, (mean, error) -> (mean - estimate.mean()) / error)
            * Math.sqrt(estimate.variance());
    return Optional.of(
        new ConfidenceInterval(estimate.mean() - reach, estimate.mean() + reach, method(groups)));
  }

  private static List<WeightedSizes> nonEmpty(List<WeightedSizes> micrographs) {
    return micrographs.stream()
        .map(WeightedSizes::positive)
        .filter(m -> m.sizes().length > 0)
        .toList();
  }

  private static long count(List<WeightedSizes> groups) {
    return groups.stream().mapToLong(group -> group.sizes().length).sum();
  }

  private static boolean isBootstrapped(List<WeightedSizes> groups) {
    return count(groups) >= FEWEST_SIZES
        && (groups.size() == 1 || groups.size() >= FEWEST_MICROGRAPHS);
  }

  private static String method(List<WeightedSizes> groups) {
    String what = groups.size() > 1 ? "images, then defects" : "defects";
    return isBootstrapped(groups)
        ? "studentized bootstrap of " + what
        : "Student's t over " + (groups.size() > 1 ? "images" : "defects") + ", too few to draw";
  }

  /**
   * Returns mean and variance; the variance is that between micrographs, or between sizes if only
   * one micrograph has any. Two sizes at least.
   */
  static Estimate estimate(List<WeightedSizes> micrographs) {
    List<WeightedSizes> groups = nonEmpty(micrographs);
    SizeStatistics pooled = WeightedSizes.pooled(groups);
    double mean = pooled.mean().orElseThrow();
    if (groups.size() == 1) {
      double error = pooled.standardError().orElseThrow();
      return new Estimate(mean, error * error);
    }
    double squares = 0;
    for (WeightedSizes group : groups) {
      double residual = 0;
      for (int i = 0; i < group.sizes().length; i++) {
        residual += group.weights()[i] * (group.sizes()[i] - mean);
      }
      squares += residual * residual;
    }
    double m = groups.size();
    return new Estimate(
        mean, m / (m - 1) * squares / (pooled.totalWeight() * pooled.totalWeight()));
  }

  /** The studentized distance of a replicate's mean from the sample's. */
  private interface Ratio {
    double of(double mean, double standardError);
  }

  /** Returns what the absolute ratio stays below with 95 % probability. */
  private double quantile(List<WeightedSizes> groups, Estimate estimate, Ratio ratio) {
    double freedom = (groups.size() == 1 ? count(groups) : groups.size()) - 1;
    double student =
        TDistribution.of(freedom).inverseCumulativeProbability(1 - ConfidenceInterval.TAIL);
    if (!isBootstrapped(groups)) {
      return student;
    }
    double[] ratios =
        groups.size() == 1
            ? ofOne(groups.get(0), estimate.mean(), ratio)
            : ofSeveral(groups, estimate.mean(), ratio);
    // a replicate that drew equal sizes only has no spread and says nothing
    return ratios.length < FEWEST_KEPT
        ? student
        : SizeStatistics.of(ratios).quantile(ConfidenceInterval.LEVEL).orElseThrow();
  }

  /** Returns how many replicates of so many sizes are drawn. */
  private int replicates(long sizes) {
    return (int) Math.min(replicates, Math.max(ENOUGH, MOST_DRAWS / sizes));
  }

  private double[] ofOne(WeightedSizes group, double center, Ratio ratio) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = centered(group, center);
    double[] w = group.weights();
    int n = x.length;
    double[] ratios = new double[replicates(n)];
    int kept = 0;
    for (int r = 0; r < ratios.length; r++) {
      double sumW = 0;
      double sumWx = 0;
      double sumW2 = 0;
      double sumW2x = 0;
      double sumW2x2 = 0;
      for (int i = 0; i < n; i++) {
        int drawn = random.nextInt(n);
        double weight = w[drawn];
        double wx = weight * x[drawn];
        sumW += weight;
        sumWx += wx;
        sumW2 += weight * weight;
        sumW2x += weight * wx;
        sumW2x2 += wx * wx;
      }
      double shift = sumWx / sumW;
      double squares = sumW2x2 - 2 * shift * sumW2x + shift * shift * sumW2;
      double variance = n / (n - 1.0) * squares / (sumW * sumW);
      if (squares > 1e-18 * sumW2x2) {
        ratios[kept++] = Math.abs(ratio.of(center + shift, Math.sqrt(variance)));
      }
    }
    return Arrays.copyOf(ratios, kept);
  }

  private double[] ofSeveral(List<WeightedSizes> groups, double center, Ratio ratio) {
    SplittableRandom random = new SplittableRandom(seed);
    int m = groups.size();
    double[][] x = groups.stream().map(group -> centered(group, center)).toArray(double[][]::new);
    double[][] w = groups.stream().map(WeightedSizes::weights).toArray(double[][]::new);
    double[] sumW = new double[m];
    double[] sumWx = new double[m];
    double[] ratios = new double[replicates(count(groups))];
    int kept = 0;
    for (int r = 0; r < ratios.length; r++) {
      double totalW = 0;
      double totalWx = 0;
      for (int i = 0; i < m; i++) {
        int group = random.nextInt(m);
        draw(x[group], w[group], random, i, sumW, sumWx);
        totalW += sumW[i];
        totalWx += sumWx[i];
      }
      double shift = totalWx / totalW;
      double squares = 0;
      double scale = 0;
      for (int i = 0; i < m; i++) {
        double residual = sumWx[i] - shift * sumW[i];
        squares += residual * residual;
        scale += sumWx[i] * sumWx[i];
      }
      double variance = m / (m - 1.0) * squares / (totalW * totalW);
      if (squares > 1e-18 * scale) {
        ratios[kept++] = Math.abs(ratio.of(center + shift, Math.sqrt(variance)));
      }
    }
    return Arrays.copyOf(ratios, kept);
  }

  /** Draws as many sizes as there are and puts the sums of weights and products at {@code at}. */
  private static void draw(
      double[] x, double[] w, SplittableRandom random, int at, double[] sumW, double[] sumWx) {
    double weights = 0;
    double products = 0;
    for (int j = 0; j < x.length; j++) {
      int drawn = random.nextInt(x.length);
      weights += w[drawn];
      products += w[drawn] * x[drawn];
    }
    sumW[at] = weights;
    sumWx[at] = products;
  }

  /** Sizes less their mean, so that sums of squares lose no digits. */
  private static double[] centered(WeightedSizes group, double center) {
    return Arrays.stream(group.sizes()).map(size -> size - center).toArray();
  }
}
