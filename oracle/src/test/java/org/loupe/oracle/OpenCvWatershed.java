package org.loupe.oracle;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.loupe.image.ByteImage;
import org.loupe.segmentation.LabelImage;

/**
 * The rival: OpenCV's watershed behind our types. It takes images of three channels alone, so the
 * relief is given three times.
 *
 * <p>It is another function of the image than ours: a pixel's height is how much it differs from
 * the neighbor that the flood comes from. Four neighbors, with a line, and a line along the frame.
 */
final class OpenCvWatershed implements AutoCloseable {

  private final Mat image = new Mat();
  private final Mat markers;
  private final Mat labels;

  OpenCvWatershed(ByteImage relief, LabelImage markers) {
    opencv_core.setNumThreads(1);
    try (Mat gray = OpenCvDetector.mat(relief)) {
      opencv_imgproc.cvtColor(gray, image, opencv_imgproc.COLOR_GRAY2BGR);
    }
    this.markers = new Mat(relief.height(), relief.width(), opencv_core.CV_32SC1);
    new IntPointer(this.markers.data()).put(markers.labels(), 0, markers.labels().length);
    this.labels = this.markers.clone();
  }

  /** Makes the next flood begin anew: it writes over its markers. */
  void reset() {
    markers.copyTo(labels);
  }

  void flood() {
    opencv_imgproc.watershed(image, labels);
  }

  /** Returns the labels of the last flood; 0 for lines and frame. */
  int[] labels() {
    int[] values = new int[labels.rows() * labels.cols()];
    new IntPointer(labels.data()).get(values);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }
    return values;
  }

  @Override
  public void close() {
    image.close();
    markers.close();
    labels.close();
  }
}
