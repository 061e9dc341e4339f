package org.loupe.training;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.loupe.trust.DetectionTrait;
import org.loupe.trust.F1Prediction;
import org.loupe.trust.TrainingDomain;
import org.loupe.trust.TrustBasis;

/**
 * Learns when to believe a model, from micrographs that the judged models had not learned from.
 *
 * <p>Everything is judged by leaving out one series at a time. The domain's limit is the distance
 * that {@value #EXCEEDING} of the micrographs exceed when compared with all other series. F1 is
 * predicted in three {@link Way}s; that with the least mean absolute error is kept, the simplest of
 * equals.
 */
public final class TrustTrainer {

  /** Share of the training micrographs that may count as unlike all others. */
  static final double EXCEEDING = 0.03;

  private static final int NEIGHBORS = 3;

  /** With fewer, a limit would be the word of one or two micrographs. */
  private static final int LEAST_MICROGRAPHS = 12;

  private static final int LEAST_SERIES = 3;

  /** Penalty of the ridge regression: that of as many micrographs. */
  private static final double RIDGE = 10;

  /** A way to predict F1, the simplest first. */
  enum Way {
    /** The mean of the training micrographs. */
    MEAN,
    /** What the probabilities promise, shifted by what it is off on the mean. */
    PROMISE,
    /**
     * Ridge regression on all {@link DetectionTrait}s (A. E. Hoerl, R. W. Kennard, Ridge
     * regression, Technometrics 12, 55-67 (1970), doi 10.1080/00401706.1970.10488634).
     */
    REGRESSION
  }

  private TrustTrainer() {}

  /**
   * Returns what is learned; empty from fewer than {@value #LEAST_MICROGRAPHS} micrographs or
   * {@value #LEAST_SERIES} series.
   *
   * @param minProbability the operating point that the examples were found with
   */
  public static Optional<TrustBasis> train(List<TrustExample> examples, double minProbability) {
    List<String> series = series(examples);
    if (examples.size() < LEAST_MICROGRAPHS || series.size() < LEAST_SERIES) {
      return Optional.empty();
    }
    double[] distances = new double[examples.size()];
    for (String left : series) {
      TrainingDomain others =
          domain(examples.stream().filter(e -> !e.series().equals(left)).toList());
      for (int i = 0; i < distances.length; i++) {
        if (examples.get(i).series().equals(left)) {
          distances[i] = others.distance(examples.get(i).traits());
        }
      }
    }
    return Optional.of(
        new TrustBasis(
            minProbability,
            domain(examples).withLimit(distances, EXCEEDING),
            prediction(examples.stream().filter(e -> !e.detections().isEmpty()).toList())));
  }

  private static List<String> series(List<TrustExample> examples) {
    return examples.stream().map(TrustExample::series).distinct().sorted().toList();
  }

  private static TrainingDomain domain(List<TrustExample> examples) {
    return TrainingDomain.of(
        examples.stream().map(TrustExample::traits).toList(), Math.min(NEIGHBORS, examples.size()));
  }

  private static Optional<F1Prediction> prediction(List<TrustExample> examples) {
    if (examples.size() < LEAST_MICROGRAPHS || series(examples).size() < LEAST_SERIES) {
      return Optional.empty();
    }
    Way best =
        Stream.of(Way.values())
            .min(Comparator.comparingDouble(way -> error(examples, way)))
            .orElseThrow();
    F1Prediction fitted = fit(examples, best);
    return Optional.of(
        new F1Prediction(
            fitted.mean(),
            fitted.terms(),
            error(examples, best),
            error(examples, Way.MEAN),
            examples.size()));
  }

  /** Returns the mean absolute error on each series of what the others taught. */
  private static double error(List<TrustExample> examples, Way way) {
    double sum = 0;
    for (String left : series(examples)) {
      F1Prediction others =
          fit(examples.stream().filter(e -> !e.series().equals(left)).toList(), way);
      for (TrustExample example : examples) {
        if (example.series().equals(left)) {
          sum += Math.abs(others.predict(example.detections()) - example.f1());
        }
      }
    }
    return sum / examples.size();
  }

  /** Returns a prediction whose errors are not yet known. */
  static F1Prediction fit(List<TrustExample> examples, Way way) {
    double mean = examples.stream().mapToDouble(TrustExample::f1).average().orElse(0);
    List<F1Prediction.Term> terms =
        switch (way) {
          case MEAN -> List.of();
          case PROMISE ->
              List.of(
                  new F1Prediction.Term(
                      DetectionTrait.PROMISED_F1, mean(examples, DetectionTrait.PROMISED_F1), 1));
          case REGRESSION -> regression(examples, mean, List.of(DetectionTrait.values()));
        };
    return new F1Prediction(mean, terms, 0, 0, examples.size());
  }

  private static double mean(List<TrustExample> examples, DetectionTrait trait) {
    return examples.stream().mapToDouble(e -> value(e, trait)).average().orElse(0);
  }

  private static List<F1Prediction.Term> regression(
      List<TrustExample> examples, double mean, List<DetectionTrait> traits) {
    int count = traits.size();
    double[] centers = new double[count];
    double[] spreads = new double[count];
    for (int k = 0; k < count; k++) {
      DetectionTrait trait = traits.get(k);
      double center = mean(examples, trait);
      centers[k] = center;
      double variance =
          examples.stream()
              .mapToDouble(e -> (value(e, trait) - center) * (value(e, trait) - center))
              .average()
              .orElse(0);
      spreads[k] = variance > 0 ? Math.sqrt(variance) : 1;
    }
    double[][] matrix = new double[count][count + 1];
    for (TrustExample example : examples) {
      double[] z = new double[count];
      for (int k = 0; k < count; k++) {
        z[k] = (value(example, traits.get(k)) - centers[k]) / spreads[k];
      }
      for (int k = 0; k < count; k++) {
        for (int l = 0; l < count; l++) {
          matrix[k][l] += z[k] * z[l];
        }
        matrix[k][count] += z[k] * (example.f1() - mean);
      }
    }
    for (int k = 0; k < count; k++) {
      matrix[k][k] += RIDGE;
    }
    double[] weights = solve(matrix);
    return IntStream.range(0, count)
        .mapToObj(k -> new F1Prediction.Term(traits.get(k), centers[k], weights[k] / spreads[k]))
        .toList();
  }

  private static double value(TrustExample example, DetectionTrait trait) {
    Double value = example.detections().get(trait);
    if (value == null) {
      throw new IllegalArgumentException("no " + trait + " in " + example);
    }
    return value;
  }

  /** Solves a positive definite system, its right side in the last column, by elimination. */
  private static double[] solve(double[][] matrix) {
    int count = matrix.length;
    for (int k = 0; k < count; k++) {
      for (int row = k + 1; row < count; row++) {
        double factor = matrix[row][k] / matrix[k][k];
        for (int column = k; column <= count; column++) {
          matrix[row][column] -= factor * matrix[k][column];
        }
      }
    }
    double[] solution = new double[count];
    for (int k = count - 1; k >= 0; k--) {
      double rest = matrix[k][count];
      for (int column = k + 1; column < count; column++) {
        rest -= matrix[k][column] * solution[column];
      }
      solution[k] = rest / matrix[k][k];
    }
    return solution;
  }
}
