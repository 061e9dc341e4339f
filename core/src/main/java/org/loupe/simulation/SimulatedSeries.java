package org.loupe.simulation;

import java.util.SplittableRandom;

/**
 * Micrographs of one simulated specimen: equal but for what is random.
 *
 * <p>Micrograph <i>i</i> has a seed of its own, made from the series' and <i>i</i>: a longer series
 * begins with the same micrographs, and they may be drawn in any order.
 *
 * @param micrographs number of them; at least 1
 * @param meanLoops mean number of loops in a micrograph; not negative
 * @param numbers how the number differs between micrographs
 * @param settings of each; its seed is that of the series, its number of loops is not used
 */
public record SimulatedSeries(
    int micrographs, double meanLoops, Numbers numbers, SimulationSettings settings) {

  /** How the number of loops differs between micrographs. */
  public enum Numbers {
    /** Poisson: loops lie in the foil independently of each other. */
    POISSON,
    /** The same in each, the mean rounded. */
    EQUAL
  }

  private static final double NM2_PER_M2 = 1e18;

  public SimulatedSeries {
    if (micrographs < 1) {
      throw new IllegalArgumentException(
          "a series needs a micrograph at least, had " + micrographs);
    }
    if (!(meanLoops >= 0 && meanLoops <= 1e6)) {
      throw new IllegalArgumentException(
          "mean number of loops must be in [0, 1000000], was " + meanLoops);
    }
  }

  /** Returns the number of loops in a frame, at a number density in loops per square metre. */
  public static double meanLoops(double numberDensityPerM2, SimulationSettings settings) {
    double areaNm2 =
        (double) settings.width()
            * settings.height()
            * settings.pixelSizeNm()
            * settings.pixelSizeNm();
    return numberDensityPerM2 * areaNm2 / NM2_PER_M2;
  }

  /**
   * Returns the settings of one micrograph.
   *
   * @param index 0 to micrographs - 1
   */
  public SimulationSettings settings(int index) {
    if (index < 0 || index >= micrographs) {
      throw new IllegalArgumentException("index must be in [0, " + micrographs + "), was " + index);
    }
    // the golden ratio's odd number keeps the seeds of neighbors far apart
    SplittableRandom random =
        new SplittableRandom(settings.seed() + 0x9E3779B97F4A7C15L * (index + 1L));
    long seed = random.nextLong();
    int loops =
        numbers == Numbers.EQUAL
            ? (int) Math.rint(meanLoops)
            : (int) new RandomNumbers(random).poisson(meanLoops);
    return settings.with(seed, settings.loops().withCount(loops));
  }
}
