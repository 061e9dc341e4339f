package org.loupe.training.cascade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.loupe.cascade.ScanLevel;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;

/**
 * A micrograph as the trainer sees it.
 *
 * @param file read when its pixels are needed
 * @param series of the specimen
 * @param levels of the scan
 * @param targets the window that each annotation asks for; may leave the micrograph
 */
record TrainingMicrograph(Path file, String series, List<ScanLevel> levels, List<Box> targets) {

  static TrainingMicrograph of(LabeledMicrograph labeled, CascadeTrainingSettings settings) {
    List<Box> targets = new ArrayList<>();
    for (Annotation annotation : labeled.annotations()) {
      Box box = annotation.box();
      double side = settings.margin() * Math.max(box.width(), box.height());
      targets.add(new Box(box.centerX() - side / 2, box.centerY() - side / 2, side, side));
    }
    List<ScanLevel> levels =
        ScanLevel.of(
            labeled.widthPx(),
            labeled.heightPx(),
            settings.windowSize(),
            settings.windowSize(),
            settings.scan());
    if (levels.size() > WindowKey.MAX_LEVELS) {
      levels = levels.subList(0, WindowKey.MAX_LEVELS);
    }
    for (ScanLevel level : levels) {
      if (Math.max(level.width(), level.height()) >= WindowKey.MAX_SIDE) {
        throw new IllegalArgumentException(
            labeled.file()
                + ": is too large to train on ("
                + labeled.widthPx()
                + " x "
                + labeled.heightPx()
                + " pixels); cut it into pieces or scan it less enlarged");
      }
    }
    return new TrainingMicrograph(labeled.file(), labeled.series(), levels, targets);
  }

  ByteImage read() throws IOException {
    try (MicrographFile open = MicrographReaders.open(file)) {
      return open.frame(0).detectorImage();
    }
  }

  /** Returns whether a window is far from every annotation. */
  boolean isNegative(Box window, double maxIou) {
    for (Box target : targets) {
      if (window.iou(target) > maxIou) {
        return false;
      }
    }
    return true;
  }
}
