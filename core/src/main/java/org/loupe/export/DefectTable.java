package org.loupe.export;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.loupe.defect.Defect;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Ellipse;
import org.loupe.statistics.EdgeCorrection;

/** The columns of {@code defects.csv}: one row a defect. */
final class DefectTable {

  /** One row: a defect and the micrograph it was found in. */
  record Row(MicrographResult micrograph, Defect defect) {

    Measurement measurement() {
      return defect.measurement();
    }

    Ellipse ellipse() {
      return measurement().ellipse();
    }

    /** Returns {@code lengthPx} in nanometres to the given power; empty without calibration. */
    OptionalDouble calibrated(double valuePx, int power) {
      return micrograph
          .calibration()
          .map(c -> OptionalDouble.of(valuePx * Math.pow(c.pixelSizeNm(), power)))
          .orElseGet(OptionalDouble::empty);
    }

    OptionalDouble edgeWeight() {
      return EdgeCorrection.weight(micrograph, defect);
    }
  }

  private static final String MAJOR =
      "Full length of the ellipse's longer axis: the diameter of a loop";
  private static final String MINOR = "Full length of the ellipse's shorter axis";
  private static final String EQUIVALENT = "Diameter of the circle of the defect's area";
  private static final String AREA = "Area of the defect";
  private static final String FERET_MAX = "Largest caliper diameter of the defect";
  private static final String FERET_MIN = "Smallest caliper diameter of the defect";

  static final List<Column<Row>> COLUMNS =
      List.of(
          text("image", "Name of the micrograph, as in images.csv", r -> r.micrograph().image()),
          text("defect_id", "Number of the defect in its micrograph, from 1", r -> r.defect().id()),
          text(
              "class",
              "Class of the defect, as the model names it",
              r -> r.defect().detection().defectClass()),
          px(
              "center_x_px",
              "x of the ellipse's center, from the left edge",
              r -> r.ellipse().centerX()),
          px(
              "center_y_px",
              "y of the ellipse's center, from the top edge",
              r -> r.ellipse().centerY()),
          px("box_x_px", "Left edge of the detection box", r -> r.defect().detection().box().x()),
          px("box_y_px", "Top edge of the detection box", r -> r.defect().detection().box().y()),
          px(
              "box_width_px",
              "Width of the detection box",
              r -> r.defect().detection().box().width()),
          px(
              "box_height_px",
              "Height of the detection box",
              r -> r.defect().detection().box().height()),
          px("major_axis_length_px", MAJOR, r -> r.ellipse().majorAxisLength()),
          px("minor_axis_length_px", MINOR, r -> r.ellipse().minorAxisLength()),
          px("equivalent_diameter_px", EQUIVALENT, r -> r.measurement().equivalentDiameterPx()),
          new Column<>("area_px2", "px^2", AREA, r -> r.measurement().areaPx2()),
          new Column<>(
              "orientation_deg",
              "degree",
              "Angle of the major axis to +x, counter-clockwise on screen, in [0, 180)",
              r -> orientationDegrees(r.ellipse())),
          nm("major_axis_length_nm", MAJOR, r -> r.ellipse().majorAxisLength()),
          nm("minor_axis_length_nm", MINOR, r -> r.ellipse().minorAxisLength()),
          nm("equivalent_diameter_nm", EQUIVALENT, r -> r.measurement().equivalentDiameterPx()),
          new Column<>("area_nm2", "nm^2", AREA, r -> r.calibrated(r.measurement().areaPx2(), 2)),
          text(
              "detection_score",
              "Sum of the cascade's last stage less its threshold, the largest of the grouped"
                  + " windows; empty for a box that a person drew",
              r -> r.defect().detection().detectionScore()),
          text(
              "screening_probability",
              "Probability of a defect by the screening network, 0 to 1; empty if none ran",
              r -> r.defect().detection().screeningProbability()),
          text(
              "touches_edge",
              "true if the defect reaches the frame of the micrograph, an info bar, or other pixels"
                  + " that were left out",
              r ->
                  r.measurement().flags().contains(MeasurementFlag.TOUCHES_EDGE)
                      || r.measurement().flags().contains(MeasurementFlag.TOUCHES_MASK)),
          text(
              "edge_weight",
              "Miles-Lantuejoul weight W*H/((W-w)*(H-h)) of the box w x h that holds the ellipse and"
                  + " the detection box, with the pixel on each side that counts as touching, in the"
                  + " frame W x H, the micrograph without info bars; empty if that box touches the"
                  + " frame",
              Row::edgeWeight),
          text(
              "measurement_flags",
              "What to know before trusting the size, separated by spaces; empty if nothing",
              r -> r.measurement().flags().stream().map(MeasurementFlag::label).toList()),
          px("feret_max_px", FERET_MAX, r -> r.measurement().feretMaxPx()),
          px("feret_min_px", FERET_MIN, r -> r.measurement().feretMinPx()),
          nm("feret_max_nm", FERET_MAX, r -> r.measurement().feretMaxPx()),
          nm("feret_min_nm", FERET_MIN, r -> r.measurement().feretMinPx()),
          text(
              "origin",
              "Who says that there is a defect: machine, or person for a label that a person drew or"
                  + " changed",
              r -> r.defect().detection().origin().label()));

  private DefectTable() {}

  /**
   * Returns the orientation in degrees, kept below 180 when the rounding of a cell would reach it.
   */
  private static double orientationDegrees(Ellipse ellipse) {
    double degrees = Math.toDegrees(ellipse.orientation());
    return degrees > 180 - 1e-6 ? 0 : degrees;
  }

  private static Column<Row> text(String name, String definition, Function<Row, Object> value) {
    return new Column<>(name, "", definition, value);
  }

  private static Column<Row> px(String name, String definition, ToDoubleFunction<Row> value) {
    return new Column<>(name, "px", definition, value::applyAsDouble);
  }

  private static Column<Row> nm(String name, String definition, ToDoubleFunction<Row> valuePx) {
    return new Column<>(name, "nm", definition, r -> r.calibrated(valuePx.applyAsDouble(r), 1));
  }
}
