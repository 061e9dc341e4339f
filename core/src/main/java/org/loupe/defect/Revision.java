package org.loupe.defect;

/**
 * What a person's labels made of what the machine found in a micrograph.
 *
 * @param kept detections that the labels hold unchanged
 * @param drawn labels that are none of the machine's detections: drawn, moved or given another
 *     class
 * @param removed detections that the labels do not hold unchanged
 */
public record Revision(int kept, int drawn, int removed) {

  public Revision {
    if (kept < 0 || drawn < 0 || removed < 0) {
      throw new IllegalArgumentException(
          "counts must not be negative, were " + kept + ", " + drawn + " and " + removed);
    }
  }

  /** Returns the sum of two. */
  public Revision plus(Revision other) {
    return new Revision(kept + other.kept, drawn + other.drawn, removed + other.removed);
  }
}
