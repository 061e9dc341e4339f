package org.loupe.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.loupe.geometry.Box;
import org.loupe.image.GrayImage;

/** Fits an ellipse to the strongest closed outline in a box: a rim's center line, or an edge. */
final class RimFit {

  private static final int POINTS = 48;
  private static final int SEEDS = 4;
  private static final int FOLLOWED = 5;
  private static final double SEARCH_SIDE = 48;
  private static final double CAP = 5;

  /** Of the places along a normal where a rim is looked for: in pixels, and over the smoothing. */
  private static final double FINEST = 0.5;

  private static final double SPACING = 0.6;
  private static final double BAR_RATIO = 0.35;
  private static final double[] COS = new double[POINTS];
  private static final double[] SIN = new double[POINTS];

  static {
    for (int i = 0; i < POINTS; i++) {
      COS[i] = Math.cos(2 * Math.PI * i / POINTS);
      SIN[i] = Math.sin(2 * Math.PI * i / POINTS);
    }
  }

  /**
   * A fitted outline.
   *
   * @param contrast mean response over the noise
   * @param gaps share of its length where the response is under half the noise
   * @param score that ranks it
   */
  record Rim(ShapeMatrix shape, double contrast, double gaps, double score) {}

  private record Seed(double x, double y, double radius, double score) {}

  private RimFit() {}

  static Optional<Rim> fit(GrayImage image, Box box, RimPolarity polarity, OutlineFeature feature) {
    double side = Math.max(box.width(), box.height());
    PixelWindow window = PixelWindow.around(image, box, 3 + 0.15 * side);
    int shrink = Math.max(1, (int) Math.round(side / SEARCH_SIDE));
    double fineSigma = Math.max(0.9, Math.min(3, 0.04 * side));
    double searchSigma = shrink == 1 ? fineSigma : 1.2;
    RidgeMap search = RidgeMap.of(image, window, shrink, searchSigma, polarity, feature);
    if (!(search.noise > 0)) {
      return Optional.empty();
    }
    Rim best = searched(search, box, searchSigma * shrink, feature);
    if (best == null) {
      return Optional.empty();
    }
    RidgeMap fine =
        shrink == 1 ? search : RidgeMap.of(image, window, 1, fineSigma, polarity, feature);
    ShapeMatrix shape = best.shape;
    if (shrink > 1) {
      shape = pulled(fine, shape, 1.5 * shrink, 1, FINEST);
      shape = pulled(fine, shape, 1.5 * fineSigma, 1, FINEST);
    }
    for (int round = 0; round < 3; round++) {
      shape = climbed(fine, shape, fineSigma);
    }
    if (!plausible(shape, box)) {
      shape = best.shape;
    }
    Rim rim = scored(fine, shape, box, fineSigma);
    return Optional.of(new Rim(unbent(shape, fineSigma), rim.contrast, rim.gaps, rim.score));
  }

  private static @Nullable Rim searched(
      RidgeMap map, Box box, double sigma, OutlineFeature feature) {
    List<ShapeMatrix> starts = starts(map, box);
    if (feature == OutlineFeature.EDGE) {
      addBars(starts, box);
    }
    double spacing = Math.max(FINEST, SPACING * sigma);
    List<Rim> rims = new ArrayList<>();
    for (ShapeMatrix start : starts) {
      ShapeMatrix shape = plausible(start, box) ? pulled(map, start, 2 * sigma, 2, spacing) : start;
      if (plausible(shape, box)) {
        rims.add(scored(map, shape, box, sigma));
      }
    }
    rims.sort(Comparator.comparingDouble((Rim rim) -> -rim.score));
    Rim best = null;
    for (Rim rim : rims.subList(0, Math.min(FOLLOWED, rims.size()))) {
      ShapeMatrix shape = rim.shape;
      for (int round = 0; round < 2 && plausible(shape, box); round++) {
        shape = pulled(map, shape, 1.5 * sigma, 2, spacing);
      }
      if (plausible(shape, box)) {
        Rim settled = scored(map, shape, box, sigma);
        best = best == null || settled.score > best.score ? settled : best;
      }
    }
    return best;
  }

