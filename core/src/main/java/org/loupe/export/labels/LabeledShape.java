package org.loupe.export.labels;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/**
 * A defect as label formats hold it, marked by a person or found.
 *
 * @param box in pixels of the micrograph
 * @param ellipse empty if only a box or an outline is known
 * @param outline lines round the defect by the nonzero winding rule; empty if none is known
 * @param defectClass name of the class; empty if there are none
 * @param detectionScore the cascade's score; empty for a person's mark
 * @param probability of a defect, in [0, 1]; empty for a person's mark
 */
public record LabeledShape(
    Box box,
    Optional<Ellipse> ellipse,
    List<Polygon> outline,
    Optional<String> defectClass,
    OptionalDouble detectionScore,
    OptionalDouble probability) {

  /** What formats that ask for a class are told of a defect that has none. */
  static final String NO_CLASS = "defect";

  /** Corners of the polygon that stands for an ellipse: its area is 0.13 % less. */
  private static final int CORNERS = 72;

  /** More than the rounding of formats' fractions and of 32-bit numbers. */
  private static final double SAME_PX = 0.01;

  /** What is told where a format has a place for the outline alone. */
  static final String BOX_LOST =
      "labels have a box of their own beside their outline, which is lost";

  public LabeledShape {
    outline = List.copyOf(outline);
  }

  String className() {
    return defectClass.orElse(NO_CLASS);
  }

  /** Returns whether a person's box is another than that of the outline. */
  boolean hasBoxOfItsOwn() {
    Box drawn = extent();
    return ellipse.isEmpty()
        && Math.max(
                Math.max(Math.abs(box.x() - drawn.x()), Math.abs(box.y() - drawn.y())),
                Math.max(
                    Math.abs(box.right() - drawn.right()), Math.abs(box.bottom() - drawn.bottom())))
            > SAME_PX;
  }

  /** Returns the box round what is drawn, which may be larger than a person's box. */
  Box extent() {
    if (ellipse.isPresent()) {
      return ellipse.get().boundingBox();
    }
    if (outline.isEmpty()) {
      return box;
    }
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Polygon line : outline) {
      for (Point corner : line.corners()) {
        left = Math.min(left, corner.x());
        top = Math.min(top, corner.y());
        right = Math.max(right, corner.x());
        bottom = Math.max(bottom, corner.y());
      }
    }
    return new Box(left, top, Math.max(1e-3, right - left), Math.max(1e-3, bottom - top));
  }

  /** Returns the outline, the ellipse's where there is one; empty for a box. */
  List<Polygon> drawnOutline() {
    return ellipse.map(e -> List.of(e.polygon(CORNERS))).orElse(outline);
  }
}
