package org.loupe.evaluate;

import java.util.List;

/**
 * Which annotations and detections of one micrograph belong together by a matching rule.
 *
 * @param ofAnnotations for each annotation, its detection
 * @param ofDetections for each detection, its annotation
 */
public record Matching(List<Partner> ofAnnotations, List<Partner> ofDetections) {

  /**
   * The other side of a match.
   *
   * @param index in the list of the other side; -1 if nothing matches
   * @param measure by the paper rule the larger of the distances of the centers in x and in y, in
   *     pixels; by the strict rule the intersection over the union; NaN if nothing matches
   */
  public record Partner(int index, double measure) {

    static final Partner NONE = new Partner(-1, Double.NaN);

    public boolean matches() {
      return index >= 0;
    }
  }

  public Matching {
    ofAnnotations = List.copyOf(ofAnnotations);
    ofDetections = List.copyOf(ofDetections);
  }

  public MatchCounts counts() {
    return new MatchCounts(
        ofAnnotations.size(), matched(ofAnnotations), ofDetections.size(), matched(ofDetections));
  }

  private static int matched(List<Partner> partners) {
    return (int) partners.stream().filter(Partner::matches).count();
  }
}