  /** Smoothing moves a bent line towards its inner side by σ²/2 times the curvature: undone. */
  private static ShapeMatrix unbent(ShapeMatrix s, double sigma) {
    double det = s.sxx() * s.syy() - s.sxy() * s.sxy();
    EllipseStep step = new EllipseStep();
    double[] row = new double[EllipseStep.UNKNOWNS];
    for (int i = 0; i < POINTS; i++) {
      double ux = COS[i];
      double uy = SIN[i];
      double nx = (s.syy() * ux - s.sxy() * uy) / det;
      double ny = (s.sxx() * uy - s.sxy() * ux) / det;
      double norm = length(nx, ny);
      nx /= norm;
      ny /= norm;
      double ds = length(-s.sxx() * uy + s.sxy() * ux, -s.sxy() * uy + s.syy() * ux);
      double shift = 0.5 * sigma * sigma * det / (ds * ds * ds);
      EllipseStep.row(row, 0, nx, ny, ux, uy);
      step.add(row, 0, ds, Math.min(shift, 0.5 * sigma));
    }
    step.solve();
    return step.from(s);
  }

  private static List<ShapeMatrix> starts(RidgeMap map, Box box) {
    double side = Math.max(box.width(), box.height());
    double minRadius = Math.max(2.2, 0.08 * side);
    double maxRadius = 0.62 * side;
    List<Seed> seeds = circleSeeds(map, box, Math.max(2.2, 0.12 * side), maxRadius);
    List<ShapeMatrix> starts = new ArrayList<>();
    addPath(starts, map, box.centerX(), box.centerY(), minRadius, maxRadius);
    double halfX = box.width() / 2.6;
    double halfY = box.height() / 2.6;
    for (double shear = -0.3; shear < 0.4; shear += 0.3) {
      double sxy = shear * Math.min(halfX, halfY);
      starts.add(new ShapeMatrix(box.centerX(), box.centerY(), halfX, sxy, halfY));
    }
    for (Seed seed : seeds) {
      starts.add(ShapeMatrix.circle(seed.x, seed.y, seed.radius));
      addPath(starts, map, seed.x, seed.y, minRadius, maxRadius);
    }
    return starts;
  }

  /** Narrow ellipses that fill the box at every eighth of a half turn: loops seen edge-on. */
  private static void addBars(List<ShapeMatrix> starts, Box box) {
    for (int k = 0; k < 8; k++) {
      double cos = Math.cos(Math.PI * k / 8);
      double sin = Math.sin(Math.PI * k / 8);
      double sxx = cos * cos + BAR_RATIO * sin * sin;
      double syy = sin * sin + BAR_RATIO * cos * cos;
      double sxy = (1 - BAR_RATIO) * sin * cos;
      double scale =
          0.8 * Math.min(box.width() / 2 / length(sxx, sxy), box.height() / 2 / length(syy, sxy));
      starts.add(
          new ShapeMatrix(box.centerX(), box.centerY(), scale * sxx, scale * sxy, scale * syy));
    }
  }

  private static void addPath(
      List<ShapeMatrix> starts,
      RidgeMap map,
      double x,
      double y,
      double minRadius,
      double maxRadius) {
    ShapeMatrix shape = RimPath.around(map, x, y, minRadius, maxRadius);
    if (shape != null) {
      starts.add(shape);
    }
  }

  /** The best circles of a coarse scan, at most four, no two alike. */
  private static List<Seed> circleSeeds(RidgeMap map, Box box, double minRadius, double maxRadius) {
    List<Seed> kept = new ArrayList<>();
    for (double r = minRadius; r < maxRadius; r *= 1.35) {
      double stride = Math.max(1, 0.5 * r);
      int nx = (int) (0.3 * box.width() / stride);
      int ny = (int) (0.3 * box.height() / stride);
      for (int iy = -ny; iy <= ny; iy++) {
        for (int ix = -nx; ix <= nx; ix++) {
          double x = box.centerX() + ix * stride;
          double y = box.centerY() + iy * stride;
          double score = circleScore(map, x, y, r);
          if (kept.size() < SEEDS || score > kept.get(kept.size() - 1).score) {
            insert(kept, new Seed(x, y, r, score));
          }
        }
      }
    }
    return kept;
  }

