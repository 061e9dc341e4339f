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
 * @param trust how far the defects may be believed; empty if the model does not know
 * @param region what of it was analyzed
 */
public record MicrographResult(
    String image,
    int widthPx,
    int heightPx,
    Optional<Calibration> calibration,
    String intensityMapping,
    List<Defect> defects,
    List<String> notes,
    Optional<Trust> trust,
    AnalyzedRegion region) {

  public MicrographResult {
    defects = List.copyOf(defects);
    notes = List.copyOf(notes);
  }

  /** Makes a result of the whole micrograph, of a model that does not know its own limits. */
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
        AnalyzedRegion.whole(widthPx, heightPx));
  }

  /** Returns this result with what is known of how far it may be believed. */
  public MicrographResult withTrust(Optional<Trust> other) {
    return new MicrographResult(
        image, widthPx, heightPx, calibration, intensityMapping, defects, notes, other, region);
  }
}
