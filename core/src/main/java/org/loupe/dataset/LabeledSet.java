package org.loupe.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A folder of labeled micrographs.
 *
 * @param folder where it lies
 * @param layout the kind of labels, in words
 * @param micrographs in the order of their names, of joined sets one set after the other; at least
 *     one
 * @param classes names in the order of the labels' own list, from number 0, blank where a number
 *     has no name; empty if they have no list
 */
public record LabeledSet(
    Path folder, String layout, List<LabeledMicrograph> micrographs, List<String> classes) {

  public LabeledSet {
    micrographs = List.copyOf(micrographs);
    classes = List.copyOf(classes);
    if (micrographs.isEmpty()) {
      throw new IllegalArgumentException(folder + ": a labeled set needs a micrograph, had none");
    }
  }

  /** Returns a set whose labels have no list of classes. */
  public LabeledSet(Path folder, String layout, List<LabeledMicrograph> micrographs) {
    this(folder, layout, micrographs, List.of());
  }

  /**
   * Returns the micrographs of several sets as one; a single set is returned as it is. Names and
   * series begin with the set's folder, so that equal ones of two sets stay apart.
   *
   * @throws IllegalArgumentException if there is no set, or two folders have the same name
   */
  public static LabeledSet joined(List<LabeledSet> sets) {
    if (sets.isEmpty()) {
      throw new IllegalArgumentException("there must be a labeled set");
    }
    if (sets.size() == 1) {
      return sets.get(0);
    }
    Set<String> names = new TreeSet<>();
    List<LabeledMicrograph> micrographs = new ArrayList<>();
    for (LabeledSet set : sets) {
      if (!names.add(set.name())) {
        throw new IllegalArgumentException(
            set.folder()
                + ": another of the labeled sets is called "
                + set.name()
                + " as well; rename one of the folders");
      }
      set.micrographs.forEach(m -> micrographs.add(m.of(set.name())));
    }
    return new LabeledSet(
        sets.get(0).folder,
        sets.stream().map(set -> set.name() + ": " + set.layout).collect(Collectors.joining("; ")),
        micrographs);
  }

  /** Returns the name of the folder. */
  public String name() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
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
        micrographs.stream().map(m -> m.in(LabeledMicrograph.Part.TRAINING)).toList(),
        classes);
  }
}
