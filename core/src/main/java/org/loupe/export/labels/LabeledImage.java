package org.loupe.export.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.defect.Defect;
import org.loupe.defect.MicrographResult;
import org.loupe.micrograph.Calibration;

/**
 * A micrograph and what is marked in it.
 *
 * @param name the micrograph's file, as the formats name it
 * @param baseName path of files about it, with slashes, without ending; unique in an export
 * @param widthPx of the micrograph; positive
 * @param heightPx of the micrograph; positive
 * @param pixelSizeNm side of a pixel, in nanometres; empty if unknown
 * @param shapes in their order
 */
public record LabeledImage(
    String name,
    String baseName,
    int widthPx,
    int heightPx,
    OptionalDouble pixelSizeNm,
    List<LabeledShape> shapes) {

  public LabeledImage {
    if (widthPx <= 0 || heightPx <= 0) {
      throw new IllegalArgumentException(
          "sides must be positive, were " + widthPx + " and " + heightPx);
    }
    shapes = List.copyOf(shapes);
  }

  /**
   * Returns the defects that were found in a micrograph: boxes as detected, ellipses as measured.
   *
   * @param baseName path of files about it, with slashes, without ending; unique in an export
   */
  public static LabeledImage of(MicrographResult result, String baseName) {
    List<LabeledShape> shapes = new ArrayList<>();
    for (Defect defect : result.defects()) {
      shapes.add(
          new LabeledShape(
              defect.detection().box(),
              Optional.of(defect.measurement().ellipse()),
              List.of(),
              Optional.of(defect.detection().defectClass()),
              defect.detection().detectionScore(),
              defect.detection().screeningProbability()));
    }
    Optional<Calibration> square = result.calibration().filter(Calibration::isSquare);
    return new LabeledImage(
        result.image(),
        baseName,
        result.widthPx(),
        result.heightPx(),
        square.isPresent() ? OptionalDouble.of(square.get().pixelSizeNm()) : OptionalDouble.empty(),
        shapes);
  }
}
