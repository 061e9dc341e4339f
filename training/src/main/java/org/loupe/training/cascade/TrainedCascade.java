package org.loupe.training.cascade;

import java.util.List;
import org.loupe.cascade.LbpCascade;

/**
 * A cascade and how it was made.
 *
 * @param cascade loads in OpenCV 4.x and MATLAB
 * @param stages a report of each
 * @param stopReason why there are no more
 * @param curve recall against candidates on the validation micrographs, by stage, then by
 *     neighbors; empty without such micrographs, and for the first stages, which pass too much
 * @param annotations in the micrographs that it was trained on
 * @param uncoveredAnnotations of these that no window of the scan covers, for example because they
 *     are smaller than the smallest window; nothing was learned from them
 */
public record TrainedCascade(
    LbpCascade cascade,
    List<StageReport> stages,
    StopReason stopReason,
    List<CurvePoint> curve,
    int annotations,
    int uncoveredAnnotations) {

  public TrainedCascade {
    stages = List.copyOf(stages);
    curve = List.copyOf(curve);
  }
}
