package org.loupe.trust;

/**
 * What tells micrographs apart, each a number on a scale on which equal steps mean about the same:
 * logarithms of what spans decades. The names stand in model files.
 *
 * <p>Brightness is not among them, for it changes neither the cascade's codes nor the network's
 * patches, nor is the share of black and white pixels, which tells instruments apart and not
 * materials: with the two, fewer micrographs of other materials were told apart ({@code
 * docs/evaluation.md}).
 */
public enum Trait {
  /** Logarithm of the standard deviation of the gray levels. */
  CONTRAST("contrast", 0.05),
  /** Skewness of the gray levels, limited to ±5. */
  SKEWNESS("skewness of the gray levels", 0.1),
  /** Logarithm of the noise's standard deviation. */
  NOISE("noise", 0.1),
  /** Logarithm of the difference of neighboring pixels over the standard deviation. */
  FINEST_DETAIL("detail of 1 px", 0.1),
  /** Logarithm of the difference of neighboring means over 4 pixels. */
  FINE_DETAIL("detail of 4 px", 0.1),
  /** Logarithm of the difference of neighboring means over 16 pixels. */
  COARSE_DETAIL("detail of 16 px", 0.1),
  /** Logarithm of the number of candidates, without duplicates, in a million pixels. */
  CANDIDATES("number of candidates", 0.1),
  /** Logarithm of the number of detections in a million pixels. */
  DETECTIONS("number of detections", 0.2),
  /** Mean probability of the detections. */
  PROBABILITY("probability of the detections", 0.02),
  /** Median of the logarithm of the candidates' longer sides. */
  SIZE("size of the candidates", 0.05);

  private final String description;
  private final double leastSpread;

  Trait(String description, double leastSpread) {
    this.description = description;
    this.leastSpread = leastSpread;
  }

  /** Returns what it is, in words. */
  public String description() {
    return description;
  }

  /** Returns a spread below which differences mean nothing, whatever the training set says. */
  double leastSpread() {
    return leastSpread;
  }
}
