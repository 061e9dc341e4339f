package org.loupe.cascade;

/**
 * Chooses among the bands of rows that a scan is made of.
 *
 * <p>The bands depend on the sizes of the image and of the window and on the settings alone. What a
 * band's windows score does not depend on the other bands, so a part of a scan gives exactly those
 * windows that the whole scan gives there.
 */
@FunctionalInterface
public interface ScanPart {

  /** The whole scan. */
  ScanPart ALL = (level, row) -> true;

  /**
   * Returns whether a band is to be scanned.
   *
   * @param level of the scan
   * @param row of windows that the band begins with
   */
  boolean includes(ScanLevel level, int row);
}
