package org.loupe.dataset;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/**
 * A person's mark of one defect.
 *
 * <p>Every label has a box; an ellipse or an outline only if the person drew one. Nothing here is
 * made from anything else, but the box of a label that has none: it is the shape's bounding box
 * within the micrograph.
 *
 * @param box in pixels of the micrograph, as the person or the file drew it
 * @param ellipse in pixels of the micrograph; may leave it where the defect does
 * @param outline lines round the defect, by the nonzero winding rule, so that holes run the other
 *     way; empty where none was drawn, and where there is an ellipse
 * @param defectClass name of the class; empty where the labels have none
 */
public record Annotation(
    Box box, Optional<Ellipse> ellipse, List<Polygon> outline, Optional<String> defectClass) {

  private static final double LEAST_SPAN = 6.0 / 7;

  public Annotation {
    outline = List.copyOf(outline);
    if (ellipse.isPresent() && !outline.isEmpty()) {
      throw new IllegalArgumentException("a label has an ellipse or an outline, had both");
    }
  }

  /** Makes a mark that is a box and nothing else. */
  public Annotation(Box box) {
    this(box, Optional.empty(), List.of(), Optional.empty());
  }

  /** Returns whether the person drew a shape, which spans the box but for a seventh at most. */
  public boolean isTight() {
    if (ellipse.isPresent()) {
      Box hull = ellipse.get().boundingBox();
      return spans(hull.width(), hull.height());
    }
    DoubleSummaryStatistics x = new DoubleSummaryStatistics();
    DoubleSummaryStatistics y = new DoubleSummaryStatistics();
    for (Polygon polygon : outline) {
      for (Point corner : polygon.corners()) {
        x.accept(corner.x());
        y.accept(corner.y());
      }
    }
    return !outline.isEmpty() && spans(x.getMax() - x.getMin(), y.getMax() - y.getMin());
  }

  private boolean spans(double width, double height) {
    return width > LEAST_SPAN * box.width() && height > LEAST_SPAN * box.height();
  }

  /** Returns the same mark with another box. */
  Annotation withBox(Box other) {
    return new Annotation(other, ellipse, outline, defectClass);
  }

  /** Returns the same mark of a defect of class {@code name}. */
  Annotation withClass(String name) {
    return new Annotation(box, ellipse, outline, Optional.of(name));
  }
}
