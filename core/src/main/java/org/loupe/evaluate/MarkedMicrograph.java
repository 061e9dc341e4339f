package org.loupe.evaluate;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A micrograph with what people and what is judged marked in it.
 *
 * @param name of the micrograph in its labeled set
 * @param widthPx of the micrograph; positive
 * @param heightPx of the micrograph; positive
 * @param pixelSizeNm side of a pixel, in nanometres; empty if unknown
 * @param annotations of people
 * @param detections what is judged
 * @param ranking these and what was doubted too much to be one, for the precision-recall curve; the
 *     detections themselves where nothing else is known
 */
public record MarkedMicrograph(
    String name,
    int widthPx,
    int heightPx,
    OptionalDouble pixelSizeNm,
    List<Mark> annotations,
    List<Mark> detections,
    List<Mark> ranking) {

  public MarkedMicrograph {
    if (widthPx < 1 || heightPx < 1) {
      throw new IllegalArgumentException(
          "sides must be positive, were " + widthPx + " and " + heightPx);
    }
    if (pixelSizeNm.isPresent() && !(pixelSizeNm.getAsDouble() > 0)) {
      throw new IllegalArgumentException("pixel size must be positive, was " + pixelSizeNm);
    }
    annotations = List.copyOf(annotations);
    detections = List.copyOf(detections);
    ranking = List.copyOf(ranking);
  }

  /** Returns this micrograph with other detections, which are their own ranking. */
  public MarkedMicrograph withDetections(List<Mark> others) {
    return withDetections(others, others);
  }

  /** Returns this micrograph with other detections. */
  public MarkedMicrograph withDetections(List<Mark> others, List<Mark> ranked) {
    return new MarkedMicrograph(name, widthPx, heightPx, pixelSizeNm, annotations, others, ranked);
  }

  /** Returns the area, in square nanometres; empty without a pixel size. */
  public OptionalDouble areaNm2() {
    return pixelSizeNm.isPresent()
        ? OptionalDouble.of(
            (double) widthPx * heightPx * pixelSizeNm.getAsDouble() * pixelSizeNm.getAsDouble())
        : OptionalDouble.empty();
  }
}
