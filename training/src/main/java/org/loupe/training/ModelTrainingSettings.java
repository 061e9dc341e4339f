package org.loupe.training;

import java.util.Optional;
import org.loupe.dataset.FoldUnit;
import org.loupe.screen.ScreeningSettings;
import org.loupe.training.cascade.CascadeTrainingSettings;
import org.loupe.training.screen.ScreenerTrainingSettings;

/**
 * How a whole model is trained.
 *
 * @param unit what the cross-validation leaves out as a whole
 * @param folds of the cross-validation; at least 2
 * @param cascade how the cascades are trained; its bearable number of candidates is what the
 *     network has to screen
 * @param screener how the networks are trained
 * @param screening passes and overlap; its calibration and threshold are found by the training
 * @param goal what the threshold is chosen for
 * @param start a network in ONNX, as such a training gives it, that the networks start from; empty
 *     for random weights
 */
public record ModelTrainingSettings(
    FoldUnit unit,
    int folds,
    CascadeTrainingSettings cascade,
    ScreenerTrainingSettings screener,
    ScreeningSettings screening,
    OperatingGoal goal,
    Optional<byte[]> start) {

  /** Candidates for each label: all but a few of the defects are among them. */
  private static final double MAX_CANDIDATES = 12;

  /**
   * The network moves the boxes, so the cascade may look at fewer sizes: a third of the time of 1.1
   * for the same recall.
   */
  private static final double SCALE_FACTOR = 1.25;

  /** For the same reason at fewer places. */
  private static final int STRIDE = 3;

  public ModelTrainingSettings {
    if (folds < 2) {
      throw new IllegalArgumentException("folds must be at least 2, were " + folds);
    }
    if (!screening.patch().equals(screener.architecture().patch())) {
      throw new IllegalArgumentException(
          "screening and network must see the same patches, were "
              + screening.patch()
              + " and "
              + screener.architecture().patch());
    }
  }

  /** Returns three folds by series, twelve candidates a label, and the threshold of the best F1. */
  public static ModelTrainingSettings defaults() {
    return new ModelTrainingSettings(
        FoldUnit.SERIES,
        3,
        CascadeTrainingSettings.defaults().toBuilder()
            .scan(
                CascadeTrainingSettings.defaults()
                    .scan()
                    .withScaleFactor(SCALE_FACTOR)
                    .withStride(STRIDE))
            .maxCandidates(MAX_CANDIDATES)
            .minRecall(0)
            .patience(1)
            .build(),
        ScreenerTrainingSettings.defaults(),
        ScreeningSettings.defaults(),
        OperatingGoal.f1(),
        Optional.empty());
  }

  public ModelTrainingSettings withFolds(FoldUnit newUnit, int count) {
    return new ModelTrainingSettings(newUnit, count, cascade, screener, screening, goal, start);
  }

  public ModelTrainingSettings withCascade(CascadeTrainingSettings value) {
    return new ModelTrainingSettings(unit, folds, value, screener, screening, goal, start);
  }

  public ModelTrainingSettings withScreener(ScreenerTrainingSettings value) {
    return new ModelTrainingSettings(unit, folds, cascade, value, screening, goal, start);
  }

  public ModelTrainingSettings withGoal(OperatingGoal value) {
    return new ModelTrainingSettings(unit, folds, cascade, screener, screening, value, start);
  }

  /** Returns these settings with networks that start from {@code onnx}. */
  public ModelTrainingSettings withStart(byte[] onnx) {
    return new ModelTrainingSettings(
        unit, folds, cascade, screener, screening, goal, Optional.of(onnx));
  }
}
