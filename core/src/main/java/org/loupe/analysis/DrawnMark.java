package org.loupe.analysis;

import java.util.List;
import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Polygon;

/**
 * A label that says where a defect is.
 *
 * @param box in pixels of the micrograph: the label's own, or the bounding box of its shape
 * @param ellipse empty if the label has none
 * @param outline lines round the defect; empty if the label has none
 * @param defectClass empty if the label does not say
 */
public record DrawnMark(
    Box box, Optional<Ellipse> ellipse, List<Polygon> outline, Optional<String> defectClass) {

  public DrawnMark {
    outline = List.copyOf(outline);
  }
}
