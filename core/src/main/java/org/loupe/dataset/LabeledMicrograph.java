package org.loupe.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * A micrograph's file and the defects that people marked in it.
 *
 * @param name the file's path below the set's folder, with forward slashes
 * @param file the micrograph
 * @param widthPx of the micrograph; positive
 * @param heightPx of the micrograph; positive
 * @param set the labeled set that it comes from, where several are joined; else empty
 * @param series what neighboring fields of one specimen share; the name where nothing is known
 * @param part what the set wants it used for
 * @param annotations may be empty: a micrograph without defects
 */
public record LabeledMicrograph(
    String name,
    Path file,
    int widthPx,
    int heightPx,
    String set,
    String series,
    Part part,
    List<Annotation> annotations) {

  /** What a micrograph of a set is for. */
  public enum Part {
    /** Models may learn from it. */
    TRAINING,
    /** Models are judged by it. */
    VALIDATION
  }

  public LabeledMicrograph {
    if (widthPx <= 0 || heightPx <= 0) {
      throw new IllegalArgumentException(
          "sides must be positive, were " + widthPx + " and " + heightPx);
    }
    annotations = List.copyOf(annotations);
  }

  /** A micrograph of a set that is not joined with others. */
  public LabeledMicrograph(
      String name,
      Path file,
      int widthPx,
      int heightPx,
      String series,
      Part part,
      List<Annotation> annotations) {
    this(name, file, widthPx, heightPx, "", series, part, annotations);
  }

  /** Returns the same micrograph in another part of its set. */
  LabeledMicrograph in(Part other) {
    return new LabeledMicrograph(name, file, widthPx, heightPx, set, series, other, annotations);
  }

  /**
   * Returns the same micrograph of a set of joined ones, whose name leads its own and its series.
   */
  LabeledMicrograph of(String joined) {
    return new LabeledMicrograph(
        joined + "/" + name,
        file,
        widthPx,
        heightPx,
        joined,
        joined + "/" + series,
        part,
        annotations);
  }

  /** Returns the same micrograph with other marks. */
  public LabeledMicrograph with(List<Annotation> others) {
    return new LabeledMicrograph(name, file, widthPx, heightPx, set, series, part, others);
  }
}
