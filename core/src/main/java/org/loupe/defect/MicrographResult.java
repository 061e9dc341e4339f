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
 */
public record MicrographResult(
    String image,
    int widthPx,
    int heightPx,
    Optional<Calibration> calibration,
    String intensityMapping,
    List<Defect> defects,
    List<String> notes,
    Optional<Revision> revision) {

  public MicrographResult {
    defects = List.copyOf(defects);
    notes = List.copyOf(notes);
  }

  /** Makes the result of a micrograph that nobody labeled. */
  public MicrographResult(
      String image,
      int widthPx,
      int heightPx,
      Optional<Calibration> calibration,
      String intensityMapping,
      List<Defect> defects,
      List<String> notes) {
    this(image, widthPx, heightPx, calibration, intensityMapping, defects, notes, Optional.empty());
  }

  /** Returns the result with the defects that a person's labels left or added. */
  public MicrographResult revised(List<Defect> others, Revision by) {
    return new MicrographResult(
        image, widthPx, heightPx, calibration, intensityMapping, others, notes, Optional.of(by));
  }
}
