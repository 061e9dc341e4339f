package org.loupe.evaluate;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What annotations of each class are called by the detections that match them one to one.
 *
 * @param classes in alphabetical order; marks without a class are {@value #UNNAMED}
 * @param counts a row for each class of annotations and a last one for false alarms, a column for
 *     each class of detections and a last one for misses
 */
public record ClassConfusion(List<String> classes, List<List<Integer>> counts) {

  /** How marks without a class are called. */
  public static final String UNNAMED = "(no class)";

  /**
   * Returns the table by the strict rule's matches, which do not ask for classes; empty if neither
   * annotations nor detections tell classes apart.
   */
  public static Optional<ClassConfusion> of(
      List<MarkedMicrograph> micrographs, List<RuleFigures.Image> images) {
    SortedSet<String> annotated = new TreeSet<>();
    SortedSet<String> detected = new TreeSet<>();
    for (MarkedMicrograph micrograph : micrographs) {
      micrograph.annotations().forEach(a -> annotated.add(name(a)));
      micrograph.detections().forEach(d -> detected.add(name(d)));
    }
    if (annotated.size() < 2 && detected.size() < 2) {
      return Optional.empty();
    }
    annotated.addAll(detected);
    List<String> classes = List.copyOf(annotated);
    int[][] counts = new int[classes.size() + 1][classes.size() + 1];
    for (int i = 0; i < images.size(); i++) {
      MarkedMicrograph micrograph = micrographs.get(i);
      Matching matching = images.get(i).matching();
      for (int a = 0; a < micrograph.annotations().size(); a++) {
        int partner = matching.ofAnnotations().get(a).index();
        int column =
            partner < 0
                ? classes.size()
                : classes.indexOf(name(micrograph.detections().get(partner)));
        counts[classes.indexOf(name(micrograph.annotations().get(a)))][column]++;
      }
      for (int d = 0; d < micrograph.detections().size(); d++) {
        if (!matching.ofDetections().get(d).matches()) {
          counts[classes.size()][classes.indexOf(name(micrograph.detections().get(d)))]++;
        }
      }
    }
    return Optional.of(
        new ClassConfusion(
            classes,
            java.util.Arrays.stream(counts)
                .map(row -> java.util.Arrays.stream(row).boxed().toList())
                .toList()));
  }

  /**
   * Returns the counts of one class alone: an annotation is found and a detection right only if
   * both are of this class.
   */
  public MatchCounts ofClass(String name) {
    int i = classes.indexOf(name);
    if (i < 0) {
      throw new IllegalArgumentException("no class " + name + " among " + classes);
    }
    int right = counts.get(i).get(i);
    int annotations = counts.get(i).stream().mapToInt(Integer::intValue).sum();
    int detections = counts.stream().mapToInt(row -> row.get(i)).sum();
    return new MatchCounts(annotations, right, detections, right);
  }

  private static String name(Mark mark) {
    return mark.defectClass().orElse(UNNAMED);
  }
}
