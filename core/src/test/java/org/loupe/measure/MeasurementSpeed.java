package org.loupe.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ForkJoinPool;
import org.loupe.defect.Measurement;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;
import org.loupe.simulation.MicrographSimulator;
import org.loupe.simulation.SimulationSettings;
import org.loupe.simulation.SyntheticMicrograph;

/**
 * Prints how long the defects of one crowded frame take; run by {@code
 * benchmarks/measurement-speed.sh}. It calls nothing that an older version lacks, and prints a
 * number that all results go into, so that two versions can be told apart by it.
 */
final class MeasurementSpeed {

  private static final int SIDE = 2048;
  private static final int DEFECTS = 2000;

  private MeasurementSpeed() {}

  /** Takes a name for the version, the number of runs, and methods. */
  public static void main(String[] arguments) {
    int runs = Integer.parseInt(arguments[1]);
    GrayImage[] image = new GrayImage[1];
    List<Box> boxes = new ArrayList<>();
    render(image, boxes);
    for (String method : Arrays.asList(arguments).subList(2, arguments.length)) {
      DefectMeasurer measurer =
          new DefectMeasurer(
              MeasurementSettings.published().withMethod(MeasurementMethod.valueOf(method)));
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      double[] cpu = new double[runs];
      double[] one = new double[runs];
      double[] two = new double[runs];
      long digest = 0;
      ForkJoinPool pair = new ForkJoinPool(2);
      for (int run = -3; run < runs; run++) {
        int kept = Math.max(0, run);
        long wall = System.nanoTime();
        long busy = threads.getCurrentThreadCpuTime();
        long sum = 0;
        for (Box box : boxes) {
          sum = 31 * sum + bits(measurer.measure(image[0], box));
        }
        digest = sum;
        cpu[kept] = (threads.getCurrentThreadCpuTime() - busy) / 1e6;
        one[kept] = (System.nanoTime() - wall) / 1e6;
        wall = System.nanoTime();
        pair.submit(() -> boxes.parallelStream().forEach(box -> measurer.measure(image[0], box)))
            .join();
        two[kept] = (System.nanoTime() - wall) / 1e6;
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.0f (%.0f) | %.0f (%.0f) | %.0f (%.0f) | %016x |%n",
          arguments[0],
          method,
          median(cpu),
          Arrays.stream(cpu).min().orElseThrow(),
          median(one),
          Arrays.stream(one).min().orElseThrow(),
          median(two),
          Arrays.stream(two).min().orElseThrow(),
          digest);
    }
  }

  /** Loops of 32 pixels in the median, each in its hull plus 15 %. */
  private static void render(GrayImage[] image, List<Box> boxes) {
    SimulationSettings.Loops loops =
        new SimulationSettings.Loops(
            DEFECTS, 15, 1.4, 6, 40, 0.55, 0.95, 2.3, 0.5, 0.3, 0.3, 0.02, 0.6);
    SyntheticMicrograph micrograph =
        MicrographSimulator.simulate(
            new SimulationSettings(
                SIDE,
                SIDE,
                0.47,
                5,
                loops,
                SimulationSettings.Clutter.defaults(),
                SimulationSettings.Imaging.defaults()));
    image[0] = micrograph.image();
    for (Ellipse loop : micrograph.loops()) {
      Box hull = loop.boundingBox();
      double x = 0.15 * hull.width();
      double y = 0.15 * hull.height();
      boxes.add(new Box(hull.x() - x / 2, hull.y() - y / 2, hull.width() + x, hull.height() + y));
    }
  }

  private static long bits(Measurement measurement) {
    Ellipse e = measurement.ellipse();
    long bits = Double.doubleToLongBits(measurement.areaPx2());
    bits = 31 * bits + Double.doubleToLongBits(e.centerX());
    bits = 31 * bits + Double.doubleToLongBits(e.centerY());
    bits = 31 * bits + Double.doubleToLongBits(e.majorAxisLength());
    bits = 31 * bits + Double.doubleToLongBits(e.minorAxisLength());
    bits = 31 * bits + Double.doubleToLongBits(e.orientation());
    return 31 * bits + measurement.flags().stream().mapToInt(f -> f.name().hashCode()).sum();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
