package org.loupe.measure;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The closed path round a point along which the rim is strongest, by dynamic programming in polar
 * coordinates with logarithmic radii.
 */
final class RimPath {

  private static final int ANGLES = 32;
  private static final double LOG_STEP = 0.07;
  private static final int REACH = 2;
  private static final double CAP = 4;
  private static final double BEND_PENALTY = 0.15;
  private static final float BEND_1 = (float) BEND_PENALTY;
  private static final float BEND_2 = (float) (BEND_PENALTY * REACH * REACH);
  private static final double[] COS = new double[ANGLES];
  private static final double[] SIN = new double[ANGLES];

  static {
    for (int a = 0; a < ANGLES; a++) {
      COS[a] = Math.cos(2 * Math.PI * a / ANGLES);
      SIN[a] = Math.sin(2 * Math.PI * a / ANGLES);
    }
  }

  private RimPath() {}

  /** Returns the shape with the area moments of the best path round (cx, cy). */
  static @Nullable ShapeMatrix around(
      RidgeMap map, double cx, double cy, double minRadius, double maxRadius) {
    int radii = 1 + (int) Math.ceil(Math.log(maxRadius / minRadius) / LOG_STEP);
    if (radii < 2) {
      return null;
    }
    double[] radius = new double[radii];
    for (int r = 0; r < radii; r++) {
      radius[r] = minRadius * Math.exp(r * LOG_STEP);
    }
    float[] gain = gains(map, cx, cy, radius);
    int[] path = closedPath(gain, radii);
    double[] xs = new double[ANGLES];
    double[] ys = new double[ANGLES];
    for (int a = 0; a < ANGLES; a++) {
      xs[a] = cx + radius[path[a]] * COS[a];
      ys[a] = cy + radius[path[a]] * SIN[a];
    }
    return Polygons.momentShape(xs, ys);
  }

  private static float[] gains(RidgeMap map, double cx, double cy, double[] radius) {
    float[] gain = new float[ANGLES * radius.length];
    for (int a = 0; a < ANGLES; a++) {
      for (int r = 0; r < radius.length; r++) {
        double x = cx + radius[r] * COS[a];
        double y = cy + radius[r] * SIN[a];
        double value = map.nearest(x, y, COS[a], SIN[a]) * map.perNoise;
        gain[a * radius.length + r] = (float) Math.max(-1, Math.min(CAP, value));
      }
    }
    return gain;
  }

  /** Two laps from any start: the second lap has forgotten where the first began. */
  private static int[] closedPath(float[] gain, int radii) {
    int steps = 2 * ANGLES;
    byte[] from = new byte[steps * radii];
    float[] best = new float[radii];
    float[] next = new float[radii];
    for (int s = 0; s < steps; s++) {
      step(gain, s % ANGLES * radii, best, next, from, s * radii);
      float[] swap = best;
      best = next;
      next = swap;
    }
    int r = 0;
    for (int i = 1; i < radii; i++) {
      r = best[i] > best[r] ? i : r;
    }
    // the middle of the two laps is free of both ends: half a lap from each
    int[] path = new int[ANGLES];
    Arrays.fill(path, -1);
    for (int s = steps - 1; s >= ANGLES / 2; s--) {
      if (s < steps - ANGLES / 2) {
        path[s % ANGLES] = r;
      }
      r += from[s * radii + r];
    }
    return path;
  }

  /** Adds one angle: from each radius the best of the few next to it, less what the bend costs. */
  private static void step(
      float[] gain, int angle, float[] best, float[] next, byte[] from, int at) {
    int radii = best.length;
    int inner = Math.min(REACH, radii);
    int outer = Math.max(inner, radii - REACH);
    for (int r = 0; r < inner; r++) {
      stepAtEnd(r, gain, angle, best, next, from, at);
    }
    for (int r = inner; r < outer; r++) {
      float most = best[r - 2] - BEND_2;
      int arg = -2;
      float value = best[r - 1] - BEND_1;
      arg = value > most ? -1 : arg;
      most = Math.max(most, value);
      value = best[r];
      arg = value > most ? 0 : arg;
      most = Math.max(most, value);
      value = best[r + 1] - BEND_1;
      arg = value > most ? 1 : arg;
      most = Math.max(most, value);
      value = best[r + 2] - BEND_2;
      arg = value > most ? 2 : arg;
      most = Math.max(most, value);
      next[r] = most + gain[angle + r];
      from[at + r] = (byte) arg;
    }
    for (int r = outer; r < radii; r++) {
      stepAtEnd(r, gain, angle, best, next, from, at);
    }
  }

  private static void stepAtEnd(
      int r, float[] gain, int angle, float[] best, float[] next, byte[] from, int at) {
    float most = Float.NEGATIVE_INFINITY;
    int arg = 0;
    int low = Math.max(-REACH, -r);
    int high = Math.min(REACH, best.length - 1 - r);
    for (int d = low; d <= high; d++) {
      float value = best[r + d] - (float) (BEND_PENALTY * d * d);
      if (value > most) {
        most = value;
        arg = d;
      }
    }
    next[r] = most + gain[angle + r];
    from[at + r] = (byte) arg;
  }
}
