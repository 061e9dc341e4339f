package org.loupe.defect;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.geometry.Polygon;
import org.loupe.micrograph.BurntInScaleBar;

/**
 * The part of a micrograph that was analyzed, and what was left out.
 *
 * <p>Info bars narrow the counting frame, which is a box: defects that touch it are cut. All else
 * that is left out (a scale bar, vacuum, a mask) takes away area only, and a defect belongs to the
 * region if the center of its detection box does.
 *
 * @param frame the counting frame: the micrograph without its info bars, in whole pixels
 * @param areaPx2 pixels that were analyzed
 * @param excludedPx2 pixels that were left out, by reason; a pixel with several counts for the
 *     first of the enum
 * @param outlines lines round the pixels that were left out, along their edges; by the nonzero
 *     winding rule they hold exactly these
 * @param droppedDetections detections whose center was left out
 * @param scaleBar the scale bar drawn into the micrograph; empty if none was found
 */
public record AnalyzedRegion(
    Box frame,
    long areaPx2,
    Map<ExclusionKind, Long> excludedPx2,
    List<Polygon> outlines,
    int droppedDetections,
    Optional<BurntInScaleBar> scaleBar) {

  public AnalyzedRegion {
    Map<ExclusionKind, Long> copy = new EnumMap<>(ExclusionKind.class);
    copy.putAll(excludedPx2);
    excludedPx2 = Collections.unmodifiableMap(copy);
    outlines = List.copyOf(outlines);
    if (areaPx2 < 0 || droppedDetections < 0) {
      throw new IllegalArgumentException(
          "area and count must not be negative, were " + areaPx2 + " and " + droppedDetections);
    }
  }

  /** Returns the region of a micrograph of which nothing is left out. */
  public static AnalyzedRegion whole(int widthPx, int heightPx) {
    return new AnalyzedRegion(
        // a box is never empty, though a micrograph without pixels has no area
        new Box(0, 0, Math.max(1, widthPx), Math.max(1, heightPx)),
        (long) widthPx * heightPx,
        Map.of(),
        List.of(),
        0,
        Optional.empty());
  }

  /** Returns this region with the number of detections whose center was left out. */
  public AnalyzedRegion withDroppedDetections(int count) {
    return new AnalyzedRegion(frame, areaPx2, excludedPx2, outlines, count, scaleBar);
  }

  /** Returns whether anything was left out. */
  public boolean excludesAny() {
    return !excludedPx2.isEmpty();
  }

  /** Returns the share of the micrograph that was left out, in [0, 1]. */
  public double excludedFraction() {
    long excluded = excludedPx2.values().stream().mapToLong(Long::longValue).sum();
    return excluded == 0 ? 0 : (double) excluded / (excluded + areaPx2);
  }
}
