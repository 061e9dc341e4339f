package org.loupe.screen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.AreaSums;
import org.loupe.image.ByteImage;
import org.loupe.io.MicrographReaders;
import org.loupe.model.ModelFile;

/**
 * Prints how many candidates and patches a second Module II screens; run by {@code
 * benchmarks/screening-speed.sh}.
 */
final class ScreeningSpeed {

  private static final int CANDIDATES = 2000;
  private static final double SMALLEST = 16;
  private static final double LARGEST = 160;

  private ScreeningSpeed() {}

  /** Takes the number of runs, a model file and a micrograph. */
  public static void main(String[] arguments) throws IOException {
    int runs = Integer.parseInt(arguments[0]);
    ScreenerModel model = ModelFile.read(Path.of(arguments[1])).screener().orElseThrow();
    ByteImage image = MicrographReaders.read(Path.of(arguments[2])).detectorImage();
    List<Candidate> candidates = candidates(image);
    PatchSettings shape = model.settings().patch();
    PatchCutter cutter = new PatchCutter(shape);
    print(
        "cut out pixel by pixel, patches a second",
        1,
        runs,
        () -> candidates.forEach(c -> cutter.cut(image, c.box())),
        CANDIDATES);
    print(
        "cut out by sums over areas, adding them up included, patches a second",
        1,
        runs,
        () -> {
          Optional<AreaSums> sums = AreaSums.of(image);
          candidates.forEach(c -> cutter.cut(image, sums, c.box()));
        },
        CANDIDATES);
    try (Screener screener = new Screener(model);
        ScreenerNetwork network = new ScreenerNetwork(model.onnx(), shape)) {
      float[] patches = new float[32 * shape.samples()];
      float[] scalars = new float[32 * PatchScaling.SCALARS];
      for (int threads = 1; threads <= 2; threads++) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        print(
            "network alone, patches a second",
            threads,
            runs,
            () ->
                pool.submit(
                        () ->
                            candidates.subList(0, CANDIDATES / 32).parallelStream()
                                .forEach(batch -> network.judge(patches, scalars)))
                    .join(),
            CANDIDATES / 32 * 32);
        print(
            "cut out and judged, as in a first look, patches a second",
            threads,
            runs,
            () -> screener.judge(image, candidates, pool),
            CANDIDATES);
        pool.shutdown();
      }
    }
  }

  /** Prints the median and the best of some runs. */
  private static void print(String what, int threads, int runs, Runnable work, int patches) {
    double[] rates = new double[runs];
    for (int run = -3; run < runs; run++) {
      long start = System.nanoTime();
      work.run();
      rates[Math.max(0, run)] = patches * 1e9 / (System.nanoTime() - start);
    }
    Arrays.sort(rates);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.0f (%.0f) |%n",
        what,
        threads,
        rates[runs / 2],
        rates[runs - 1]);
  }

  /** Squares of all sizes anywhere: hardly any is promising enough for a second look. */
  private static List<Candidate> candidates(ByteImage image) {
    SplittableRandom random = new SplittableRandom(4);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < CANDIDATES; i++) {
      double side = SMALLEST * Math.pow(LARGEST / SMALLEST, random.nextDouble());
      double x = random.nextDouble() * (image.width() - side);
      double y = random.nextDouble() * (image.height() - side);
      candidates.add(new Candidate(new Box(x, y, side, side), 1, 1));
    }
    return candidates;
  }
}
