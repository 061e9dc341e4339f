package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one person or one program marked, by the names of the micrographs in the labeled set.
 *
 * @param name of the person or program
 * @param marks of each micrograph that was looked at; an empty list where nothing was found
 */
public record MarkSet(String name, Map<String, List<Mark>> marks) {

  public MarkSet {
    Map<String, List<Mark>> copy = new LinkedHashMap<>();
    marks.forEach((image, list) -> copy.put(image, List.copyOf(list)));
    marks = java.util.Collections.unmodifiableMap(copy);
  }

  /** Returns the marks of a micrograph. */
  public List<Mark> of(String micrograph) {
    List<Mark> list = marks.get(micrograph);
    if (list == null) {
      throw new IllegalArgumentException(name + " did not look at " + micrograph);
    }
    return list;
  }

  /** Returns the micrographs that all of the sets looked at, in the order given. */
  static List<MarkedMicrograph> common(List<MarkedMicrograph> micrographs, List<MarkSet> sets) {
    List<MarkedMicrograph> common = new ArrayList<>();
    for (MarkedMicrograph micrograph : micrographs) {
      if (sets.stream().allMatch(set -> set.marks().containsKey(micrograph.name()))) {
        common.add(micrograph);
      }
    }
    return common;
  }
}
