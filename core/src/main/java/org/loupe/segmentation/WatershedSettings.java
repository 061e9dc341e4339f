package org.loupe.segmentation;

import java.util.Objects;

/**
 * How {@link MarkerWatershed} floods.
 *
 * @param connectivity from which pixels a flood spreads to which
 * @param border what lies between two regions
 */
public record WatershedSettings(Connectivity connectivity, WatershedBorder border) {

  public WatershedSettings {
    Objects.requireNonNull(connectivity, "connectivity");
    Objects.requireNonNull(border, "border");
  }

  /** Returns eight neighbors and no line. */
  public static WatershedSettings defaults() {
    return new WatershedSettings(Connectivity.EIGHT, WatershedBorder.NONE);
  }
}
