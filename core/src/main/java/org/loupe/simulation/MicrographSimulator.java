package org.loupe.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;

/**
 * Draws bright-field STEM micrographs of irradiated foils.
 *
 * <p>Every part of the foil adds to an absorption exponent; the beam is the background times exp of
 * minus that (Beer-Lambert), electrons are Poisson, then come the detector's blur and read noise,
 * the gain, and rounding to whole levels, clipped to the bit depth. A ring's profile across its rim
 * is a Gaussian of the distance to the ellipse, to first order; its darkest line is the ellipse,
 * within about a tenth of a pixel, apart from the blur, which draws it inward by about blur² /
 * diameter. Diffraction is not simulated: contrasts are chosen to look like real loops, and do not
 * follow from a Burgers vector.
 */
public final class MicrographSimulator {

  private static final double SD_PER_FWHM = 1 / 2.3548200450309493;
  private static final double REACH = 4; // rim standard deviations until which it is drawn
  private static final int PLACEMENT_TRIES = 2_000;

  private MicrographSimulator() {}

  /**
   * Returns the micrograph of the settings; equal settings give equal samples.
   *
   * @throws IllegalArgumentException if the loops do not fit the frame with the allowed overlap, or
   *     the diameter limits leave almost nothing of the distribution
   */
  public static SyntheticMicrograph simulate(SimulationSettings settings) {
    SplittableRandom root = new SplittableRandom(settings.seed());
    // Each task has its own stream, so that more dots leave the loops where they were.
    RandomNumbers loopRandom = new RandomNumbers(root.split());
    RandomNumbers clutterRandom = new RandomNumbers(root.split());
    RandomNumbers lineRandom = new RandomNumbers(root.split());
    RandomNumbers foilRandom = new RandomNumbers(root.split());
    RandomNumbers noise = new RandomNumbers(root.split());

    List<SimulatedDefect> truth = new ArrayList<>(placeLoops(settings, loopRandom));
    truth.addAll(placeClutter(settings, clutterRandom));
    int width = settings.width();
    int height = settings.height();
    double[] exponent = mottle(settings, foilRandom);
    for (SimulatedDefect defect : truth) {
      draw(defect, settings, loopRandom, exponent);
    }
    for (int i = 0; i < settings.clutter().dislocations(); i++) {
      drawDislocation(settings, lineRandom, exponent);
    }
    double[] beam = beam(exponent, background(settings, foilRandom), settings);
    float[] samples = detect(beam, settings, noise);
    return new SyntheticMicrograph(new GrayImage(width, height, samples), truth, settings);
  }

  private static List<SimulatedDefect> placeLoops(SimulationSettings s, RandomNumbers random) {
    List<SimulatedDefect> placed = new ArrayList<>();
    for (int i = 0; i < s.loops().count(); i++) {
      double diameter = diameterPx(s, random);
      double ratio = random.uniform(s.loops().minAxisRatio(), s.loops().maxAxisRatio());
      double orientation = Ellipse.wrapOrientation(random.uniform(0, Math.PI));
      placed.add(
          new SimulatedDefect(
              placeApart(s, placed, diameter, ratio * diameter, orientation, random),
              SimulatedKind.LOOP,
              spread(s.loops().contrast(), s.loops().contrastSpread(), random)));
    }
    return placed;
  }

  private static Ellipse placeApart(
      SimulationSettings s,
      List<SimulatedDefect> placed,
      double major,
      double minor,
      double orientation,
      RandomNumbers random) {
    double keep = (1 - s.loops().allowedOverlap()) / 2;
    for (int i = 0; i < PLACEMENT_TRIES; i++) {
      double x = random.uniform(0, s.width());
      double y = random.uniform(0, s.height());
      boolean free =
          placed.stream()
              .map(SimulatedDefect::rimCenterLine)
              .noneMatch(
                  e -> {
                    double dx = e.centerX() - x;
                    double dy = e.centerY() - y;
                    double apart = keep * (e.majorAxisLength() + major);
                    return dx * dx + dy * dy < apart * apart;
                  });
      if (free) {
        return new Ellipse(x, y, major, minor, orientation);
      }
    }
    throw new IllegalArgumentException(
        s.loops().count() + " loops do not fit: no place for number " + (placed.size() + 1));
  }

