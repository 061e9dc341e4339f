package org.loupe.training.screen;

/**
 * What is done to a patch before the first layer of the publication's network.
 *
 * @param mean taken away from each sample: of all patches that are learned from
 * @param scale that the difference is multiplied by: 1 as published
 */
record InputLi2018(float[] mean, float scale) {

  InputLi2018 {
    if (mean.length != PatchLi2018.SAMPLES) {
      throw new IllegalArgumentException(
          "mean must have " + PatchLi2018.SAMPLES + " samples, had " + mean.length);
    }
  }

  /** Writes a patch as the first layer takes it to {@code to}, from {@code offset} on. */
  void write(float[] patch, float[] to, int offset) {
    for (int i = 0; i < patch.length; i++) {
      to[offset + i] = (patch[i] - mean[i]) * scale;
    }
  }
}
