package org.loupe.simulation;

import java.util.SplittableRandom;

/**
 * Random numbers that are the same on every platform for a seed.
 *
 * <p>Poisson numbers are by inversion below a mean of 10 and by transformed rejection above: W.
 * Hörmann, "The transformed rejection method for generating Poisson random variables", Insurance:
 * Mathematics and Economics 12, 39 (1993), doi 10.1016/0167-6687(93)90997-4.
 */
final class RandomNumbers {

  private static final double HALF_LOG_TWO_PI = 0.9189385332046727;

  private final SplittableRandom bits;

  RandomNumbers(SplittableRandom bits) {
    this.bits = bits;
  }

  /** Returns a number uniform in [0, 1). */
  double uniform() {
    return (bits.nextLong() >>> 11) * 0x1p-53;
  }

  double uniform(double min, double max) {
    return min + (max - min) * uniform();
  }

  /** Returns a standard normal number, by the polar method. */
  double normal() {
    while (true) {
      double x = uniform(-1, 1);
      double y = uniform(-1, 1);
      double r2 = x * x + y * y;
      if (r2 > 0 && r2 < 1) {
        return x * Math.sqrt(-2 * StrictMath.log(r2) / r2);
      }
    }
  }

  long poisson(double mean) {
    return mean < 10 ? poissonByInversion(mean) : poissonByRejection(mean);
  }

  private long poissonByInversion(double mean) {
    double limit = StrictMath.exp(-mean);
    long k = 0;
    for (double product = uniform(); product > limit; product *= uniform()) {
      k++;
    }
    return k;
  }

  private long poissonByRejection(double mean) {
    double logMean = StrictMath.log(mean);
    double b = 0.931 + 2.53 * Math.sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double logInverseAlpha = StrictMath.log(1.1239 + 1.1328 / (b - 3.4));
    double acceptedAtOnce = 0.9277 - 3.6224 / (b - 2);
    while (true) {
      double u = uniform() - 0.5;
      double v = uniform();
      double us = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= acceptedAtOnce) {
        return (long) k;
      }
      if (k < 0 || (us < 0.013 && v > us)) {
        continue;
      }
      double left = StrictMath.log(v) + logInverseAlpha - StrictMath.log(a / (us * us) + b);
      if (left <= -mean + k * logMean - logFactorial(k)) {
        return (long) k;
      }
    }
  }

  private static double logFactorial(double k) {
    if (k < 10) {
      double product = 1;
      for (int i = 2; i <= k; i++) {
        product *= i;
      }
      return StrictMath.log(product);
    }
    double r = 1 / k;
    return (k + 0.5) * StrictMath.log(k)
        - k
        + HALF_LOG_TWO_PI
        + r * (1.0 / 12 - r * r * (1.0 / 360 - r * r / 1260));
  }
}
