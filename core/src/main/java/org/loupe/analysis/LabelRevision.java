package org.loupe.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Revision;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;
import org.loupe.image.GrayImage;
import org.loupe.measure.DefectMeasurer;

/**
 * Puts a person's labels in the place of what the machine found in a micrograph.
 *
 * <p>A label that is one of the machine's detections to {@value #SAME_PX} pixels, in its box, its
 * measured ellipse or the outline that exports draw of it, and not of another class, keeps the
 * detection as it is, with its score and its measurement. Any other label is a person's: Module III
 * measures it in the label's box, or, if a shape was drawn, in the shape's bounding box made
 * {@value #CONTEXT} times as wide and high, which is the room that the detector's boxes leave round
 * a rim. What no label keeps is gone.
 */
final class LabelRevision {

  /** Sides and axes that differ by less are the same: formats round, and hands move by more. */
  private static final double SAME_PX = 0.05;

  /**
   * The median ratio of detection boxes to the bounding boxes of the ellipses measured in them, on
   * the micrographs that come with Loupe: 1.29, rounded.
   */
  private static final double CONTEXT = 1.3;

  /** Corners of the polygons that the exports draw for an ellipse. */
  private static final int CORNERS = 72;

  private LabelRevision() {}

  /** Returns the result that the labels ask for, numbered anew in reading order. */
  static MicrographResult of(
      MicrographResult found,
      List<DrawnMark> marks,
      GrayImage image,
      DefectMeasurer measurer,
      String defectClass) {
    List<Defect> left = new ArrayList<>(found.defects());
    List<Defect> all = new ArrayList<>();
    int kept = 0;
    for (DrawnMark mark : marks) {
      Optional<Defect> same = left.stream().filter(d -> isSame(mark, d, found)).findFirst();
      if (same.isPresent()) {
        left.remove(same.get());
        all.add(same.get());
        kept++;
      } else {
        Box box = room(mark, image);
        Detection drawn = Detection.drawn(mark.defectClass().orElse(defectClass), box);
        all.add(new Defect(0, drawn, measurer.measure(image, box)));
      }
    }
    all.sort(Comparator.comparing(Defect::detection, DefectAnalyzer.READING_ORDER));
    List<Defect> numbered = new ArrayList<>();
    for (Defect defect : all) {
      numbered.add(new Defect(numbered.size() + 1, defect.detection(), defect.measurement()));
    }
    return found.revised(numbered, new Revision(kept, marks.size() - kept, left.size()));
  }

  private static boolean isSame(DrawnMark mark, Defect defect, MicrographResult found) {
    Detection detection = defect.detection();
    Ellipse measured = defect.measurement().ellipse();
    if (mark.defectClass().isPresent()
        && !mark.defectClass().get().equals(detection.defectClass())) {
      return false;
    }
    if (mark.ellipse().isPresent()) {
      return isSame(mark.ellipse().get(), measured)
          && (isSame(mark.box(), detection.box()) || isBoundOf(mark.box(), measured));
    }
    if (!mark.outline().isEmpty()) {
      Box whole = bounds(List.of(measured.polygon(CORNERS)));
      double left = Math.max(0, whole.x()); // labels end where the micrograph does
      double top = Math.max(0, whole.y());
      double right = Math.min(found.widthPx(), whole.right());
      double bottom = Math.min(found.heightPx(), whole.bottom());
      return right > left
          && bottom > top
          && isSame(bounds(mark.outline()), new Box(left, top, right - left, bottom - top));
    }
    return isSame(mark.box(), detection.box());
  }

  private static boolean isSame(Box one, Box other) {
    return near(one.x(), other.x())
        && near(one.y(), other.y())
        && near(one.right(), other.right())
        && near(one.bottom(), other.bottom());
  }

  /** The direction counts by how far it moves the outline: that of a circle does not. */
  private static boolean isSame(Ellipse one, Ellipse other) {
    return near(one.centerX(), other.centerX())
        && near(one.centerY(), other.centerY())
        && near(one.majorAxisLength(), other.majorAxisLength())
        && near(one.minorAxisLength(), other.minorAxisLength())
        && near(
            (one.majorAxisLength() - one.minorAxisLength())
                * Math.sin(one.orientation() - other.orientation()),
            0);
  }

  /** A box that a format made of the ellipse ends where the micrograph does. */
  private static boolean isBoundOf(Box box, Ellipse ellipse) {
    Box whole = ellipse.boundingBox();
    return box.x() >= whole.x() - SAME_PX
        && box.y() >= whole.y() - SAME_PX
        && box.right() <= whole.right() + SAME_PX
        && box.bottom() <= whole.bottom() + SAME_PX;
  }

  private static boolean near(double one, double other) {
    return Math.abs(one - other) <= SAME_PX;
  }

  private static Box room(DrawnMark mark, GrayImage image) {
    Optional<Box> shape =
        mark.ellipse()
            .map(Ellipse::boundingBox)
            .or(
                () ->
                    mark.outline().isEmpty()
                        ? Optional.empty()
                        : Optional.of(bounds(mark.outline())));
    if (shape.isEmpty() || !isWithin(mark.box(), shape.get())) {
      return mark.box(); // drawn, or exported with the room that it had
    }
    Box tight = shape.get();
    double left = Math.max(0, tight.centerX() - CONTEXT * tight.width() / 2);
    double top = Math.max(0, tight.centerY() - CONTEXT * tight.height() / 2);
    double right = Math.min(image.width(), tight.centerX() + CONTEXT * tight.width() / 2);
    double bottom = Math.min(image.height(), tight.centerY() + CONTEXT * tight.height() / 2);
    return new Box(left, top, right - left, bottom - top);
  }

  /** Returns whether a box is no more than the bounding box of a shape, or what is left of it. */
  private static boolean isWithin(Box box, Box bounds) {
    return box.x() >= bounds.x() - 1
        && box.y() >= bounds.y() - 1
        && box.right() <= bounds.right() + 1
        && box.bottom() <= bounds.bottom() + 1;
  }

  private static Box bounds(List<Polygon> outline) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Polygon polygon : outline) {
      for (Point corner : polygon.corners()) {
        left = Math.min(left, corner.x());
        top = Math.min(top, corner.y());
        right = Math.max(right, corner.x());
        bottom = Math.max(bottom, corner.y());
      }
    }
    return new Box(left, top, right - left, bottom - top);
  }
}
