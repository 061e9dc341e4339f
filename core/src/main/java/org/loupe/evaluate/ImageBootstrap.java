package org.loupe.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.SizeStatistics;

/**
 * Intervals of pooled figures by drawing whole images with replacement.
 *
 * <p>The defects of one image share its contrast, its specimen and the mood of who labeled it, so
 * the image is what is drawn (B. Efron and R. J. Tibshirani, <i>An Introduction to the
 * Bootstrap</i>, 1993, sections 8.3 and 13.3). The limits are percentiles of the replicates.
 * Deterministic for a seed. With few images, ten say, the intervals come out too narrow.
 *
 * @param replicates number of replicates; at least 100
 * @param seed start of the random numbers
 */
public record ImageBootstrap(int replicates, long seed) {

  private static final String METHOD = "bootstrap of images, percentiles";

  public ImageBootstrap {
    if (replicates < 100) {
      throw new IllegalArgumentException("replicates must be at least 100, were " + replicates);
    }
  }

  /** Returns the bootstrap of the reports: 2,000 replicates. */
  public static ImageBootstrap defaults() {
    return new ImageBootstrap(2000, 20180718);
  }

  /**
   * Returns the interval of a figure; empty for fewer than two images, or if the figure is
   * undefined for half of the replicates or more.
   *
   * @param images what is drawn from
   * @param figure of a list of images; NaN where it is undefined
   */
  public <T> Optional<ConfidenceInterval> interval(
      List<T> images, ToDoubleFunction<List<T>> figure) {
    if (images.size() < 2) {
      return Optional.empty();
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] figures = new double[replicates];
    List<T> drawn = new java.util.ArrayList<>(images);
    for (int i = 0; i < replicates; i++) {
      for (int j = 0; j < images.size(); j++) {
        drawn.set(j, images.get(random.nextInt(images.size())));
      }
      figures[i] = figure.applyAsDouble(drawn);
    }
    double[] defined = Arrays.stream(figures).filter(Double::isFinite).toArray();
    if (2 * defined.length <= replicates) {
      return Optional.empty();
    }
    SizeStatistics sorted = SizeStatistics.of(defined);
    double tail = (1 - ConfidenceInterval.LEVEL) / 2;
    return Optional.of(
        new ConfidenceInterval(
            sorted.quantile(tail).orElseThrow(), sorted.quantile(1 - tail).orElseThrow(), METHOD));
  }
}
