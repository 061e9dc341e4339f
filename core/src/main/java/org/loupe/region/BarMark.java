package org.loupe.region;

/**
 * A solid horizontal line or bar that may be a scale bar.
 *
 * @param left first column of the bar, its ticks included
 * @param top first row of bar and ticks
 * @param right column after the last
 * @param bottom row after the last
 * @param barTop first row of the bar itself
 * @param barBottom row after the last of the bar itself
 * @param value its gray
 * @param ground the gray around it
 * @param tickWidth width of its end ticks, in pixels; 0 without ticks
 * @param gapLeft first column of a gap in the middle, for the label; equal to {@code gapRight}
 *     without one
 * @param gapRight column after the gap
 */
record BarMark(
    int left,
    int top,
    int right,
    int bottom,
    int barTop,
    int barBottom,
    int value,
    int ground,
    int tickWidth,
    int gapLeft,
    int gapRight) {

  /** Ticks up to this width are lines whose centers count. */
  private static final int THIN_TICK = 3;

  int length() {
    return right - left;
  }

  int thickness() {
    return barBottom - barTop;
  }

  /** Returns the length that the label is about, in pixels. */
  double lengthPx() {
    return tickWidth > 0 && tickWidth <= THIN_TICK ? length() - tickWidth : length();
  }

  /** Returns by how much that may be off: what the ends mean is not told. */
  double uncertaintyPx() {
    return Math.max(1, Math.min(tickWidth, THIN_TICK));
  }
}
