package org.loupe.export.labels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A format of labels that Loupe writes. */
public enum ExportFormat {
  /** One {@code annotations.json}: {@link CocoWriter}. */
  COCO("coco", "annotations.json") {
    @Override
    LabelWriter writer(Path place, List<String> classes) throws IOException {
      return new CocoWriter(place, classes);
    }
  },
  /** A zip a micrograph: {@link RoiWriter}. */
  IMAGEJ_ROI("imagej-roi", "rois") {
    @Override
    LabelWriter writer(Path place, List<String> classes) {
      return new RoiWriter(place);
    }
  },
  /** A text a micrograph: {@link YoloWriter}. */
  YOLO("yolo", "labels") {
    @Override
    LabelWriter writer(Path place, List<String> classes) {
      return new YoloWriter(place, classes);
    }
  },
  /** A label image a micrograph: {@link MaskWriter}. */
  MASKS("masks", "masks") {
    @Override
    LabelWriter writer(Path place, List<String> classes) {
      return new MaskWriter(place);
    }
  },
  /** A file of features a micrograph: {@link GeoJsonWriter}. */
  GEOJSON("geojson", "geojson") {
    @Override
    LabelWriter writer(Path place, List<String> classes) {
      return new GeoJsonWriter(place);
    }
  };

  private final String word;
  private final String place;

  ExportFormat(String word, String place) {
    this.word = word;
    this.place = place;
  }

  /** Returns the format's name on the command line. */
  public String word() {
    return word;
  }

  /** Returns the file or the folder that is written, below the folder of the export. */
  public String place() {
    return place;
  }

  /** Returns the format of this name; empty if there is none. */
  public static Optional<ExportFormat> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word.equals(word)).findFirst();
  }

  abstract LabelWriter writer(Path target, List<String> classes) throws IOException;

  /** Opens a writer into {@code folder}, at the format's own place. */
  public LabelWriter open(Path folder) throws IOException {
    return open(folder, List.of());
  }

  /**
   * Opens a writer into {@code folder}, at the format's own place.
   *
   * @param classes names in the order of their numbers, for formats that number them; others are
   *     numbered as they come
   */
  public LabelWriter open(Path folder, List<String> classes) throws IOException {
    return writer(folder.resolve(place), classes);
  }
}