  /** Keeps the list sorted, best first; of two alike the better stays. */
  private static void insert(List<Seed> kept, Seed seed) {
    for (int i = 0; i < kept.size(); i++) {
      if (alike(kept.get(i), seed)) {
        if (kept.get(i).score >= seed.score) {
          return;
        }
        kept.remove(i--);
      }
    }
    int at = kept.size();
    while (at > 0 && kept.get(at - 1).score < seed.score) {
      at--;
    }
    kept.add(at, seed);
    if (kept.size() > SEEDS) {
      kept.remove(SEEDS);
    }
  }

  private static boolean alike(Seed a, Seed b) {
    double larger = Math.max(a.radius, b.radius);
    return length(a.x - b.x, a.y - b.y) < 0.6 * larger
        && larger < 1.65 * Math.min(a.radius, b.radius);
  }

  private static double circleScore(RidgeMap map, double x, double y, double r) {
    double sum = 0;
    for (int i = 0; i < POINTS; i += 4) {
      double value = map.nearest(x + r * COS[i], y + r * SIN[i], COS[i], SIN[i]) * map.perNoise;
      sum += Math.max(-1, Math.min(CAP, value));
    }
    return sum * 4 / POINTS - 2 / Math.sqrt(r);
  }

  private static Rim scored(RidgeMap map, ShapeMatrix s, Box box, double sigma) {
    double det = s.sxx() * s.syy() - s.sxy() * s.sxy();
    double sum = 0;
    double arc = 0;
    double gaps = 0;
    int seen = 0;
    for (int i = 0; i < POINTS; i++) {
      double ux = COS[i];
      double uy = SIN[i];
      double nx = (s.syy() * ux - s.sxy() * uy) / det;
      double ny = (s.sxx() * uy - s.sxy() * ux) / det;
      double norm = length(nx, ny);
      double x = s.cx() + s.sxx() * ux + s.sxy() * uy;
      double y = s.cy() + s.sxy() * ux + s.syy() * uy;
      double tx = -s.sxx() * uy + s.sxy() * ux;
      double ty = -s.sxy() * uy + s.syy() * ux;
      double ds = length(tx, ty);
      if (map.covers(x, y)) {
        double value = map.response(x, y, nx / norm, ny / norm) * map.perNoise;
        sum += ds * Math.max(-1, Math.min(CAP, value));
        gaps += value < 0.5 ? ds : 0;
        seen++;
      }
      arc += ds;
    }
    double perimeter = arc * 2 * Math.PI / POINTS;
    double contrast = sum / arc; // what lies off the window counts as no rim
    double independent = Math.max(1, perimeter / (2.5 * sigma));
    double score = contrast - 2 / Math.sqrt(independent);
    score -= misfit(s, box);
    double off =
        length((s.cx() - box.centerX()) / box.width(), (s.cy() - box.centerY()) / box.height());
    score -= 3 * off * off;
    return new Rim(s, seen == 0 ? 0 : contrast, gaps / arc, score);
  }

  /** What the box makes unlikely: hulls much smaller than the box, or larger. */
  private static double misfit(ShapeMatrix s, Box box) {
    double wide = box.width() / (2 * length(s.sxx(), s.sxy()));
    double tall = box.height() / (2 * length(s.syy(), s.sxy()));
    double tight = Math.min(wide, tall);
    double loose = Math.max(wide, tall);
    double aspect = Math.abs(Math.log(box.width() / box.height()));
    double hullLike = Math.min(1, aspect / 0.2);
    return Math.max(0, Math.log(tight / 1.5))
        + hullLike * Math.max(0, Math.log(loose / 1.7))
        + 8 * Math.max(0, Math.log(0.95 / tight));
  }

