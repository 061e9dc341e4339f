package org.loupe.dataset;

import java.util.List;

/**
 * A set of labels of another format.
 *
 * @param set what was read
 * @param sizes of its pixels, where a table beside it tells them
 * @param notes what was left out and what else a person should know, a sentence each
 */
public record ImportedSet(LabeledSet set, PixelSizeIndex sizes, List<String> notes) {

  public ImportedSet {
    notes = List.copyOf(notes);
  }
}
