package org.loupe.analysis;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Knows what people's labels say of micrographs. May be asked by several threads at once. */
@FunctionalInterface
public interface MarkSource {

  /**
   * Returns the labels of a micrograph; an empty list if they say that it has no defect, nothing if
   * there are no labels for it.
   *
   * @param image name of the micrograph in the tables
   * @param widthPx of the micrograph
   * @param heightPx of the micrograph
   * @throws IOException if the labels cannot be those of such a micrograph; the message says why
   */
  Optional<List<DrawnMark>> marks(String image, int widthPx, int heightPx) throws IOException;

  /** Returns the source that has no labels. */
  static MarkSource none() {
    return (image, widthPx, heightPx) -> Optional.empty();
  }
}
