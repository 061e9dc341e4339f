package org.loupe.measure;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;

/**
 * Prints the accuracy and speed tables of {@code docs/measurement.md}; run by {@code
 * benchmarks/measurement-table.sh}.
 */
final class MeasurementTable {

  private static final int RINGS = 60;
  private static final double[] DIAMETERS = {8, 10, 14, 20, 30, 50, 80, 120};
  private static final double[] NOISE = {3, 5, 10};

  private MeasurementTable() {}

  /** Makes the box that a ring is measured in. */
  private interface Boxes {
    Box of(RenderedRing ring, Random random);
  }

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    out.println("Padded hulls, as the labels'");
    table(out, (ring, random) -> ring.padded());
    out.println("Squares of 1.1 to 1.6 times the major axis, up to a tenth off center");
    table(out, (ring, random) -> ring.square(random, 1.1 + 0.5 * random.nextDouble(), 0.1));
    out.println("Squares of 2 to 2.2 times the major axis, up to a quarter off center");
    table(out, (ring, random) -> ring.square(random, 2 + 0.2 * random.nextDouble(), 0.25));
    speed(out);
  }

  private static void table(PrintStream out, Boxes boxes) {
    out.println(
        "| diameter | SNR | mean error major, minor | 95 % of major within | orientation mean,"
            + " 95 %, worst | over 20 % off |");
    out.println("|---|---|---|---|---|---|");
    for (double diameter : DIAMETERS) {
      for (double snr : NOISE) {
        out.println(row(diameter, snr, boxes));
      }
    }
  }

  private static String row(double diameter, double snr, Boxes boxes) {
    DefectMeasurer measurer = rimFit();
    Random random = new Random(1234 + Math.round(100 * diameter + snr));
    List<Double> major = new ArrayList<>();
    List<Double> minor = new ArrayList<>();
    List<Double> orientation = new ArrayList<>();
    int gross = 0;
    for (int i = 0; i < RINGS; i++) {
      double least = diameter < 12 ? 0.6 : 0.5;
      double ratio = least + (1 - least) * random.nextDouble();
      double widest = Math.min(5, Math.max(2, diameter * (ratio + 1) / 10));
      double rim = 2 + (widest - 2) * random.nextDouble();
      RenderedRing ring =
          RenderedRing.of(random, diameter, ratio, 180 * random.nextDouble(), rim, snr);
      Ellipse found = measurer.measure(ring.image(), boxes.of(ring, random)).ellipse();
      major.add(found.majorAxisLength() - diameter);
      minor.add(found.minorAxisLength() - diameter * ratio);
      if (Math.abs(major.get(i)) > 0.2 * diameter || Math.abs(minor.get(i)) > 0.2 * diameter) {
        gross++;
      }
      if (ratio < 0.8) {
        orientation.add(
            RenderedRing.degreesBetween(found.orientation(), ring.truth().orientation()));
      }
    }
    return String.format(
        Locale.ROOT,
        "| %.0f | %.0f | %+.2f, %+.2f | %.2f | %.1f, %.1f, %.1f | %d of %d |",
        diameter,
        snr,
        mean(major),
        mean(minor),
        magnitude(major, 0.95),
        mean(orientation),
        magnitude(orientation, 0.95),
        magnitude(orientation, 1),
        gross,
        RINGS);
  }

  private static DefectMeasurer rimFit() {
    return new DefectMeasurer(MeasurementSettings.defaults().withMethod(MeasurementMethod.RIM_FIT));
  }

  private static void speed(PrintStream out) {
    DefectMeasurer measurer = rimFit();
    DefectMeasurer flood = new DefectMeasurer(MeasurementSettings.published());
    for (double side : new double[] {32, 50, 140}) {
      out.printf(
          Locale.ROOT,
          "Box of %.0f px: %.0f a second, published flood %.0f, one thread%n",
          side,
          perSecond(measurer, side),
          perSecond(flood, side));
    }
  }

  private static double perSecond(DefectMeasurer measurer, double side) {
    Random random = new Random(9);
    List<RenderedRing> rings = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rings.add(RenderedRing.of(random, side / 1.3, 0.5 + 0.5 * random.nextDouble(), i, 3, 5));
    }
    double best = 0;
    for (int round = 0; round < 12; round++) {
      long start = System.nanoTime();
      for (RenderedRing ring : rings) {
        measurer.measure(ring.image(), ring.square(random, 1.3, 0.05));
      }
      best = Math.max(best, rings.size() / ((System.nanoTime() - start) / 1e9));
    }
    return best;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private static double magnitude(List<Double> values, double fraction) {
    double[] sorted = values.stream().mapToDouble(Math::abs).sorted().toArray();
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, (int) (fraction * sorted.length))];
  }
}
