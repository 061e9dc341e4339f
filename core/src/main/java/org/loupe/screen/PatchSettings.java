package org.loupe.screen;

import java.util.List;

/**
 * What a network sees of a candidate.
 *
 * @param sizePx samples along each side of a patch, 16 to 256
 * @param contexts side of each of the patch's channels over the longer side of the candidate's box,
 *     each at least 1: the first shows the defect, others its surroundings
 */
public record PatchSettings(int sizePx, List<Double> contexts) {

  public PatchSettings {
    contexts = List.copyOf(contexts);
    if (sizePx < 16 || sizePx > 256) {
      throw new IllegalArgumentException("sizePx must be 16 to 256, was " + sizePx);
    }
    if (contexts.isEmpty() || contexts.size() > 8) {
      throw new IllegalArgumentException("contexts must be 1 to 8, were " + contexts.size());
    }
    for (double context : contexts) {
      if (!(context >= 1 && context <= 16)) {
        throw new IllegalArgumentException("contexts must be 1 to 16, were " + contexts);
      }
    }
  }

  /** Returns 48 × 48 samples of 1.5 and of 4 times the box's side. */
  public static PatchSettings defaults() {
    return new PatchSettings(48, List.of(1.5, 4.0));
  }

  /** Returns the number of channels. */
  public int channels() {
    return contexts.size();
  }

  /** Returns the number of samples of all channels. */
  public int samples() {
    return channels() * sizePx * sizePx;
  }
}
