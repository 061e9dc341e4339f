package org.loupe.dataset;

import java.util.List;

/**
 * A set of labels of another format.
 *
 * @param set what was read
 * @param notes what was left out and what else a person should know, a sentence each
 */
public record ImportedSet(LabeledSet set, List<String> notes) {

  public ImportedSet {
    notes = List.copyOf(notes);
  }
}
