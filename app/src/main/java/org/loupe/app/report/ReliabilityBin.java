package org.loupe.app.report;

import java.util.ArrayList;
import java.util.List;
import org.loupe.training.ProbabilityCalibration;
import org.loupe.training.ProbabilityCalibration.Answer;

/**
 * The answers of the network in one tenth of the range of probabilities.
 *
 * @param from least probability
 * @param to probability that it stays below; the last bin holds 1 too
 * @param answers number
 * @param meanProbability of the answers; NaN without answers
 * @param shareRight share of the answers that have a label; NaN without answers
 */
record ReliabilityBin(
    double from, double to, int answers, double meanProbability, double shareRight) {

  private static final int BINS = 10;

  static List<ReliabilityBin> of(List<Answer> answers, ProbabilityCalibration calibration) {
    int[] count = new int[BINS];
    int[] right = new int[BINS];
    double[] sum = new double[BINS];
    for (Answer answer : answers) {
      double p = calibration.probability(answer.logit());
      int bin = Math.min(BINS - 1, (int) (p * BINS));
      count[bin]++;
      sum[bin] += p;
      right[bin] += answer.right() ? 1 : 0;
    }
    List<ReliabilityBin> bins = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      bins.add(
          new ReliabilityBin(
              (double) i / BINS,
              (i + 1.0) / BINS,
              count[i],
              sum[i] / count[i],
              (double) right[i] / count[i]));
    }
    return bins;
  }
}
