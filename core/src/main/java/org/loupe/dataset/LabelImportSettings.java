package org.loupe.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an import needs to know beside the labels.
 *
 * @param format of the labels; empty to recognize it
 * @param images the micrographs' folder, or the one micrograph; empty to look beside the labels
 * @param defectClass class of labels that have none; empty to leave them without
 * @param onlyClasses classes that are taken; empty for all
 * @param padding whether box texts are padded as the FeCrAl set's are
 * @param pixelsPerUnit pixels in one unit of length of an ImageJ table; positive and finite
 * @param crowds what becomes of COCO's crowds
 */
public record LabelImportSettings(
    Optional<LabelFormat> format,
    Optional<Path> images,
    Optional<String> defectClass,
    List<String> onlyClasses,
    Padding padding,
    double pixelsPerUnit,
    Crowds crowds) {

  /** Class of labels that have none, if nothing else is asked. */
  public static final String DEFAULT_CLASS = "defect";

  /** What boxes of box texts are. */
  public enum Padding {
    /** Boxes as they were drawn. */
    KEPT,
    /** Each side lengthened by 30 %, at least 5 and at most 15 pixels: taken back. */
    UNDONE
  }

  /** What becomes of labels that COCO marks as a crowd ({@code iscrowd}). */
  public enum Crowds {
    /** They are an error. */
    REFUSED,
    /** Each is a defect: some programs mark every mask as a crowd. */
    TAKEN
  }

  public LabelImportSettings {
    onlyClasses = List.copyOf(onlyClasses);
    if (defectClass.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("a class needs a name, was \"" + defectClass.get() + "\"");
    }
    if (!(pixelsPerUnit > 0 && pixelsPerUnit < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "pixels per unit must be positive and finite, were " + pixelsPerUnit);
    }
  }

  /**
   * Returns the settings of labels in pixels, of any format, with their micrographs beside them.
   */
  public static LabelImportSettings defaults() {
    return new LabelImportSettings(
        Optional.empty(),
        Optional.empty(),
        Optional.of(DEFAULT_CLASS),
        List.of(),
        Padding.KEPT,
        1,
        Crowds.REFUSED);
  }

  /** Returns these settings for labels of one format. */
  public LabelImportSettings withFormat(LabelFormat other) {
    return new LabelImportSettings(
        Optional.of(other), images, defectClass, onlyClasses, padding, pixelsPerUnit, crowds);
  }

  /** Returns these settings with the micrographs elsewhere. */
  public LabelImportSettings withImages(Path other) {
    return new LabelImportSettings(
        format, Optional.of(other), defectClass, onlyClasses, padding, pixelsPerUnit, crowds);
  }

  /** Returns these settings with another name for labels without class. */
  public LabelImportSettings withDefectClass(String other) {
    return withDefectClass(Optional.of(other));
  }

  /** Returns these settings for labels that may have no class. */
  public LabelImportSettings withoutDefectClass() {
    return withDefectClass(Optional.empty());
  }

  private LabelImportSettings withDefectClass(Optional<String> other) {
    return new LabelImportSettings(
        format, images, other, onlyClasses, padding, pixelsPerUnit, crowds);
  }

  /** Returns these settings for some classes. */
  public LabelImportSettings withOnlyClasses(List<String> others) {
    return new LabelImportSettings(
        format, images, defectClass, others, padding, pixelsPerUnit, crowds);
  }

  /** Returns these settings with another padding of boxes. */
  public LabelImportSettings withPadding(Padding other) {
    return new LabelImportSettings(
        format, images, defectClass, onlyClasses, other, pixelsPerUnit, crowds);
  }

  /** Returns these settings with another unit of ImageJ's tables. */
  public LabelImportSettings withPixelsPerUnit(double other) {
    return new LabelImportSettings(
        format, images, defectClass, onlyClasses, padding, other, crowds);
  }

  /** Returns these settings with another use of crowds. */
  public LabelImportSettings withCrowds(Crowds other) {
    return new LabelImportSettings(
        format, images, defectClass, onlyClasses, padding, pixelsPerUnit, other);
  }
}
