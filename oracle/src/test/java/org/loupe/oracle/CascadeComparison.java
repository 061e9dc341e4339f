package org.loupe.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.bytedeco.opencv.opencv_core.Mat;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/** Prints the tables of docs/performance.md: windows and times of core beside OpenCV's. */
public final class CascadeComparison {

  /** Runs until everything is compiled. */
  private static final int WARM_UP = 3;

  private CascadeComparison() {}

  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[1]);
    switch (args[0]) {
      case "parity" -> parity(data, args);
      case "speed" ->
          speed(data, Integer.parseInt(args[2]), Arrays.asList(args).subList(3, args.length));
      default -> throw new IllegalArgumentException("parity or speed, was " + args[0]);
    }
  }

  static List<Path> cascades(Path data) throws IOException {
    try (var files = Files.list(data.resolve("cascades"))) {
      return files.filter(f -> f.toString().endsWith(".xml")).sorted().toList();
    }
  }

  private static void parity(Path data, String[] args) throws IOException {
    ForkJoinPool pool = new ForkJoinPool(2);
    for (Path cascade : cascades(data)) {
      OpenCvDetector rival = new OpenCvDetector(cascade);
      LbpCascade ours = CascadeXml.read(cascade);
      for (int i = 2; i < args.length; i++) {
        ByteImage image = OpenCvDetector.read(data.resolve(args[i]));
        StringBuilder line = new StringBuilder();
        for (int neighbors : new int[] {0, 1, 4}) {
          ScanSettings settings = ScanSettings.defaults().withMinNeighbors(neighbors);
          List<Box> theirs = rival.detect(image, settings);
          List<Box> mine = boxes(new CascadeDetector(ours, settings).detect(image, pool));
          int differing = differing(theirs, mine);
          line.append(String.format(Locale.ROOT, " | %d | %d", theirs.size(), differing));
        }
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %dx%d%s |%n",
            cascade.getFileName(),
            args[i],
            image.width(),
            image.height(),
            line);
      }
    }
  }

  static List<Box> boxes(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::box).toList();
  }

  static List<Box> sorted(List<Box> boxes) {
    List<Box> sorted = new ArrayList<>(boxes);
    sorted.sort(
        Comparator.comparingDouble(Box::width)
            .thenComparingDouble(Box::height)
            .thenComparingDouble(Box::y)
            .thenComparingDouble(Box::x));
    return sorted;
  }

  /** Returns how many boxes only one of the two has, counted with multiplicity. */
  static int differing(List<Box> a, List<Box> b) {
    int missing = 0;
    Map<Box, Integer> count = new HashMap<>();
    for (Box box : b) {
      count.merge(box, 1, Integer::sum);
    }
    for (Box box : a) {
      if (count.merge(box, -1, Integer::sum) < 0) {
        missing++;
      }
    }
    return missing + count.values().stream().mapToInt(n -> Math.max(n, 0)).sum();
  }

  private static void speed(Path data, int runs, List<String> images) throws IOException {
    ForkJoinPool one = new ForkJoinPool(1);
    ForkJoinPool two = new ForkJoinPool(2);
    for (String name : images) {
      ByteImage image = OpenCvDetector.read(data.resolve(name));
      Mat mat = OpenCvDetector.mat(image);
      for (Path cascade : cascades(data)) {
        OpenCvDetector rival = new OpenCvDetector(cascade);
        for (int neighbors : new int[] {0, 4}) {
          ScanSettings settings = ScanSettings.defaults().withMinNeighbors(neighbors);
          CascadeDetector ours = new CascadeDetector(CascadeXml.read(cascade), settings);
          double[] theirs = new double[runs];
          double[] single = new double[runs];
          double[] dual = new double[runs];
          for (int i = 0; i < WARM_UP; i++) {
            ours.detect(image, one);
            ours.detect(image, two);
          }
          for (int i = 0; i < runs; i++) {
            theirs[i] = milliseconds(() -> rival.detect(mat, settings));
            single[i] = milliseconds(() -> ours.detect(image, one));
            dual[i] = milliseconds(() -> ours.detect(image, two));
          }
          System.out.printf(
              Locale.ROOT,
              "| %dx%d | %s | %s | %.0f | %.1f | %.2f | %.1f | %.2f |%n",
              image.width(),
              image.height(),
              cascade.getFileName(),
              neighbors == 0 ? "windows" : "groups",
              median(theirs),
              median(single),
              medianRatio(theirs, single),
              median(dual),
              medianRatio(single, dual));
        }
      }
      mat.close();
    }
  }

  /**
   * Returns the time of a second run: the first one wakes the processor and fills its caches, which
   * whoever has run before would spare one and not the other.
   */
  private static double milliseconds(Runnable run) {
    run.run();
    long start = System.nanoTime();
    run.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double medianRatio(double[] a, double[] b) {
    double[] ratios = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      ratios[i] = a[i] / b[i];
    }
    return median(ratios);
  }
}
