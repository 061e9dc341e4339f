package org.loupe.defect;

import java.util.List;
import java.util.Optional;
import org.loupe.micrograph.Calibration;

/**
 * Everything that was found in one micrograph.
 *
 * @param image name of the micrograph in the tables
 * @param widthPx width of the micrograph, in pixels
 * @param heightPx height of the micrograph, in pixels
 * @param calibration size of the square pixels and its source; empty if unknown
 * @param intensityMapping the rule that made the detector's 8 bits, in words
 * @param defects in reading order of their boxes
 * @param notes what a user should know about how this micrograph was read
 * @param revision what a person's labels made of it; empty if there were none
 * @param trust how far the defects may be believed; empty if the model does not know
 * @param region what of it was analyzed
 * @param member name of the member of the model that found the defects; empty if the model has no
 *     other members
 */
public record MicrographResult(
    String image,
    int widthPx,
    int heightPx,
    Optional<Calibration> calibration,
    String intensityMapping,
    List<Defect> defects,
    List<String> notes,
    Optional<Revision> revision,
    Optional<Trust> trust,
    AnalyzedRegion region,
    Optional<String> member) {

  public MicrographResult {
    defects = List.copyOf(defects);
    notes = List.copyOf(notes);
  }

  /**
   * Makes a result of the whole micrograph, that nobody labeled, of a model that does not know how
   * far to believe it.
   */
  public MicrographResult(
      String image,
      int widthPx,
      int heightPx,
      Optional<Calibration> calibration,
      String intensityMapping,
      List<Defect> defects,
      List<String> notes) {
    this(
        image,
        widthPx,
        heightPx,
        calibration,
        intensityMapping,
        defects,
        notes,
        Optional.empty(),
        Optional.empty(),
        AnalyzedRegion.whole(widthPx, heightPx),
        Optional.empty());
  }

  /**
   * Returns the result with the defects that a person's labels left or added; the F1 that was
   * predicted was that of the machine's detections.
   */
  public MicrographResult revised(List<Defect> others, Revision by) {
    return new MicrographResult(
        image,
        widthPx,
        heightPx,
        calibration,
        intensityMapping,
        others,
        notes,
        Optional.of(by),
        trust.map(Trust::withoutPrediction),
        region,
        member);
  }

  /** Returns this result with what is known of how far it may be believed. */
  public MicrographResult withTrust(Optional<Trust> other) {
    return new MicrographResult(
        image,
        widthPx,
        heightPx,
        calibration,
        intensityMapping,
        defects,
        notes,
        revision,
        other,
        region,
        member);
  }
}
