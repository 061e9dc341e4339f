package org.loupe.training.screen;

import org.loupe.screen.PatchScaling;

/**
 * Examples for one step of training, one after the other in each array.
 *
 * @param patches scaled
 * @param scalars beside them
 * @param targets probability of a defect
 * @param targetWeights 1, or 0 where nothing is known
 * @param deltas to the defect's box, four an example
 * @param deltaWeights 1, or 0 where there is no defect
 */
record ScreeningBatch(
    float[] patches,
    float[] scalars,
    float[] targets,
    float[] targetWeights,
    float[] deltas,
    float[] deltaWeights) {

  static ScreeningBatch ofSize(int count, int samples) {
    return new ScreeningBatch(
        new float[count * samples],
        new float[count * PatchScaling.SCALARS],
        new float[count],
        new float[count],
        new float[4 * count],
        new float[count]);
  }

  int size() {
    return targets.length;
  }
}
