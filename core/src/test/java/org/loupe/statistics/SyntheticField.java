package org.loupe.statistics;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.micrograph.Calibration;

/**
 * A frame laid on a plane strewn with ellipses, as an analysis without fault would report it: what
 * the frame cuts is measured as far as it is seen.
 *
 * @param result what is seen
 * @param centersInside how many ellipses have their center in the frame
 * @param diametersInside sum of their major axes
 */
record SyntheticField(MicrographResult result, int centersInside, double diametersInside) {

  /** Share of its area that must be in the frame for an ellipse to be seen at all. */
  private static final double SEEN = 0.3;

  /**
   * What is on the plane.
   *
   * @param perPx2 expected ellipses per square pixel
   * @param medianPx median major axis of the log-normal, in pixels
   * @param geometricSd of the major axes
   * @param densityShape shape of the gamma by which the density differs between frames; infinite
   *     for none
   * @param sizeSpread standard deviation of the logarithm by which sizes differ between frames
   */
  record Population(
      double perPx2, double medianPx, double geometricSd, double densityShape, double sizeSpread) {

    double meanPx() {
      double log = Math.log(geometricSd);
      return medianPx * Math.exp((log * log + sizeSpread * sizeSpread) / 2);
    }
  }

  static SyntheticField draw(SplittableRandom random, Population population, int sidePx) {
    double spread = Math.log(population.geometricSd());
    double median =
        population.medianPx() * Math.exp(population.sizeSpread() * random.nextGaussian());
    double margin = median * Math.exp(4 * spread);
    double density =
        Double.isInfinite(population.densityShape())
            ? population.perPx2()
            : population.perPx2()
                * gamma(random, population.densityShape())
                / population.densityShape();
    double plane = sidePx + margin;
    int count = poisson(random, density * plane * plane);
    List<Defect> defects = new ArrayList<>();
    int inside = 0;
    double diameters = 0;
    for (int i = 0; i < count; i++) {
      double major = median * Math.exp(spread * random.nextGaussian());
      Ellipse ellipse =
          new Ellipse(
              random.nextDouble(-margin / 2, sidePx + margin / 2),
              random.nextDouble(-margin / 2, sidePx + margin / 2),
              major,
              major * random.nextDouble(0.5, 1),
              random.nextDouble(Math.PI));
      if (contains(sidePx, ellipse.centerX(), ellipse.centerY())) {
        inside++;
        diameters += major;
      }
      seen(ellipse, sidePx).ifPresent(m -> defects.add(defect(defects.size() + 1, m)));
    }
    return new SyntheticField(result(sidePx, defects), inside, diameters);
  }

  static MicrographResult result(int sidePx, List<Defect> defects) {
    return new MicrographResult(
        "field",
        sidePx,
        sidePx,
        Optional.of(new Calibration(1, 1, "test")),
        "as it is",
        defects,
        List.of());
  }

  static Defect defect(int id, Measurement measurement) {
    return defect(id, measurement.ellipse().boundingBox(), measurement);
  }

  static Defect defect(int id, Box box, Measurement measurement) {
    return new Defect(
        id,
        new Detection("loop", box, OptionalDouble.empty(), OptionalDouble.empty()),
        measurement);
  }

  /** Returns the measurement of an ellipse that lies wholly inside, or is flagged. */
  static Measurement measurement(Ellipse ellipse, Set<MeasurementFlag> flags) {
    return new Measurement(
        ellipse, ellipse.area(), ellipse.majorAxisLength(), ellipse.minorAxisLength(), flags);
  }

  private static boolean contains(int side, double x, double y) {
    return x >= 0 && y >= 0 && x < side && y < side;
  }

  private static Optional<Measurement> seen(Ellipse ellipse, int side) {
    Box hull = ellipse.boundingBox();
    if (hull.x() >= 1 && hull.y() >= 1 && hull.right() <= side - 1 && hull.bottom() <= side - 1) {
      return Optional.of(measurement(ellipse, Set.of()));
    }
    // moments of what the frame leaves, from pixel centers
    double n = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double syy = 0;
    double sxy = 0;
    double cos = Math.cos(ellipse.orientation());
    double sin = Math.sin(ellipse.orientation());
    for (int y = Math.max(0, (int) hull.y()); y < Math.min(side, hull.bottom()); y++) {
      for (int x = Math.max(0, (int) hull.x()); x < Math.min(side, hull.right()); x++) {
        double dx = x + 0.5 - ellipse.centerX();
        double dy = -(y + 0.5 - ellipse.centerY());
        double u = 2 * (dx * cos + dy * sin) / ellipse.majorAxisLength();
        double v = 2 * (-dx * sin + dy * cos) / ellipse.minorAxisLength();
        if (u * u + v * v <= 1) {
          n++;
          sx += dx;
          sy += dy;
          sxx += dx * dx;
          syy += dy * dy;
          sxy += dx * dy;
        }
      }
    }
    if (n < SEEN * ellipse.area()) {
      return Optional.empty();
    }
    double varX = sxx / n - sx / n * sx / n + 1.0 / 12;
    double varY = syy / n - sy / n * sy / n + 1.0 / 12;
    double cov = sxy / n - sx / n * sy / n;
    double mean = (varX + varY) / 2;
    double half = Math.hypot((varX - varY) / 2, cov);
    double angle = 0.5 * Math.atan2(2 * cov, varX - varY);
    Ellipse left =
        new Ellipse(
            ellipse.centerX() + sx / n,
            ellipse.centerY() - sy / n,
            4 * Math.sqrt(mean + half),
            4 * Math.sqrt(Math.max(1.0 / 12, mean - half)),
            Ellipse.wrapOrientation(angle));
    return Optional.of(measurement(left, EnumSet.of(MeasurementFlag.TOUCHES_EDGE)));
  }

  /** Counts arrivals of rate 1 in a time {@code mean}. */
  static int poisson(SplittableRandom random, double mean) {
    int count = -1;
    for (double time = 0; time <= mean; time -= Math.log(1 - random.nextDouble())) {
      count++;
    }
    return count;
  }

  /** Returns a gamma number of whole shape and scale 1. */
  static double gamma(SplittableRandom random, double shape) {
    double sum = 0;
    for (int k = 0; k < shape; k++) {
      sum -= Math.log(1 - random.nextDouble());
    }
    return sum;
  }
}
