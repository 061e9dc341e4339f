package org.loupe.training.cascade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.loupe.cascade.Stage;
import org.loupe.cascade.Stump;

/**
 * Gentle AdaBoost of one stage.
 *
 * <p>Each round fits a stump to the responses +1 and -1 by weighted least squares, adds its leaf to
 * every example's sum, and multiplies the example's weight by exp(-response · leaf). After each
 * round the threshold is put where the wanted part of the positive examples passes; the stage is
 * done when few enough negative examples pass with them. The examples of least weight, 5 % of the
 * sum together, sit a round out (weight trimming); the result does not depend on the number of
 * threads.
 *
 * <p>Source: J. Friedman, T. Hastie, R. Tibshirani, Additive logistic regression: a statistical
 * view of boosting, Ann. Statist. 28, 337 (2000), doi 10.1214/aos/1016218223.
 */
final class GentleBoost {

  /** Integer weights of a round add up to at most this. */
  private static final int WEIGHT_SUM = 1 << 30;

  private static final int CHUNK = 32;

  private final CodeMatrix codes;
  private final int positives;
  private final CascadeTrainingSettings settings;
  private final ForkJoinPool pool;
  private final SplittableRandom random;

  private final double[] sums;
  private final double[] weights;

  /** The examples that count in this round, the positive ones first. */
  private final int[] index;

  private final int[] roundWeights;
  private int active;
  private int activePositives;

  private GentleBoost(
      CodeMatrix codes,
      int positives,
      CascadeTrainingSettings settings,
      long seed,
      ForkJoinPool pool) {
    this.codes = codes;
    this.positives = positives;
    this.settings = settings;
    this.pool = pool;
    random = new SplittableRandom(seed);
    sums = new double[codes.examples()];
    weights = new double[codes.examples()];
    index = new int[codes.examples()];
    roundWeights = new int[codes.examples()];
    Arrays.fill(weights, 1);
  }

  /**
   * A stage and how it did.
   *
   * @param stage its stumps' features are numbered as in the matrix
   * @param hitRate part of the positive examples that pass
   * @param falseAlarmRate part of the negative examples that pass
   */
  record Trained(Stage stage, double hitRate, double falseAlarmRate) {}

  /**
   * Trains a stage.
   *
   * @param positives how many of the examples are positive; these come first
   */
  static Trained train(
      CodeMatrix codes,
      int positives,
      CascadeTrainingSettings settings,
      long seed,
      ForkJoinPool pool) {
    return new GentleBoost(codes, positives, settings, seed, pool).train();
  }

  private Trained train() {
    List<Stump> stumps = new ArrayList<>();
    float threshold = 0;
    double falseAlarm = 1;
    while (stumps.size() < settings.maxWeakCount() && falseAlarm > settings.maxFalseAlarm()) {
      trim();
      int feature = bestFeature();
      if (feature < 0) {
        break;
      }
      StumpFit fit = new StumpFit();
      fit.count(codes.codes()[feature], index, activePositives, active, roundWeights);
      StumpFit.Split split = fit.split();
      Stump stump = new Stump(feature, split.leftCodes(), split.leftLeaf(), split.rightLeaf());
      stumps.add(stump);
      add(stump);
      threshold = threshold();
      falseAlarm = passing(positives, codes.examples(), threshold);
    }
    if (stumps.isEmpty()) {
      throw new IllegalArgumentException(
          "no feature tells the positive examples from the negative ones; are all images blank?");
    }
    return new Trained(new Stage(threshold, stumps), passing(0, positives, threshold), falseAlarm);
  }

  /** Chooses the examples of this round and turns their weights into integers. */
  private void trim() {
    double[] sorted = weights.clone();
    Arrays.sort(sorted);
    double total = 0;
    for (double weight : sorted) {
      total += weight;
    }
    double least = 0;
    double left = 0;
    for (double weight : sorted) {
      left += weight;
      if (left > (1 - settings.weightTrimRate()) * total) {
        least = weight;
        break;
      }
    }
    double scale = WEIGHT_SUM / total;
    active = 0;
    for (int i = 0; i < weights.length; i++) {
      if (i == positives) {
        activePositives = active;
      }
      if (weights[i] >= least) {
        index[active] = i;
        roundWeights[active] = (int) (weights[i] * scale);
        active++;
      }
    }
  }

  /** Returns the feature whose stump fits best, or -1 if none divides the examples. */
  private int bestFeature() {
    int[] features = Subset.draw(codes.codes().length, settings.featureFraction(), random);
    int chunks = (features.length + CHUNK - 1) / CHUNK;
    double[] quality = new double[features.length];
    Parallel.run(
        pool,
        () ->
            IntStream.range(0, chunks)
                .parallel()
                .forEach(
                    chunk -> {
                      StumpFit fit = new StumpFit();
                      int end = Math.min(features.length, (chunk + 1) * CHUNK);
                      for (int k = chunk * CHUNK; k < end; k++) {
                        fit.count(
                            codes.codes()[features[k]],
                            index,
                            activePositives,
                            active,
                            roundWeights);
                        quality[k] = fit.quality();
                      }
                    }));
    int best = -1;
    double most = 0;
    for (int k = 0; k < features.length; k++) {
      if (quality[k] > most) {
        most = quality[k];
        best = features[k];
      }
    }
    return best;
  }

  private void add(Stump stump) {
    byte[] row = codes.codes()[stump.feature()];
    double left = Math.exp(stump.leftLeaf());
    double right = Math.exp(stump.rightLeaf());
    boolean[] isLeft = new boolean[256];
    for (int code = 0; code < 256; code++) {
      isLeft[code] = stump.leftCodes().contains(code);
    }
    for (int i = 0; i < sums.length; i++) {
      boolean goesLeft = isLeft[row[i] & 0xFF];
      sums[i] += goesLeft ? stump.leftLeaf() : stump.rightLeaf();
      if (i < positives) {
        weights[i] /= goesLeft ? left : right;
      } else {
        weights[i] *= goesLeft ? left : right;
      }
    }
  }

  /** Returns the largest threshold that the wanted part of the positive examples passes. */
  private float threshold() {
    double[] positive = Arrays.copyOf(sums, positives);
    Arrays.sort(positive);
    int mayFail = (int) ((1 - settings.minHitRate()) * positive.length);
    double least = positive[Math.min(mayFail, positive.length - 1)];
    float rounded = (float) least;
    return rounded > least ? Math.nextDown(rounded) : rounded;
  }

  private double passing(int from, int to, float threshold) {
    int passing = 0;
    // as the detector decides; see Stage.passingSum
    float least = new Stage(threshold, List.of(NO_STUMP)).passingSum();
    for (int i = from; i < to; i++) {
      if (sums[i] >= least) {
        passing++;
      }
    }
    return (double) passing / (to - from);
  }

  private static final Stump NO_STUMP =
      new Stump(0, new org.loupe.cascade.CodeSet(0, 0, 0, 0), 0, 0);
}
