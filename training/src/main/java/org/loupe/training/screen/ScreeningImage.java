package org.loupe.training.screen;

import java.util.List;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/**
 * A micrograph that a screening network learns from.
 *
 * @param image as the detector sees it
 * @param annotations boxes of the labeled defects
 * @param candidates that a cascade gave which had not learned from this micrograph
 */
public record ScreeningImage(ByteImage image, List<Box> annotations, List<Candidate> candidates) {

  public ScreeningImage {
    annotations = List.copyOf(annotations);
    candidates = List.copyOf(candidates);
  }
}
