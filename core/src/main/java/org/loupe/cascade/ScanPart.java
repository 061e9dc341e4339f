package org.loupe.cascade;

/** Chooses among the bands of rows that a scan is made of. */
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
