package org.loupe.cascade;

/**
 * How an image is scanned. {@code ScanSettings.defaults()} scans as MATLAB's detector does.
 *
 * @param scaleFactor ratio of the window's sides from one level to the next, 1.001 to 10
 * @param minSizePx smallest window side in pixels of the image; 0 for the cascade's own window
 * @param maxSizePx largest window side in pixels of the image; 0 for the whole image
 * @param minNeighbors a group of windows is kept if it has more than this number of windows; 0
 *     keeps every window, ungrouped
 * @param minDefectSizePx for defects smaller than the cascade's window: the image is also scanned
 *     enlarged, as long as the window's longer side is at least this many pixels of the image; 0
 *     for never, otherwise at least 4
 * @param grouping how one candidate is made of many windows
 * @param stride pixels of a level from one window to the next, 1 to 16; from scale 2 on half as
 *     many, rounded up. With {@value #OPENCV_STRIDE} windows are where OpenCV tries them
 */
public record ScanSettings(
    double scaleFactor,
    int minSizePx,
    int maxSizePx,
    int minNeighbors,
    double minDefectSizePx,
    CandidateGrouping grouping,
    int stride) {

  /** Of OpenCV's scan. */
  public static final int OPENCV_STRIDE = 2;

  static final int MAX_STRIDE = 16;

  /** Returns settings with OpenCV's stride. */
  public ScanSettings(
      double scaleFactor,
      int minSizePx,
      int maxSizePx,
      int minNeighbors,
      double minDefectSizePx,
      CandidateGrouping grouping) {
    this(scaleFactor, minSizePx, maxSizePx, minNeighbors, minDefectSizePx, grouping, OPENCV_STRIDE);
  }

  public ScanSettings {
    if (!(scaleFactor >= 1.001 && scaleFactor <= 10)) {
      throw new IllegalArgumentException("scaleFactor must be 1.001 to 10, was " + scaleFactor);
    }
    if (minSizePx < 0 || maxSizePx < 0) {
      throw new IllegalArgumentException(
          "minSizePx and maxSizePx must not be negative, were " + minSizePx + " and " + maxSizePx);
    }
    if (maxSizePx > 0 && minSizePx > maxSizePx) {
      throw new IllegalArgumentException(
          "minSizePx must not exceed maxSizePx, were " + minSizePx + " and " + maxSizePx);
    }
    if (minNeighbors < 0) {
      throw new IllegalArgumentException("minNeighbors must not be negative, was " + minNeighbors);
    }
    if (minDefectSizePx != 0 && !(minDefectSizePx >= 4 && minDefectSizePx <= 1e6)) {
      throw new IllegalArgumentException(
          "minDefectSizePx must be 0 or 4 to 1e6, was " + minDefectSizePx);
    }
    if (stride < 1 || stride > MAX_STRIDE) {
      throw new IllegalArgumentException("stride must be 1 to " + MAX_STRIDE + ", was " + stride);
    }
  }

  /** Returns scale factor 1.1, every size from the window up, and at least 5 windows a group. */
  public static ScanSettings defaults() {
    return new ScanSettings(1.1, 0, 0, 4, 0, CandidateGrouping.OPENCV);
  }

  public ScanSettings withScaleFactor(double factor) {
    return new ScanSettings(
        factor, minSizePx, maxSizePx, minNeighbors, minDefectSizePx, grouping, stride);
  }

  public ScanSettings withSizes(int minPx, int maxPx) {
    return new ScanSettings(
        scaleFactor, minPx, maxPx, minNeighbors, minDefectSizePx, grouping, stride);
  }

  public ScanSettings withMinNeighbors(int neighbors) {
    return new ScanSettings(
        scaleFactor, minSizePx, maxSizePx, neighbors, minDefectSizePx, grouping, stride);
  }

  public ScanSettings withMinDefectSizePx(double sizePx) {
    return new ScanSettings(
        scaleFactor, minSizePx, maxSizePx, minNeighbors, sizePx, grouping, stride);
  }

  public ScanSettings withGrouping(CandidateGrouping how) {
    return new ScanSettings(
        scaleFactor, minSizePx, maxSizePx, minNeighbors, minDefectSizePx, how, stride);
  }

  public ScanSettings withStride(int px) {
    return new ScanSettings(
        scaleFactor, minSizePx, maxSizePx, minNeighbors, minDefectSizePx, grouping, px);
  }
}
