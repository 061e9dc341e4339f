package org.loupe.training.cascade;

import java.util.List;
import java.util.Optional;
import org.loupe.cascade.LbpCascade;

/**
 * A cascade whose length and minimum of neighbors were chosen on micrographs that the judged ones
 * had not learned from.
 *
 * @param cascade the chosen number of stages
 * @param training the whole training that it comes from
 * @param folds the trainings of cross-validation, which only judged the settings; may be none
 * @param curve recall against candidates on validation micrographs, pooled over the folds; empty
 *     without validation
 * @param chosen the point of the curve that the cascade is meant for; empty without validation
 */
public record ValidatedCascade(
    LbpCascade cascade,
    TrainedCascade training,
    List<TrainedCascade> folds,
    List<CurvePoint> curve,
    Optional<CurvePoint> chosen) {

  public ValidatedCascade {
    folds = List.copyOf(folds);
    curve = List.copyOf(curve);
  }
}
