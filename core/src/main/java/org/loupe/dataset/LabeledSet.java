package org.loupe.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * A folder of labeled micrographs.
 *
 * @param folder where it lies
 * @param layout the kind of labels, in words
 * @param micrographs in the order of their names; at least one
 */
public record LabeledSet(Path folder, String layout, List<LabeledMicrograph> micrographs) {

  public LabeledSet {
    micrographs = List.copyOf(micrographs);
    if (micrographs.isEmpty()) {
      throw new IllegalArgumentException(folder + ": a labeled set needs a micrograph, had none");
    }
  }

  /** Returns the micrographs of one part. */
  public List<LabeledMicrograph> part(LabeledMicrograph.Part part) {
    return micrographs.stream().filter(m -> m.part() == part).toList();
  }

  /** Returns the same micrographs, all of them to learn from. */
  public LabeledSet withoutParts() {
    return new LabeledSet(
        folder,
        layout,
        micrographs.stream().map(m -> m.in(LabeledMicrograph.Part.TRAINING)).toList());
  }
}