  private static List<SimulatedDefect> placeClutter(SimulationSettings s, RandomNumbers random) {
    SimulationSettings.Clutter clutter = s.clutter();
    List<SimulatedDefect> placed = new ArrayList<>();
    for (int i = 0; i < clutter.doubleRings(); i++) {
      double contrast = spread(s.loops().contrast(), s.loops().contrastSpread(), random);
      placed.add(
          anywhere(s, diameterPx(s, random), 0.85, SimulatedKind.DOUBLE_RING, contrast, random));
    }
    for (int i = 0; i < clutter.edgeOnLoops(); i++) {
      double ratio = random.uniform(0.2, 0.35);
      double contrast = spread(clutter.contrast(), 0.2, random);
      placed.add(
          anywhere(s, diameterPx(s, random), ratio, SimulatedKind.EDGE_ON_LOOP, contrast, random));
    }
    for (int i = 0; i < clutter.blackDots(); i++) {
      double diameter = clutter.dotDiameterNm() / s.pixelSizeNm() * random.uniform(0.6, 1.4);
      double contrast = spread(clutter.contrast(), 0.2, random);
      placed.add(anywhere(s, diameter, 0.9, SimulatedKind.BLACK_DOT, contrast, random));
    }
    return placed;
  }

  private static SimulatedDefect anywhere(
      SimulationSettings s,
      double major,
      double ratio,
      SimulatedKind kind,
      double contrast,
      RandomNumbers random) {
    double x = random.uniform(0, s.width());
    double y = random.uniform(0, s.height());
    double orientation = Ellipse.wrapOrientation(random.uniform(0, Math.PI));
    return new SimulatedDefect(
        new Ellipse(x, y, major, major * ratio, orientation), kind, contrast);
  }

  private static double diameterPx(SimulationSettings s, RandomNumbers random) {
    SimulationSettings.Loops loops = s.loops();
    double sigma = StrictMath.log(loops.geometricSd());
    for (int i = 0; i < PLACEMENT_TRIES; i++) {
      double diameter = loops.medianDiameterNm() * StrictMath.exp(sigma * random.normal());
      if (diameter >= loops.minDiameterNm() && diameter <= loops.maxDiameterNm()) {
        return diameter / s.pixelSizeNm();
      }
    }
    throw new IllegalArgumentException(
        "almost no diameter lies in the limits "
            + loops.minDiameterNm()
            + " nm to "
            + loops.maxDiameterNm()
            + " nm");
  }

  /** A contrast never falls below a fifth of its mean, lest a loop in the truth be invisible. */
  private static double spread(double mean, double relativeSd, RandomNumbers random) {
    return mean * Math.max(0.2, 1 + relativeSd * random.normal());
  }

  private static void draw(
      SimulatedDefect defect, SimulationSettings s, RandomNumbers random, double[] exponent) {
    double sigma = s.loops().rimWidthNm() / s.pixelSizeNm() * SD_PER_FWHM;
    Ellipse rim = defect.rimCenterLine();
    switch (defect.kind()) {
      case LOOP -> {
        double phase = random.uniform(0, Math.PI);
        drawRing(rim, sigma, defect.contrast(), phase, s, exponent);
      }
      case DOUBLE_RING -> {
        double phase = random.uniform(0, Math.PI);
        drawRing(rim, sigma * 0.7, defect.contrast(), phase, s, exponent);
        Ellipse inner =
            new Ellipse(
                rim.centerX(),
                rim.centerY(),
                rim.majorAxisLength() * 0.55,
                rim.minorAxisLength() * 0.55,
                rim.orientation());
        drawRing(inner, sigma * 0.7, defect.contrast(), phase, s, exponent);
      }
      case EDGE_ON_LOOP, BLACK_DOT -> drawFilled(rim, sigma, defect.contrast(), s, exponent);
    }
  }

  private static void drawRing(
      Ellipse rim,
      double sigma,
      double contrast,
      double phase,
      SimulationSettings s,
      double[] exponent) {
    double cosPhase = StrictMath.cos(2 * phase);
    double sinPhase = StrictMath.sin(2 * phase);
    double uneven = s.loops().rimUnevenness();
    double bright = s.loops().insideBrightness();
    visit(
        rim,
        REACH * sigma,
        s,
        (index, distance, cos2, sin2) -> {
          double z = distance / sigma;
          if (z * z < REACH * REACH) {
            double around = 1 + uneven * (cos2 * cosPhase + sin2 * sinPhase);
            exponent[index] += contrast * around * StrictMath.exp(-z * z / 2);
          }
          // Begins one standard deviation inside, so that it does not move the darkest line.
          exponent[index] -= bright * smoothStep((-z - 1) / 2);
        });
  }

