package org.loupe.evaluate;

import java.util.ArrayList;
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
    double[][] iou = new double[detections.size()][annotations.size()];
    for (int d = 0; d < iou.length; d++) {
      for (int a = 0; a < iou[d].length; a++) {
        iou[d][a] = annotations.get(a).iou(detections.get(d));
      }
    }
    List<Integer> matches = new ArrayList<>(iou.length);
    for (int annotation : matches(iou, minIou)) {
      matches.add(annotation);
    }
    return matches;
  }

  /**
   * Returns the index of each detection's annotation, or -1.
   *
   * @param iou of each detection, the surest first, with each annotation
   * @param minIou in (0, 1]
   */
  static int[] matches(double[][] iou, double minIou) {
    int[] matches = new int[iou.length];
    boolean[] taken = new boolean[iou.length == 0 ? 0 : iou[0].length];
    for (int d = 0; d < iou.length; d++) {
      double most = 0;
      matches[d] = -1;
      for (int a = 0; a < taken.length; a++) {
        if (!taken[a] && iou[d][a] >= minIou && iou[d][a] > most) {
          most = iou[d][a];
          matches[d] = a;
        }
      }
      if (matches[d] >= 0) {
        taken[matches[d]] = true;
      }
    }
    return matches;
  }
}
