package org.loupe.training;

import java.util.List;

/**
 * The temperature and offset that make a network's probabilities come true.
 *
 * <p>The probability of a logit z is 1 / (1 + exp(−(z / temperature + offset))); both are fitted to
 * the likelihood of what was right, by Newton's method (J. Platt, Probabilistic outputs for support
 * vector machines, Advances in Large Margin Classifiers, MIT Press 1999; C. Guo, G. Pleiss, Y. Sun,
 * K. Weinberger, On calibration of modern neural networks, ICML 2017).
 *
 * @param temperature positive
 * @param offset added to the logit over the temperature
 */
public record ProbabilityCalibration(double temperature, double offset) {

  private static final int STEPS = 50;
  private static final int BINS = 10;

  /** Keeps the fit finite where logits tell right from wrong without an error. */
  private static final double RIDGE = 1e-3;

  private static final double MIN_SLOPE = 0.05;

  /**
   * What a network said and whether it was right.
   *
   * @param logit as the network gave it
   * @param right whether there is a defect
   */
  public record Answer(double logit, boolean right) {}

  /** Returns the calibration of answers; none at all give temperature 1 and offset 0. */
  public static ProbabilityCalibration fit(List<Answer> answers) {
    double slope = 1;
    double offset = 0;
    for (int step = 0; step < STEPS; step++) {
      double gradientSlope = RIDGE * (slope - 1);
      double gradientOffset = RIDGE * offset;
      double slopeSlope = RIDGE;
      double slopeOffset = 0;
      double offsetOffset = RIDGE;
      for (Answer answer : answers) {
        double p = 1 / (1 + Math.exp(-(slope * answer.logit() + offset)));
        double error = p - (answer.right() ? 1 : 0);
        double weight = p * (1 - p);
        gradientSlope += error * answer.logit();
        gradientOffset += error;
        slopeSlope += weight * answer.logit() * answer.logit();
        slopeOffset += weight * answer.logit();
        offsetOffset += weight;
      }
      double determinant = slopeSlope * offsetOffset - slopeOffset * slopeOffset;
      double stepSlope =
          (offsetOffset * gradientSlope - slopeOffset * gradientOffset) / determinant;
      double stepOffset = (slopeSlope * gradientOffset - slopeOffset * gradientSlope) / determinant;
      // a Newton step may overshoot where nearly all probabilities are 0 or 1
      double length = Math.max(1, Math.max(Math.abs(stepSlope), Math.abs(stepOffset)));
      slope = Math.max(MIN_SLOPE, slope - stepSlope / length);
      offset -= stepOffset / length;
      if (Math.max(Math.abs(stepSlope), Math.abs(stepOffset)) < 1e-10) {
        break;
      }
    }
    return new ProbabilityCalibration(1 / slope, offset);
  }

  /** Returns the calibrated probability of a logit, in [0, 1]. */
  public double probability(double logit) {
    return 1 / (1 + Math.exp(-(logit / temperature + offset)));
  }

  /**
   * Returns the expected calibration error: how far the share of right answers is from the mean
   * probability in each tenth of the range, weighted by the number of answers; 0 without answers.
   */
  public double expectedError(List<Answer> answers) {
    double[] probabilities = new double[BINS];
    double[] right = new double[BINS];
    for (Answer answer : answers) {
      double p = probability(answer.logit());
      int bin = Math.min(BINS - 1, (int) (p * BINS));
      probabilities[bin] += p;
      right[bin] += answer.right() ? 1 : 0;
    }
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(probabilities[bin] - right[bin]);
    }
    return answers.isEmpty() ? 0 : error / answers.size();
  }
}
