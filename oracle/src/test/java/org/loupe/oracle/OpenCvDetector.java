package org.loupe.oracle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.loupe.cascade.ScanSettings;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/** The rival: OpenCV's detector behind our types. Not thread-safe, as OpenCV's is not. */
final class OpenCvDetector {

  private final CascadeClassifier classifier;

  OpenCvDetector(Path cascade) {
    opencv_core.setNumThreads(1);
    classifier = new CascadeClassifier(cascade.toString());
    if (classifier.empty()) {
      throw new IllegalArgumentException("OpenCV cannot load " + cascade);
    }
  }

  /** Returns the gray bytes of an image file, as OpenCV decodes it. */
  static ByteImage read(Path file) {
    try (Mat mat = opencv_imgcodecs.imread(file.toString(), opencv_imgcodecs.IMREAD_GRAYSCALE)) {
      if (mat.empty()) {
        throw new IllegalArgumentException("OpenCV cannot read " + file);
      }
      byte[] samples = new byte[mat.rows() * mat.cols()];
      mat.data().get(samples);
      return new ByteImage(mat.cols(), mat.rows(), samples);
    }
  }

  static Mat mat(ByteImage image) {
    Mat mat = new Mat(image.height(), image.width(), opencv_core.CV_8UC1);
    BytePointer data = mat.data();
    data.put(image.samples());
    return mat;
  }

  List<Box> detect(ByteImage image, ScanSettings settings) {
    try (Mat mat = mat(image)) {
      return detect(mat, settings);
    }
  }

  List<Box> detect(Mat mat, ScanSettings settings) {
    int min = settings.minSizePx();
    int max = settings.maxSizePx();
    try (RectVector found = new RectVector();
        Size minSize = new Size(min, min);
        Size maxSize = new Size(max, max)) {
      classifier.detectMultiScale(
          mat, found, settings.scaleFactor(), settings.minNeighbors(), 0, minSize, maxSize);
      List<Box> boxes = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        var rect = found.get(i);
        boxes.add(new Box(rect.x(), rect.y(), rect.width(), rect.height()));
      }
      return boxes;
    }
  }
}
