package org.loupe.export.labels;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Writes marks in one format, micrograph by micrograph.
 *
 * <p>A file appears under its name only when it is whole. Not safe for use by several threads.
 */
public interface LabelWriter extends Closeable {

  /** Writes the marks of one micrograph. */
  void append(LabeledImage image) throws IOException;

  /** Returns what the format could not hold of what was appended so far, a sentence each. */
  List<String> losses();
}