  /**
   * One robust least-squares step towards the strongest rim within {@code reach} of the shape.
   *
   * @param every how many points of the outline one is looked at
   * @param spacing of the places along a normal where it is looked for
   */
  private static ShapeMatrix pulled(
      RidgeMap map, ShapeMatrix s, double reach, int every, double spacing) {
    double det = s.sxx() * s.syy() - s.sxy() * s.sxy();
    int points = POINTS / every;
    double[] shift = new double[points];
    double[] weight = new double[points];
    double[] rows = new double[points * EllipseStep.UNKNOWNS];
    int steps = (int) Math.ceil(reach / spacing);
    double[] profile = new double[2 * steps + 1];
    for (int p = 0; p < points; p++) {
      double ux = COS[p * every];
      double uy = SIN[p * every];
      double nx = (s.syy() * ux - s.sxy() * uy) / det;
      double ny = (s.sxx() * uy - s.sxy() * ux) / det;
      double norm = length(nx, ny);
      nx /= norm;
      ny /= norm;
      double x = s.cx() + s.sxx() * ux + s.sxy() * uy;
      double y = s.cy() + s.sxy() * ux + s.syy() * uy;
      double ds = length(-s.sxx() * uy + s.sxy() * ux, -s.sxy() * uy + s.syy() * ux);
      map.profile(x, y, nx, ny, spacing, profile);
      int top = 0;
      for (int k = 1; k < profile.length; k++) {
        top = profile[k] > profile[top] ? k : top;
      }
      double d = top - steps;
      if (top > 0 && top < profile.length - 1) {
        double curve = profile[top - 1] - 2 * profile[top] + profile[top + 1];
        d += curve < 0 ? 0.5 * (profile[top - 1] - profile[top + 1]) / curve : 0;
      }
      shift[p] = d * spacing;
      weight[p] = ds * Math.max(0, Math.min(CAP, profile[top]));
      EllipseStep.row(rows, p, nx, ny, ux, uy);
    }
    EllipseStep step = new EllipseStep();
    for (int round = 0; round < 3; round++) {
      double tolerance = round == 0 ? 2 * reach : reach * 0.7;
      EllipseStep next = new EllipseStep();
      for (int p = 0; p < points; p++) {
        double q = (shift[p] - step.along(rows, p)) / tolerance;
        double w = Math.abs(q) < 1 ? weight[p] * (1 - q * q) * (1 - q * q) : 0;
        if (w != 0) {
          next.add(rows, p, w, shift[p]);
        }
      }
      next.solve();
      step = next;
    }
    return step.from(s);
  }

  /** One Newton step up the total response, which weighs all points as a matched filter does. */
  private static ShapeMatrix climbed(RidgeMap map, ShapeMatrix s, double sigma) {
    double det = s.sxx() * s.syy() - s.sxy() * s.sxy();
    EllipseStep step = new EllipseStep();
    double[] row = new double[EllipseStep.UNKNOWNS];
    double h = 0.5 * sigma;
    for (int i = 0; i < POINTS; i++) {
      double ux = COS[i];
      double uy = SIN[i];
      double nx = (s.syy() * ux - s.sxy() * uy) / det;
      double ny = (s.sxx() * uy - s.sxy() * ux) / det;
      double norm = length(nx, ny);
      nx /= norm;
      ny /= norm;
      double x = s.cx() + s.sxx() * ux + s.sxy() * uy;
      double y = s.cy() + s.sxy() * ux + s.syy() * uy;
      double ds = length(-s.sxx() * uy + s.sxy() * ux, -s.sxy() * uy + s.syy() * ux);
      double before = map.response(x - h * nx, y - h * ny, nx, ny) * map.perNoise;
      double at = map.response(x, y, nx, ny) * map.perNoise;
      double after = map.response(x + h * nx, y + h * ny, nx, ny) * map.perNoise;
      double slope = (after - before) / (2 * h);
      double curve = -(before - 2 * at + after) / (h * h);
      // a floor keeps points without a rim from pulling; they follow the others
      double w = ds * Math.max(curve, 0.15 / (h * h));
      double d = Math.max(-sigma, Math.min(sigma, ds * slope / w));
      EllipseStep.row(row, 0, nx, ny, ux, uy);
      step.add(row, 0, w, d);
    }
    step.solve();
    return step.from(s);
  }

  private static boolean plausible(ShapeMatrix s, Box box) {
    double side = Math.max(box.width(), box.height());
    return s.isFinite()
        && s.semiMinor() >= 1.5
        && s.semiMajor() <= 0.75 * side
        && s.semiMinor() >= 0.22 * s.semiMajor()
        && Math.abs(s.cx() - box.centerX()) < 0.4 * box.width()
        && Math.abs(s.cy() - box.centerY()) < 0.4 * box.height();
  }

  /** Of vectors of ordinary length, so that no square is too large or too small. */
  private static double length(double x, double y) {
    return Math.sqrt(x * x + y * y);
  }
}
