package org.loupe.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Divides micrographs into folds of about equal numbers of annotations, whole series (or sets) at a
 * time.
 *
 * <p>Micrographs of one series show neighboring fields, often with the same defects; divided among
 * folds they would let a model be judged by what it has learned from.
 */
public final class ValidationFolds {

  private ValidationFolds() {}

  /**
   * Returns {@code count} folds, each in the order of {@code micrographs}.
   *
   * <p>Series go to the emptiest fold, those with most annotations first; the same micrographs
   * always give the same folds.
   *
   * @param unit what is never divided
   * @param count at least 2
   * @throws IllegalArgumentException if there are fewer units than folds
   */
  public static List<List<LabeledMicrograph>> of(
      List<LabeledMicrograph> micrographs, FoldUnit unit, int count) {
    if (count < 2) {
      throw new IllegalArgumentException("there must be at least 2 folds, were " + count);
    }
    Map<String, List<LabeledMicrograph>> byUnit = new TreeMap<>();
    for (LabeledMicrograph micrograph : micrographs) {
      byUnit.computeIfAbsent(unit.of(micrograph), u -> new ArrayList<>()).add(micrograph);
    }
    if (byUnit.size() < count) {
      throw new IllegalArgumentException(
          "there are "
              + byUnit.size()
              + (unit == FoldUnit.SET ? " labeled sets" : " series")
              + " for "
              + count
              + (unit == FoldUnit.SET ? " folds; give more sets" : " folds; label more series")
              + " or ask for fewer folds");
    }
    List<List<LabeledMicrograph>> units = new ArrayList<>(byUnit.values());
    units.sort(Comparator.comparingInt(ValidationFolds::annotations).reversed());
    Map<String, Integer> foldOf = new TreeMap<>();
    int[] load = new int[count];
    for (List<LabeledMicrograph> one : units) {
      int lightest = 0;
      for (int i = 1; i < count; i++) {
        if (load[i] < load[lightest]) {
          lightest = i;
        }
      }
      // a unit without annotations weighs something too, or one fold would get all of them
      load[lightest] += annotations(one) + 1;
      foldOf.put(unit.of(one.get(0)), lightest);
    }
    List<List<LabeledMicrograph>> folds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int fold = i;
      folds.add(
          micrographs.stream().filter(m -> foldOf.getOrDefault(unit.of(m), -1) == fold).toList());
    }
    return folds;
  }

  private static int annotations(List<LabeledMicrograph> micrographs) {
    return micrographs.stream().mapToInt(m -> m.annotations().size()).sum();
  }
}
