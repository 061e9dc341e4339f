package org.loupe.defect;

import java.util.Set;
import java.util.TreeSet;
import org.loupe.geometry.Ellipse;

/**
 * Size and shape of one defect, in pixels (Module III).
 *
 * @param ellipse moment ellipse of the region
 * @param areaPx2 area of the region, in square pixels
 * @param feretMaxPx largest caliper diameter of the region, in pixels
 * @param feretMinPx smallest caliper diameter of the region, in pixels
 * @param flags what a reader should know, in the order of the enum
 */
public record Measurement(
    Ellipse ellipse,
    double areaPx2,
    double feretMaxPx,
    double feretMinPx,
    Set<MeasurementFlag> flags) {

  public Measurement {
    flags = java.util.Collections.unmodifiableSet(new TreeSet<>(flags));
  }

  /** Returns this measurement with one more flag. */
  public Measurement withFlag(MeasurementFlag flag) {
    Set<MeasurementFlag> more = new TreeSet<>(flags);
    more.add(flag);
    return new Measurement(ellipse, areaPx2, feretMaxPx, feretMinPx, more);
  }

  /** Returns the diameter of the circle of the region's area, in pixels. */
  public double equivalentDiameterPx() {
    return 2 * Math.sqrt(areaPx2 / Math.PI);
  }
}
