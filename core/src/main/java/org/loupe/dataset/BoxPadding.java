package org.loupe.dataset;

import org.loupe.geometry.Box;

/**
 * The margin that the published FeCrAl labels have round each loop: a side of s pixels was
 * lengthened by 30 % of s, at least 5 and at most 15 pixels, rounded, the center kept.
 *
 * <p>W. Li, K. G. Field, D. Morgan, npj Computational Materials 4, 36 (2018),
 * doi:10.1038/s41524-018-0093-8; the rule is that of the code published with it.
 */
final class BoxPadding {

  private static final double LEAST = 5;
  private static final double MOST = 15;
  private static final double SHARE = 0.3;

  private BoxPadding() {}

  /**
   * Returns the box without its margin. A side at the micrograph's border stays there: the margin,
   * or the loop, was cut, and nothing tells which.
   *
   * @throws IllegalArgumentException if the box is too small to have a margin
   */
  static Box undone(Box box, MicrographBounds bounds) {
    double halfX = (box.width() - tight(box.width())) / 2;
    double halfY = (box.height() - tight(box.height())) / 2;
    double left = box.x() <= 0 ? 0 : box.x() + halfX;
    double top = box.y() <= 0 ? 0 : box.y() + halfY;
    double right = box.right() >= bounds.widthPx() ? bounds.widthPx() : box.right() - halfX;
    double bottom = box.bottom() >= bounds.heightPx() ? bounds.heightPx() : box.bottom() - halfY;
    return new Box(left, top, right - left, bottom - top);
  }

  /** Returns the side that the margin makes {@code padded} long. */
  static double tight(double padded) {
    if (!(padded > LEAST)) {
      throw new IllegalArgumentException(
          "box of " + padded + " pixels is too small to have been padded by " + LEAST);
    }
    // the rule is increasing, so its inverse is one of these three
    double exact =
        padded <= LEAST / SHARE + LEAST
            ? padded - LEAST
            : Math.max(padded / (1 + SHARE), padded - MOST);
    for (double whole = Math.floor(exact); whole <= Math.ceil(exact); whole++) {
      double margin = Math.rint(Math.max(LEAST, Math.min(MOST, SHARE * whole)) + 1e-9);
      if (whole + margin == padded) {
        return whole;
      }
    }
    return exact;
  }
}
