package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.loupe.geometry.Box;

/**
 * The strict matching rule: one to one, by overlap.
 *
 * <p>Detections are taken by descending probability; each gets the annotation that it overlaps most
 * among those that are still free, if the intersection over the union is at least a limit. Of equal
 * overlaps the first annotation counts. What is left on either side is wrong or missed.
 */
public final class IouRule {

  /** The usual limit. */
  public static final double LIMIT = 0.5;

  private IouRule() {}

  /**
   * Counts the matches of one micrograph.
   *
   * @param detections most probable first
   * @param minIou in (0, 1]
   */
  public static MatchCounts match(List<Box> annotations, List<Box> detections, double minIou) {
    int matched = 0;
    for (int annotation : matches(annotations, detections, minIou)) {
      if (annotation >= 0) {
        matched++;
      }
    }
    return new MatchCounts(annotations.size(), matched, detections.size(), matched);
  }

  /**
   * Returns the index of each detection's annotation, or -1.
   *
   * @param detections most probable first
   * @param minIou in (0, 1]
   */
  public static List<Integer> matches(List<Box> annotations, List<Box> detections, double minIou) {
    boolean[] taken = new boolean[annotations.size()];
    Integer[] matches = new Integer[detections.size()];
    Arrays.fill(matches, -1);
    for (int d = 0; d < matches.length; d++) {
      double most = 0;
      for (int a = 0; a < taken.length; a++) {
        double iou = taken[a] ? 0 : annotations.get(a).iou(detections.get(d));
        if (iou >= minIou && iou > most) {
          most = iou;
          matches[d] = a;
        }
      }
      if (matches[d] >= 0) {
        taken[matches[d]] = true;
      }
    }
    return new ArrayList<>(List.of(matches));
  }
}
