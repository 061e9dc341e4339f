package org.loupe.training.cascade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.loupe.cascade.LbpFeature;

/**
 * Times where the boosting of a stage goes, beside one pass over the codes.
 *
 * <p>Arguments: examples, threads, rounds. Run by benchmarks/boosting.sh; not a test.
 */
final class BoostingBenchmark {

  private static final int SIZE = 32;

  private BoostingBenchmark() {}

  public static void main(String[] args) {
    int examples = Integer.parseInt(args[0]);
    int threads = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    ForkJoinPool pool = new ForkJoinPool(threads);
    List<LbpFeature> features = LbpFeature.all(SIZE, SIZE);
    List<byte[]> windows = windows(examples);
    System.out.printf("%d features, %d examples, %d threads%n", features.size(), examples, threads);
    for (int run = 0; run < 3; run++) {
      long start = System.nanoTime();
      CodeMatrix codes = CodeMatrix.of(features, windows, SIZE, SIZE, pool);
      report("codes of all windows", start, 1, codes);
      start = System.nanoTime();
      for (int k = 0; k < rounds; k++) {
        pass(codes, pool);
      }
      report("one pass over the codes", start, rounds, codes);
      for (double fraction : new double[] {1, 0.25}) {
        CascadeTrainingSettings settings =
            CascadeTrainingSettings.defaults().toBuilder()
                .maxWeakCount(rounds)
                .maxFalseAlarm(0.001)
                .featureFraction(fraction)
                .build();
        start = System.nanoTime();
        int stumps =
            GentleBoost.train(codes, examples / 3, settings, 1, pool).stage().stumps().size();
        report("a stump, chosen from " + fraction + " of the features", start, stumps, codes);
      }
    }
    pool.shutdown();
  }

  private static void report(String what, long start, int rounds, CodeMatrix codes) {
    double seconds = (System.nanoTime() - start) / 1e9 / rounds;
    double cells = (double) codes.codes().length * codes.examples();
    System.out.printf(
        "%-45s %8.1f ms  %6.3f ns a feature and example%n",
        what, seconds * 1e3, seconds * 1e9 / cells);
  }

  /** Reads each code once. */
  private static void pass(CodeMatrix codes, ForkJoinPool pool) {
    int[] sums = new int[codes.codes().length];
    Parallel.run(
        pool,
        () ->
            IntStream.range(0, sums.length)
                .parallel()
                .forEach(
                    f -> {
                      int sum = 0;
                      for (byte code : codes.codes()[f]) {
                        sum += code;
                      }
                      sums[f] = sum;
                    }));
    if (Arrays.stream(sums).sum() == 42) {
      System.out.println("never mind");
    }
  }

  /** Returns noise, the first third with a ring. */
  private static List<byte[]> windows(int count) {
    Random random = new Random(1);
    List<byte[]> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] window = new byte[SIZE * SIZE];
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          double distance = Math.hypot(x - 15.5, y - 15.5);
          double ring = i < count / 3 ? -12 * Math.exp(-Math.pow((distance - 11) / 2, 2)) : 0;
          window[y * SIZE + x] = (byte) (128 + ring + 20 * random.nextGaussian());
        }
      }
      windows.add(window);
    }
    return windows;
  }
}
