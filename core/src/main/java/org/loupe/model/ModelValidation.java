package org.loupe.model;

import java.util.List;

/**
 * How well a model does on micrographs that it has not learned from.
 *
 * @param method how that was found, in words, such as "3 folds by series"
 * @param micrographs that were scored
 * @param annotations on them
 * @param operatingPoint what a user gets by default
 * @param curve all points, by ascending probability
 * @param calibrationError expected calibration error of the probabilities, in [0, 1]
 * @param recallBySize recall at the operating point, by ascending size
 */
public record ModelValidation(
    String method,
    int micrographs,
    int annotations,
    OperatingPoint operatingPoint,
    List<OperatingPoint> curve,
    double calibrationError,
    List<SizeClassRecall> recallBySize) {

  public ModelValidation {
    curve = List.copyOf(curve);
    recallBySize = List.copyOf(recallBySize);
    if (micrographs < 0 || annotations < 0) {
      throw new IllegalArgumentException(
          "micrographs and annotations must not be negative, were "
              + micrographs
              + " and "
              + annotations);
    }
    Rates.check("calibrationError", calibrationError);
    for (int i = 1; i < curve.size(); i++) {
      if (!(curve.get(i).minProbability() > curve.get(i - 1).minProbability())) {
        throw new IllegalArgumentException(
            "probabilities of the curve must ascend, were "
                + curve.get(i - 1).minProbability()
                + " and then "
                + curve.get(i).minProbability());
      }
    }
  }
}