  private static void drawFilled(
      Ellipse outline, double sigma, double contrast, SimulationSettings s, double[] exponent) {
    visit(
        outline,
        REACH * sigma,
        s,
        (index, distance, cos2, sin2) ->
            exponent[index] += contrast * smoothStep(0.5 - distance / (4 * sigma)));
  }

  /** Takes a pixel, its distance to an ellipse, negative inside, and twice its azimuth. */
  @FunctionalInterface
  private interface PixelVisitor {
    void visit(int index, double distance, double cosTwice, double sinTwice);
  }

  private static void visit(Ellipse e, double reach, SimulationSettings s, PixelVisitor visitor) {
    double cos = StrictMath.cos(e.orientation());
    double sin = StrictMath.sin(e.orientation());
    double a = e.majorAxisLength() / 2;
    double b = e.minorAxisLength() / 2;
    double extent = a + reach + 1;
    int left = (int) Math.max(0, Math.floor(e.centerX() - extent));
    int right = (int) Math.min(s.width() - 1.0, Math.ceil(e.centerX() + extent));
    int top = (int) Math.max(0, Math.floor(e.centerY() - extent));
    int bottom = (int) Math.min(s.height() - 1.0, Math.ceil(e.centerY() + extent));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double dx = x + 0.5 - e.centerX();
        double dy = y + 0.5 - e.centerY();
        // Orientation is counter-clockwise on screen and y points down.
        double u = (dx * cos - dy * sin) / a;
        double v = (dx * sin + dy * cos) / b;
        double r2 = u * u + v * v;
        if (r2 < 1e-12) {
          visitor.visit(y * s.width() + x, -b, 0, 0);
          continue;
        }
        double r = Math.sqrt(r2);
        double gradient = Math.sqrt(u * u / (a * a) + v * v / (b * b)) / r;
        visitor.visit(y * s.width() + x, (r - 1) / gradient, (u * u - v * v) / r2, 2 * u * v / r2);
      }
    }
  }

  /** A random walk of the direction; the darkness falls with the distance to the nearest point. */
  private static void drawDislocation(
      SimulationSettings s, RandomNumbers random, double[] exponent) {
    double sigma = s.clutter().dislocationWidthNm() / s.pixelSizeNm() * SD_PER_FWHM;
    double step = 0.5;
    double bend = s.clutter().waviness() * Math.sqrt(step * s.pixelSizeNm());
    int points = (int) (random.uniform(0.2, 0.7) * Math.max(s.width(), s.height()) / step);
    double x = random.uniform(0, s.width());
    double y = random.uniform(0, s.height());
    double heading = random.uniform(0, 2 * Math.PI);
    float[] nearest2 = new float[s.width() * s.height()];
    Arrays.fill(nearest2, Float.POSITIVE_INFINITY);
    int reach = (int) Math.ceil(REACH * sigma);
    for (int i = 0; i < points; i++) {
      stamp(nearest2, s.width(), s.height(), x, y, reach);
      heading += bend * random.normal();
      x += step * StrictMath.cos(heading);
      y += step * StrictMath.sin(heading);
    }
    for (int i = 0; i < exponent.length; i++) {
      if (nearest2[i] <= reach * reach) {
        exponent[i] +=
            s.clutter().dislocationContrast() * StrictMath.exp(-nearest2[i] / (2 * sigma * sigma));
      }
    }
  }

  private static void stamp(
      float[] nearest2, int width, int height, double x, double y, int reach) {
    int top = (int) Math.max(0, Math.floor(y) - reach);
    int bottom = (int) Math.min(height - 1.0, Math.floor(y) + reach);
    int left = (int) Math.max(0, Math.floor(x) - reach);
    int right = (int) Math.min(width - 1.0, Math.floor(x) + reach);
    for (int py = top; py <= bottom; py++) {
      for (int px = left; px <= right; px++) {
        double dx = px + 0.5 - x;
        double dy = py + 0.5 - y;
        int index = py * width + px;
        nearest2[index] = Math.min(nearest2[index], (float) (dx * dx + dy * dy));
      }
    }
  }

  /** Relative brightness by a random quadratic over the frame, 1 on the frame's average scale. */
  private static double[] background(SimulationSettings s, RandomNumbers random) {
    double[] c = new double[5];
    double sum = 0;
    for (int i = 0; i < c.length; i++) {
      c[i] = random.uniform(-1, 1);
      sum += Math.abs(c[i]);
    }
    double scale = sum == 0 ? 0 : s.imaging().backgroundAmplitude() / sum;
    double[] background = new double[s.width() * s.height()];
    for (int y = 0; y < s.height(); y++) {
      double v = 2 * (y + 0.5) / s.height() - 1;
      for (int x = 0; x < s.width(); x++) {
        double u = 2 * (x + 0.5) / s.width() - 1;
        double value =
            c[0] * u
                + c[1] * v
                + c[2] * u * v
                + c[3] * (u * u - 1.0 / 3)
                + c[4] * (v * v - 1.0 / 3);
        background[y * s.width() + x] = 1 + scale * value;
      }
    }
    return background;
  }

  private static double[] mottle(SimulationSettings s, RandomNumbers random) {
    double[] field = new double[s.width() * s.height()];
    double amplitude = s.imaging().mottleAmplitude();
    if (amplitude == 0) {
      return field;
    }
    for (int i = 0; i < field.length; i++) {
      field[i] = random.normal();
    }
    double sigma = s.imaging().mottleSizeNm() / s.pixelSizeNm();
    double[] kernel = gaussian(sigma);
    double power = 0;
    for (double weight : kernel) {
      power += weight * weight;
    }
    double[] smooth = convolve(field, s.width(), s.height(), kernel);
    for (int i = 0; i < smooth.length; i++) {
      smooth[i] *= amplitude / power; // the two passes leave a standard deviation of power
    }
    return smooth;
  }

  private static double[] beam(double[] exponent, double[] background, SimulationSettings s) {
    double[] electrons = new double[exponent.length];
    for (int i = 0; i < electrons.length; i++) {
      electrons[i] = s.imaging().electronsPerPixel() * background[i] * StrictMath.exp(-exponent[i]);
    }
    return electrons;
  }

  private static float[] detect(double[] beam, SimulationSettings s, RandomNumbers noise) {
    SimulationSettings.Imaging imaging = s.imaging();
    double[] counted = new double[beam.length];
    for (int i = 0; i < beam.length; i++) {
      counted[i] = noise.poisson(beam[i]);
    }
    double[] blurred =
        imaging.blurPx() == 0
            ? counted
            : convolve(counted, s.width(), s.height(), gaussian(imaging.blurPx()));
    int white = (1 << imaging.bits()) - 1;
    double gain = imaging.backgroundLevel() * white / imaging.electronsPerPixel();
    float[] samples = new float[beam.length];
    for (int i = 0; i < samples.length; i++) {
      double electrons = blurred[i] + imaging.readNoiseElectrons() * noise.normal();
      samples[i] = (float) Math.min(white, Math.max(0, Math.floor(electrons * gain + 0.5)));
    }
    return samples;
  }

  private static double[] gaussian(double sigma) {
    int radius = (int) Math.ceil(REACH * sigma);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      double z = (i - radius) / sigma;
      kernel[i] = StrictMath.exp(-z * z / 2);
      sum += kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /** Convolves along x and y; pixels beyond the frame are those of its edge. */
  private static double[] convolve(double[] image, int width, int height, double[] kernel) {
    int radius = kernel.length / 2;
    double[] rows = new double[image.length];
    double[] both = new double[image.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
          int from = Math.min(width - 1, Math.max(0, x + k));
          sum += kernel[k + radius] * image[y * width + from];
        }
        rows[y * width + x] = sum;
      }
    }
    for (int y = 0; y < height; y++) {
      for (int k = -radius; k <= radius; k++) {
        int from = Math.min(height - 1, Math.max(0, y + k)) * width;
        for (int x = 0; x < width; x++) {
          both[y * width + x] += kernel[k + radius] * rows[from + x];
        }
      }
    }
    return both;
  }

  private static double smoothStep(double t) {
    double c = Math.min(1, Math.max(0, t));
    return c * c * (3 - 2 * c);
  }
}
