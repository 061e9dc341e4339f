package org.loupe.simulation;

/**
 * Everything a synthetic micrograph is made from.
 *
 * @param width in pixels; 1 to 16384
 * @param height in pixels; 1 to 16384
 * @param pixelSizeNm side of a pixel, in nanometres; positive
 * @param seed of all that is random
 * @param loops the targets
 * @param clutter what else is in the foil
 * @param imaging beam and detector
 */
public record SimulationSettings(
    int width,
    int height,
    double pixelSizeNm,
    long seed,
    Loops loops,
    Clutter clutter,
    Imaging imaging) {

  private static final int MAX_SIDE = 16_384;

  public SimulationSettings {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          "sides must be in 1 to " + MAX_SIDE + " pixels, were " + width + " x " + height);
    }
    positive("pixel size", pixelSizeNm);
  }

  /** Returns a view of 1024 x 1024 pixels of 0.47 nm with 30 loops, like the published images. */
  public static SimulationSettings defaults() {
    return new SimulationSettings(
        1024, 1024, 0.47, 1, Loops.defaults(), Clutter.defaults(), Imaging.defaults());
  }

  /** Returns the same settings for another micrograph: another seed, and other loops. */
  public SimulationSettings with(long newSeed, Loops newLoops) {
    return new SimulationSettings(width, height, pixelSizeNm, newSeed, newLoops, clutter, imaging);
  }

  /**
   * The loops that are targets.
   *
   * <p>Diameters, the major axes of the rims' center lines, are log-normal and drawn again outside
   * the limits. Centers are uniform over the frame, so a loop may be cut by it.
   *
   * @param count number of loops; not negative
   * @param medianDiameterNm median of the log-normal, in nanometres; positive
   * @param geometricSd geometric standard deviation of the diameters, at least 1
   * @param minDiameterNm smallest diameter, in nanometres; positive
   * @param maxDiameterNm largest diameter, in nanometres; at least the smallest
   * @param minAxisRatio smallest minor over major axis, in (0, 1]
   * @param maxAxisRatio largest minor over major axis, in [minAxisRatio, 1]
   * @param rimWidthNm full width at half depth of the rim, in nanometres; positive
   * @param contrast mean absorption exponent of the rim; not negative
   * @param contrastSpread standard deviation of the contrast over its mean, between loops; in [0,
   *     1]
   * @param rimUnevenness relative change of the contrast around one rim, in [0, 1)
   * @param insideBrightness exponent by which the inside transmits more than the foil
   * @param allowedOverlap share of the sum of two half diameters by which circles around two loops
   *     may overlap, in [0, 1]
   */
  public record Loops(
      int count,
      double medianDiameterNm,
      double geometricSd,
      double minDiameterNm,
      double maxDiameterNm,
      double minAxisRatio,
      double maxAxisRatio,
      double rimWidthNm,
      double contrast,
      double contrastSpread,
      double rimUnevenness,
      double insideBrightness,
      double allowedOverlap) {

    public Loops {
      notNegative("loop count", count);
      positive("median diameter", medianDiameterNm);
      inRange("geometric standard deviation", geometricSd, 1, 100);
      positive("smallest diameter", minDiameterNm);
      inRange("largest diameter", maxDiameterNm, minDiameterNm, 1e9);
      inRange("smallest axis ratio", minAxisRatio, 1e-3, 1);
      inRange("largest axis ratio", maxAxisRatio, minAxisRatio, 1);
      positive("rim width", rimWidthNm);
      inRange("contrast", contrast, 0, 50);
      inRange("contrast spread", contrastSpread, 0, 1);
      inRange("rim unevenness", rimUnevenness, 0, 0.99);
      inRange("inside brightness", insideBrightness, -10, 10);
      inRange("allowed overlap", allowedOverlap, 0, 1);
    }

    /** Returns the same loops in another number. */
    public Loops withCount(int newCount) {
      return new Loops(
          newCount,
          medianDiameterNm,
          geometricSd,
          minDiameterNm,
          maxDiameterNm,
          minAxisRatio,
          maxAxisRatio,
          rimWidthNm,
          contrast,
          contrastSpread,
          rimUnevenness,
          insideBrightness,
          allowedOverlap);
    }

    /**
     * Returns loops whose log-normal diameters have this mean and standard deviation.
     *
     * <p>The limits are set {@value #LIMIT_SDS} geometric standard deviations from the median,
     * where they leave mean and standard deviation alone to within a thousandth.
     *
     * @param meanNm in nanometres; positive
     * @param sdNm in nanometres; not negative
     */
    public Loops withDiameters(double meanNm, double sdNm) {
      positive("mean diameter", meanNm);
      inRange("standard deviation of the diameters", sdNm, 0, 10 * meanNm);
      double variation = sdNm / meanNm;
      double sigma = Math.sqrt(StrictMath.log1p(variation * variation));
      double median = meanNm / Math.sqrt(1 + variation * variation);
      double reach = StrictMath.exp(LIMIT_SDS * sigma);
      return new Loops(
          count,
          median,
          StrictMath.exp(sigma),
          // a hair of room: with a deviation of 0 every diameter is the median but for rounding
          median / reach * (1 - 1e-9),
          median * reach * (1 + 1e-9),
          minAxisRatio,
          maxAxisRatio,
          rimWidthNm,
          contrast,
          contrastSpread,
          rimUnevenness,
          insideBrightness,
          allowedOverlap);
    }

    private static final double LIMIT_SDS = 5;

    public static Loops defaults() {
      return new Loops(30, 19, 1.4, 10, 45, 0.55, 0.95, 4.6, 0.5, 0.3, 0.3, 0.02, 0.1);
    }
  }

  /**
   * What is no target.
   *
   * @param blackDots number of black dots; not negative
   * @param dotDiameterNm mean diameter of the dots, in nanometres; positive; each 0.6 to 1.4 of it
   * @param doubleRings number of double rings; not negative; sizes as the loops'
   * @param edgeOnLoops number of dark lozenges; not negative; lengths as the loops' diameters
   * @param contrast mean absorption exponent of dots and lozenges; not negative
   * @param dislocations number of network lines; not negative
   * @param dislocationWidthNm full width at half depth of a line, in nanometres; positive
   * @param dislocationContrast absorption exponent of a line; not negative
   * @param waviness random bending of a line, in radians per square root of a nanometre; not
   *     negative
   */
  public record Clutter(
      int blackDots,
      double dotDiameterNm,
      int doubleRings,
      int edgeOnLoops,
      double contrast,
      int dislocations,
      double dislocationWidthNm,
      double dislocationContrast,
      double waviness) {

    public Clutter {
      notNegative("black dots", blackDots);
      positive("dot diameter", dotDiameterNm);
      notNegative("double rings", doubleRings);
      notNegative("edge-on loops", edgeOnLoops);
      inRange("contrast", contrast, 0, 50);
      notNegative("dislocations", dislocations);
      positive("dislocation width", dislocationWidthNm);
      inRange("dislocation contrast", dislocationContrast, 0, 50);
      inRange("waviness", waviness, 0, 10);
    }

    public static Clutter defaults() {
      return new Clutter(25, 6.5, 0, 5, 0.8, 4, 4.8, 0.4, 0.1);
    }

    public static Clutter none() {
      return new Clutter(0, 6.5, 0, 0, 0.8, 0, 4.8, 0.4, 0.1);
    }
  }

  /**
   * Beam, foil and detector.
   *
   * @param backgroundAmplitude relative unevenness of the background over the frame, in [0, 1)
   * @param mottleAmplitude standard deviation of the foil's absorption exponent; not negative
   * @param mottleSizeNm standard deviation of the Gaussian that smooths the mottle, in nanometres;
   *     positive
   * @param electronsPerPixel expected electrons per pixel through the empty foil; positive
   * @param blurPx standard deviation of the detector's Gaussian blur, in pixels, in [0, 20]; it
   *     follows the shot noise and correlates it
   * @param readNoiseElectrons standard deviation of the detector's own noise, in electrons; not
   *     negative
   * @param backgroundLevel gray level of the empty foil over the largest level, in (0, 1]
   * @param bits bit depth of the levels, 8 or 16
   */
  public record Imaging(
      double backgroundAmplitude,
      double mottleAmplitude,
      double mottleSizeNm,
      double electronsPerPixel,
      double blurPx,
      double readNoiseElectrons,
      double backgroundLevel,
      int bits) {

    public Imaging {
      inRange("background amplitude", backgroundAmplitude, 0, 0.99);
      inRange("mottle amplitude", mottleAmplitude, 0, 10);
      positive("mottle size", mottleSizeNm);
      positive("electrons per pixel", electronsPerPixel);
      inRange("electrons per pixel", electronsPerPixel, 0, 1e9);
      inRange("blur", blurPx, 0, 20);
      inRange("read noise", readNoiseElectrons, 0, 1e9);
      positive("background level", backgroundLevel);
      inRange("background level", backgroundLevel, 0, 1);
      if (bits != 8 && bits != 16) {
        throw new IllegalArgumentException("bits must be 8 or 16, were " + bits);
      }
    }

    public static Imaging defaults() {
      return new Imaging(0.3, 0.04, 1.2, 100, 1.0, 2, 0.62, 8);
    }
  }

  private static void positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be positive and finite, was " + value);
    }
  }

  private static void notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative, was " + value);
    }
  }

  private static void inRange(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          name + " must be in [" + min + ", " + max + "], was " + value);
    }
  }
}
