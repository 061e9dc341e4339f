package org.loupe.dataset;

import java.util.Arrays;
import java.util.Optional;

/** A format of labels that {@link LabelImport} reads. */
public enum LabelFormat {
  /** Texts with a line {@code y1 x1 y2 x2} a defect, in pixels, row first. */
  BOXES("boxes"),
  /** Tables that ImageJ's Measure writes, as CSV or tab-separated text. */
  IMAGEJ_RESULTS("imagej-results"),
  /** ImageJ's {@code .roi} files and zips of them. */
  IMAGEJ_ROI("imagej-roi"),
  /** COCO's JSON, Loupe's own format included. */
  COCO("coco"),
  /** Texts of fractions: boxes and polygons. */
  YOLO("yolo"),
  /** JSON of the VGG Image Annotator, version 2. */
  VIA("via"),
  /** Images whose pixels other than 0 are the defects. */
  MASKS("masks"),
  /** XML of Pascal VOC, a file a micrograph. */
  VOC("voc");

  private final String word;

  LabelFormat(String word) {
    this.word = word;
  }

  /** Returns the format's name on the command line. */
  public String word() {
    return word;
  }

  /** Returns the format of this name; empty if there is none. */
  public static Optional<LabelFormat> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word.equals(word)).findFirst();
  }
}
